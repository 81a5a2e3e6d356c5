import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type Env, readStorageConfig, type StorageConfig } from '../config.ts';
import type { Context, Site } from '../jobs/context.ts';
import { NotInstalled, openSite } from '../jobs/context.ts';
import type { Checkup } from '../jobs/doctor/checkup.ts';
import { examine } from '../jobs/doctor/index.ts';
import { build, environment } from '../main.ts';
import type { Organization } from '../model/organization.ts';
import { apiAddress, hostAndPort, serverAddress } from '../model/server.ts';
import { plain } from '../scan/reports/text.ts';
import { hasLedger, placeOf, targetOf } from '../store/open.ts';
import { readManifest } from './manifest.ts';
import { chooseOrganization } from './organization.ts';

export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .option('--org <login>', 'organisation, when several have installed Handback')
    .option('--json', 'as JSON lines')
    .description(
      'look whether everything is as it must be, and say what is not visible; changes nothing. Exit 1 when something is wrong',
    )
    .action(look);
}

const SIGNS: Readonly<Record<Checkup['state'], string>> = {
  well: 'ok     ',
  unknown: 'unknown',
  warning: 'warning',
  ill: 'WRONG  ',
};

interface Options {
  readonly org?: string;
  readonly json?: boolean;
}

type Told = Checkup & { readonly about: string };

async function look(options: Options): Promise<void> {
  const env = environment();
  const storage = readStorageConfig(env);
  const missing = await ledgerMissing(storage);
  if (missing === undefined && existsSync(storage.DATA_DIR)) return lookThrough(env, [], options);
  // An empty one in its place would look like one that is there.
  const aside = await mkdtemp(join(tmpdir(), 'handback-doctor-'));
  const database = missing === undefined ? {} : { DATABASE_URL: undefined };
  try {
    await lookThrough({ ...env, ...database, DATA_DIR: aside }, missing === undefined ? [] : [missing], options);
  } finally {
    await rm(aside, { recursive: true });
  }
}

async function lookThrough(env: Env, before: readonly Told[], { org, json }: Options): Promise<void> {
  // What is wrong is told here, in words; a log in between would not be JSON lines either.
  const { context, config, proxy, close } = await build({ ...env, LOG_LEVEL: 'silent' }, false);
  try {
    const patient = await patientOf(context, org);
    const { GHE_HOST, GHE_PROTOCOL } = config;
    const addresses = [apiAddress(GHE_HOST, GHE_PROTOCOL), serverAddress(GHE_HOST, GHE_PROTOCOL)];
    const hosts = [...new Set(addresses.map(hostAndPort))];
    const wayOut = proxy === undefined ? {} : { wayOut: { proxy, hosts } };
    const surgery = {
      context,
      manifest: await readManifest(),
      appId: config.APP_ID,
      ...wayOut,
      ...patient,
    };
    const tell = teller(json);
    before.forEach(tell);
    for await (const checkup of examine(surgery)) tell(checkup);
  } finally {
    await close();
  }
}

function teller(json = false): (checkup: Told) => void {
  let last = '';
  return (checkup) => {
    const { about, state, says, next } = checkup;
    if (state === 'ill') process.exitCode = 1;
    if (json) return console.log(JSON.stringify(checkup));
    if (about !== last) console.log(about);
    last = about;
    console.log(plain(`  ${SIGNS[state]}  ${says}`));
    if (next) console.log(plain(`           → ${next}`));
  };
}

async function ledgerMissing(storage: StorageConfig): Promise<Told | undefined> {
  const target = targetOf(storage);
  if (await hasLedger(target)) return undefined;
  const next =
    'If `handback serve` runs, set DATA_DIR or DATABASE_URL as for that, or run this in its folder; else start it.';
  return { about: 'ledger', state: 'warning', says: `There is no ledger in ${placeOf(target)}`, next };
}

/** None before the first installation: then there is still something to say about the App itself. */
async function patientOf(
  context: Context,
  login: string | undefined,
): Promise<{ readonly organization?: Organization; readonly site?: Site }> {
  if (login === undefined && (await context.store.organizations.list()).length === 0) return {};
  const organization = await chooseOrganization(context.store, login);
  try {
    return { organization, site: await openSite(context, organization.id) };
  } catch (error) {
    // Suspended, or gone: that is told, and no more is to be seen.
    if (error instanceof NotInstalled) return { organization };
    throw error;
  }
}
