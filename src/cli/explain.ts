import type { Command } from 'commander';
import { ownersAndUses, readUseRecords } from '../jobs/owners.ts';
import { type FullSituation, situation } from '../jobs/situation.ts';
import { usesNamed } from '../jobs/uses-named.ts';
import type { Coverage } from '../model/coverage.ts';
import type { Organization } from '../model/organization.ts';
import type { CredentialFile } from '../model/violation.ts';
import { type Dossier, explainCredential, nameOf } from '../policy/words/dossier.ts';
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
  const { openLedger } = await import('../main.ts');
  const { store, queue } = await openLedger();
  try {
    const organization = await chooseOrganization(store, org);
    const facts = await situation(store, organization, Date.now());
    const file = theOne(facts, wanted, organization);
    const dossier = await gather(store, organization, facts, file);
    console.log(json ? derivedJson(dossier, 2) : explainCredential(dossier).join('\n').trimEnd());
  } finally {
    await queue.close();
    await store.close();
  }
}

const MOST_SHOWN = 20;

/** An id is exact; anything else must leave no doubt which one is meant. */
function theOne({ files }: FullSituation, wanted: string, { login }: Organization): CredentialFile {
  const all = [...files.values()];
  const exact = all.find(({ credential }) => credential.id === wanted);
  if (exact !== undefined) return exact;
  const ways: readonly ((file: CredentialFile) => boolean)[] = [
    ({ credential }) => credential.id.startsWith(wanted),
    ({ credential, sightings }) =>
      credential.name.toLowerCase() === wanted.toLowerCase() ||
      sightings.some((seen) => (seen.in === 'code' ? isPath(seen.path, wanted) : seen.name === wanted)),
  ];
  const found = ways.map((way) => (wanted === '' ? [] : all.filter(way))).find((some) => some.length > 0) ?? [];
  const [only, ...more] = found;
  if (only !== undefined && more.length === 0) return only;
  if (only === undefined)
    throw new CommandError(
      `No credential of ${login} has the id, name or path ${wanted}. \`handback plan --json\` lists all that are known.`,
    );
  const list = found.slice(0, MOST_SHOWN).map(({ credential }) => `  ${credential.id}  ${nameOf(credential)}`);
  const rest = found.length > MOST_SHOWN ? [`  … and ${found.length - MOST_SHOWN} more`] : [];
  throw new CommandError(
    [`${found.length} credentials of ${login} match ${wanted}. Name one by its id:`, ...list, ...rest].join('\n'),
  );
}

/** `deploy.sh`, `src/deploy.sh` or `src/deploy.sh:12`. */
function isPath(path: string, wanted: string): boolean {
  const bare = wanted.replace(/:\d+$/, '');
  return path === bare || path.endsWith(`/${bare}`);
}

async function gather(
  store: Store,
  { id: org, login }: Organization,
  { coverage, reading, decisions, files, repositories: known }: FullSituation,
  file: CredentialFile,
): Promise<Dossier> {
  const { id, scope } = file.credential;
  const observations = (await store.observations.list(org)).filter(({ credential }) => credential === id);
  const around = [...files.values()].map(({ credential }) => credential);
  const surroundings = { policy: reading.policy, decisions, repositories: known };
  const owner = ownersAndUses(await readUseRecords(store, org), login, surroundings)(around).ownerOf(file);
  const repositories = new Set([scope, ...file.sightings.map((seen) => seen.scope)].map((each) => each.repositoryId));
  return {
    file,
    observations,
    uses: await usesNamed(store, org, file.credential),
    ...(owner ? { owner } : {}),
    gaps: coverage.filter((look) => bears(look, repositories)),
  };
}

/** What is missing of the organisation as a whole, and of the repositories where it was seen. */
function bears({ gap, scope }: Coverage, repositories: ReadonlySet<number | undefined>): boolean {
  return gap !== undefined && (scope.repositoryId === undefined || repositories.has(scope.repositoryId));
}
