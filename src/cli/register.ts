import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Command } from 'commander';
import { readProxy } from '../config.ts';
import { type Conversion, convertManifest } from '../github/convert-manifest.ts';
import { goOutThrough } from '../github/way-out.ts';
import { environment } from '../main.ts';
import { apiAddress, isServerHost, serverAddress } from '../model/server.ts';
import { problemOf, type Registration, startRegisterPage } from '../web/register-page.ts';
import { WEBHOOK_PATH } from '../web/server.ts';
import { CommandError } from './command-error.ts';
import { addValues, checkFree, readValue } from './env-file.ts';
import { readManifest } from './manifest.ts';

interface Options {
  readonly org: string;
  readonly gheHost?: string;
  readonly url?: string;
}

export function registerRegister(program: Command): void {
  program
    .command('register')
    .requiredOption('--org <login>', 'organisation that shall own the App; you must be one of its owners')
    .option(
      '--ghe-host <host>',
      'host of an Enterprise Server, or of an enterprise on ghe.com; github.com when left out',
    )
    .option('--url <address>', 'public address of Handback, such as https://handback.example.com; asked when left out')
    .description('register the GitHub App and write its keys to .env')
    .action(register);
}

async function register({ org, gheHost, url }: Options): Promise<void> {
  const [serverUrl, apiUrl] = [serverAddress(gheHost), apiAddress(gheHost)];
  goOutThrough(readProxy(environment()));
  const page = await startRegisterPage(
    await registration({
      org,
      serverUrl,
      apiUrl,
      directory: '.',
      ...(gheHost ? { gheHost } : {}),
      ...(url ? { url } : {}),
    }),
  );
  console.log(`Open this page in a browser on this machine, as an owner of ${org}:\n\n  ${page.url}\n`);
  console.log('Waiting for GitHub’s answer. Ctrl-C ends this; nothing is kept before the answer is here.');
  const { name, installUrl } = await page.done;
  await page.close();
  console.log(
    `\n${name} is registered. Its keys are in .env, which only you can read: keep a copy in your vault, never in git.`,
  );
  console.log(`Next: start it with \`npm start\`, then install it at ${installUrl}`);
}

export interface Place extends Options {
  readonly serverUrl: string;
  readonly apiUrl: string;
  /** Where `.env` is. */
  readonly directory: string;
}

/** Checks everything that can be checked before an App exists on GitHub, which nobody but a person can delete again. */
export async function registration({ org, gheHost, url, serverUrl, apiUrl, directory }: Place): Promise<Registration> {
  if (!/^[a-z\d](?:[a-z\d-]*[a-z\d])?$/i.test(org))
    throw new CommandError(`--org ${org} is not a login of an organisation.`);
  if (gheHost !== undefined && !isServerHost(gheHost))
    throw new CommandError(
      `--ghe-host ${gheHost} is no host of an Enterprise Server or on ghe.com: write the name alone, such as github.acme.example or acme.ghe.com; leave it out for github.com.`,
    );
  const problem = url === undefined ? undefined : problemOf(url);
  if (problem !== undefined) throw new CommandError(`--url: ${problem}`);
  const file = join(directory, '.env');
  await checkFree(file, [
    'APP_ID',
    'PRIVATE_KEY',
    'PRIVATE_KEY_PATH',
    'WEBHOOK_SECRET',
    ...(gheHost ? ['GHE_HOST'] : []),
  ]);
  const base = await readManifest();
  return {
    organization: org,
    serverUrl,
    ...(url === undefined ? {} : { publicUrl: url }),
    state: randomBytes(16).toString('hex'),
    manifest: (publicUrl, redirectUrl) => ({
      ...base,
      // Names are unique on all of GitHub and at most 34 characters long; the form lets a person change it.
      name: `${base.name} ${org}`.slice(0, 34).trim(),
      hook_attributes: { url: `${publicUrl}${WEBHOOK_PATH}`, active: true },
      redirect_url: redirectUrl,
    }),
    finish: async (code) => {
      const app = await convertManifest(apiUrl, code);
      await keep(file, app, gheHost);
      return { name: app.name, installUrl: `${app.html_url}/installations/new` };
    },
  };
}

async function keep(file: string, { id, pem, webhook_secret, html_url }: Conversion, gheHost?: string): Promise<void> {
  try {
    // A key that is there already has named every value seen so far: another one would make them look new.
    const known = await readValue(file, 'FINGERPRINT_KEY');
    await addValues(file, {
      APP_ID: String(id),
      PRIVATE_KEY: pem,
      WEBHOOK_SECRET: webhook_secret,
      ...(known ? {} : { FINGERPRINT_KEY: randomBytes(32).toString('hex') }),
      ...(gheHost ? { GHE_HOST: gheHost } : {}),
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown error';
    throw new CommandError(
      `The App was registered, but its keys could not be written: ${why} Make a new private key and webhook secret in its settings (${html_url}), or delete it there and try again.`,
    );
  }
}
