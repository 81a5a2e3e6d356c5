import { userInfo } from 'node:os';
import { type Command, Option } from 'commander';
import { certificateFacts } from '../jobs/reading/certificate-facts.ts';
import { readGround } from '../jobs/reading/ground.ts';
import { openLedger } from '../main.ts';
import type { Departure } from '../model/departure.ts';
import type { Organization } from '../model/organization.ts';
import { withoutAt } from '../model/person.ts';
import { type Certificate, certificate, certificateHash } from '../policy/certificate.ts';
import { certificateText, type Issue } from '../policy/words/certificate.ts';
import { plain } from '../scan/reports/text.ts';
import type { Store } from '../store/store.ts';
import { CommandError } from './command-error.ts';
import { chooseOrganization } from './organization.ts';

interface Options {
  readonly org?: string;
  readonly format: 'md' | 'json';
}

export function registerCertificate(program: Command): void {
  program
    .command('certificate')
    .argument('<person>', 'login, user id or e-mail address of the person who left')
    .option('--org <login>', 'organisation, when several have installed Handback')
    .addOption(
      new Option('--format <format>', 'Markdown for people, JSON for machines').choices(['md', 'json']).default('md'),
    )
    .description('print what is proved of a departure, and what is not; writes into the journal that it was issued')
    .action(run);
}

async function run(person: string, { org, format }: Options): Promise<void> {
  const { store, close } = await openLedger();
  try {
    const organization = await chooseOrganization(store, org);
    const content = await contentOf(store, organization, person);
    const issue = await issued(store, organization, content);
    const { sha256, ...rest } = issue;
    const whole = { handback: 'certificate', version: 1, content, sha256, issued: rest };
    console.log(format === 'json' ? JSON.stringify(whole, null, 2) : certificateText(content, issue).trimEnd());
  } finally {
    await close();
  }
}

async function contentOf(store: Store, organization: Organization, person: string): Promise<Certificate> {
  const ground = await readGround(store, organization, Date.now());
  const { departures } = ground;
  const [first, ...more] = calledSo(departures, withoutAt(person).toLowerCase());
  if (first === undefined) {
    const known = departures.map(nameOf);
    throw new CommandError(
      plain(
        `Nobody called ${person} leaves or has left ${organization.login}, as far as Handback knows. Departures are known of: ${known.join(', ') || 'nobody'}.`,
      ),
    );
  }
  const names = new Set([first, ...more].map(nameOf));
  if (names.size > 1)
    throw new CommandError(
      plain(
        `Several people called ${person} leave or have left ${organization.login}: ${[...names].join(', ')}. Name one by login, user id or e-mail address.`,
      ),
    );
  return certificate(await certificateFacts(store, ground, [first, ...more]));
}

function nameOf({ person, who }: Departure): string {
  return person?.login ?? who.login ?? who.email ?? who.name ?? `user ${who.id}`;
}

/** The surest name counts: an account is never taken for somebody else's name in words. */
function calledSo(departures: readonly Departure[], wanted: string): readonly Departure[] {
  const names: readonly ((departure: Departure) => string | number | undefined)[] = [
    ({ person, who }) => person?.id ?? who.id,
    ({ person }) => person?.login,
    ({ who }) => who.login,
    ({ who }) => who.email,
    ({ who }) => who.name,
  ];
  const called = names.map((name) =>
    departures.filter((each) => wanted !== '' && String(name(each) ?? '').toLowerCase() === wanted),
  );
  return called.find((some) => some.length > 0) ?? [];
}

/** The journal keeps its hash: whoever holds a certificate can ask whether this one was ever issued. */
async function issued(store: Store, { id }: Organization, content: Certificate): Promise<Issue> {
  const at = Date.now();
  const sha256 = certificateHash(content);
  const { departure, title } = content;
  const about = `departure ${departure.id}, sha256 ${sha256}, ${title}`;
  const by = `${user()} on the command line`;
  return store.transaction(async (inside) => {
    const { entries, hash: head } = await inside.journal.tip(id);
    await inside.journal.append(id, [{ at, actor: by, did: 'issued a certificate', about }]);
    return { at: new Date(at).toISOString(), by, sha256, journal: { entries, head } };
  });
}

function user(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that has no name.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
