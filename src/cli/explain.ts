import type { Command } from 'commander';
import { credentialsCalled, dossierOf } from '../jobs/reading/dossier.ts';
import { readGround } from '../jobs/reading/ground.ts';
import { openLedger } from '../main.ts';
import type { CredentialId } from '../model/credential.ts';
import type { Organization } from '../model/organization.ts';
import { explainCredential, nameOf } from '../policy/words/dossier.ts';
import { plain } from '../scan/reports/text.ts';
import type { Store } from '../store/store.ts';
import { CommandError } from './command-error.ts';
import { derivedJson } from './derived-json.ts';
import { chooseOrganization } from './organization.ts';

interface Options {
  readonly org?: string;
  readonly json?: boolean;
}

export function registerExplain(program: Command): void {
  program
    .command('explain')
    .argument('<credential>', 'id, the beginning of one, a name, or the path of a file that holds it')
    .option('--org <login>', 'organisation, when several have installed Handback')
    .option('--json', 'everything, as JSON')
    .description('print who made a credential and how that is known, what is proved, and what could not be seen')
    .action(explain);
}

async function explain(wanted: string, { org, json }: Options): Promise<void> {
  const { store, close } = await openLedger();
  try {
    const organization = await chooseOrganization(store, org);
    const id = await theOne(store, organization, wanted);
    const dossier = await dossierOf(store, await readGround(store, organization, Date.now()), id);
    if (dossier === undefined) throw new CommandError(unknown(organization, wanted));
    console.log(json ? derivedJson(dossier, 2) : explainCredential(dossier).join('\n').trimEnd());
  } finally {
    await close();
  }
}

const MOST_SHOWN = 20;

/** An id is exact; anything else must leave no doubt which one is meant. */
async function theOne(store: Store, organization: Organization, wanted: string): Promise<CredentialId> {
  const { first, more } = await credentialsCalled(store, organization.id, wanted, MOST_SHOWN);
  const [only] = first;
  if (only === undefined) throw new CommandError(unknown(organization, wanted));
  if (first.length === 1) return only.id;
  const list = first.map((credential) => plain(`  ${credential.id}  ${nameOf(credential)}`));
  const rest = more > 0 ? [`  … and ${more} more`] : [];
  const said = `${first.length + more} credentials of ${organization.login} match ${wanted}. Name one by its id:`;
  throw new CommandError([said, ...list, ...rest].join('\n'));
}

function unknown({ login }: Organization, wanted: string): string {
  return `No credential of ${login} has the id, name or path ${wanted}. \`handback plan --json\` lists all that are known.`;
}
