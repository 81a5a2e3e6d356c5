// What stands in the ledger and at GitHub after a pass, as far as it may not be changed by
// an answer that tells nothing.
import { situation } from '../../src/jobs/reading/situation.ts';
import type { Ledger } from './pass.ts';
import type { World } from './world.ts';

export interface State {
  /** Credentials, by id. */
  readonly gone: Readonly<Record<string, boolean>>;
  readonly proved: Readonly<Record<string, boolean>>;
  /** Departures, by login. */
  readonly people: Readonly<Record<string, string>>;
  readonly open: Readonly<Record<string, boolean>>;
  /** By what they are about. */
  readonly issues: Readonly<Record<string, string>>;
  readonly checks: Readonly<Record<string, string>>;
  readonly gaps: readonly string[];
  readonly texts: string;
}

export async function stateOf({ store, world, clock }: Ledger): Promise<State> {
  const [organization] = await store.organizations.list();
  if (organization === undefined) throw new Error('no organisation is known');
  const org = organization.id;
  const { files, cases, reading } = await situation(store, organization, clock);
  const known = [...files.values()];
  const coverage = await store.coverage.list(org);
  const issues = places(world).flatMap(({ name, issues: all }) =>
    all.flatMap(({ body, state, comments, pull }) => {
      const [, key] = /<!-- handback:((?:case|digest):\S+) -->/.exec(body ?? '') ?? [];
      return key === undefined || pull
        ? []
        : [{ key: `${name} ${key}`, state, text: [body, ...comments.map((each) => each.body)].join('\n') }];
    }),
  );
  const checks = places(world).flatMap(({ name, checks: all }) =>
    all.map((run) => [`${name} ${run.sha}`, run] as const),
  );
  const journal = await store.journal.list(org);
  return {
    gone: record(await store.credentials.list(org), ({ id, goneAt }) => [id, goneAt !== undefined]),
    proved: record(known, ({ credential, proof }) => [credential.id, proof.state === 'proved']),
    people: record(cases, ({ departure: { who, state } }) => [who.login ?? String(who.id), state]),
    open: record(cases, ({ departure: { who }, openReasons }) => [who.login ?? String(who.id), openReasons.length > 0]),
    issues: record(issues, ({ key, state }) => [key, state]),
    checks: record(checks, ([key, { conclusion }]) => [key, conclusion ?? 'none']),
    gaps: [
      ...coverage.flatMap(({ source, scope, gap }) =>
        gap ? [`${source} of ${scope.repository ?? 'acme'}: ${gap.says}`] : [],
      ),
      ...reading.problems.map(({ says }) => `policy: ${says}`),
    ].toSorted(),
    texts: JSON.stringify([
      issues,
      checks.map(([, { output, annotations }]) => [output, annotations]),
      coverage,
      journal,
    ]),
  };
}

const record = <T, V>(all: readonly T[], entry: (one: T) => readonly [string, V]): Record<string, V> =>
  Object.fromEntries(all.map(entry).toSorted(([a], [b]) => (a < b ? -1 : 1)));

const places = ({ repositories }: World) => Object.values(repositories);

/** What Handback wrote, put back as it was: the next pass is to find the same world. */
export function keepWritten(world: World): () => void {
  const kept = places(world).map((place) => ({
    place,
    issues: [...place.issues],
    checks: [...place.checks],
    texts: place.issues.map((issue) => ({
      issue,
      was: { ...issue },
      comments: issue.comments.map((each) => ({ each, was: { ...each } })),
    })),
    runs: place.checks.map((run) => ({ run, was: { ...run } })),
  }));
  return () => {
    for (const { place, issues, checks, texts, runs } of kept) {
      place.issues.splice(0, Number.POSITIVE_INFINITY, ...issues);
      place.checks.splice(0, Number.POSITIVE_INFINITY, ...checks);
      for (const { run, was } of runs) Object.assign(run, was);
      for (const { issue, was, comments } of texts) {
        for (const name of ['closedAt', 'closedBy'] as const) if (!(name in was)) delete issue[name];
        Object.assign(issue, was, { comments: comments.map(({ each, was: before }) => Object.assign(each, before)) });
      }
    }
  };
}

/** Everything in which a state is worse than one without the fault, in words. */
export function wrongs(seen: State, should: State, secrets: readonly string[]): readonly string[] {
  const isNew = (name: 'gone' | 'proved') =>
    Object.entries(seen[name]).flatMap(([id, is]) => (is && !should[name][id] ? [`${id} is ${name}`] : []));
  const differing = (name: 'people') =>
    [...new Set([...Object.keys(seen[name]), ...Object.keys(should[name])])].flatMap((key) =>
      seen[name][key] === should[name][key] ? [] : [`${key} is ${seen[name][key]}, not ${should[name][key]}`],
    );
  return [
    ...isNew('gone'),
    ...isNew('proved'),
    ...differing('people'),
    ...Object.entries(should.open).flatMap(([who, is]) =>
      is && seen.open[who] === false ? [`the case of ${who} may close`] : [],
    ),
    ...Object.entries(should.issues).flatMap(([key, is]) =>
      is === 'open' && seen.issues[key] === 'closed' ? [`${key} is closed`] : [],
    ),
    ...Object.entries(seen.checks).flatMap(([key, is]) =>
      should.checks[key] === 'failure' && ['success', 'neutral'].includes(is) ? [`the check of ${key} passes`] : [],
    ),
    ...(/<html|doctype/i.test(seen.texts) ? ['a page is shown'] : []),
    ...(secrets.some((secret) => seen.texts.includes(secret)) ? ['a secret is shown'] : []),
  ];
}
