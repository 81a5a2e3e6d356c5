import type { CredentialId } from '../../src/model/credential.ts';
import type { Engagement } from '../../src/model/person.ts';
import { DAY } from '../../src/model/time.ts';
import type { Store } from '../../src/store/store.ts';
import { type Dice, ENVIRONMENTS, login, NAMES, REPOSITORIES } from './dice.ts';
import { NOW } from './make-facts.ts';
import { makePolicy } from './make-situation.ts';

/** What the repositories' own files and GitHub's lists say, and a policy. */
export async function saveMadeRecords(
  store: Store,
  org: number,
  { pick, some, chance, day, person }: Dice,
  id: () => CredentialId,
): Promise<void> {
  const each = <T>(make: (repositoryId: number) => T) =>
    new Map(
      Array.from({ length: REPOSITORIES }, (_, at) => [String(at + 1), make(at + 1)] as const).filter(() => !chance(3)),
    );
  await store.records.save(
    org,
    'access',
    each((repositoryId) => ({
      repositoryId,
      lookedAt: NOW,
      people: some(3, () => {
        const who = person();
        return {
          id: who,
          login: login(who),
          role: pick(['write', 'admin'] as const),
          since: day(),
          seenAt: NOW,
          ...(chance(3) ? { goneAt: day() } : {}),
        };
      }),
    })),
  );
  await store.records.save(
    org,
    'codeowners',
    each(() => ({
      lookedAt: NOW,
      path: 'CODEOWNERS',
      rules: some(2, (line) => ({
        line,
        pattern: pick(['*', '/.github/', '/src/']),
        owners: [pick([`@${login(person())}`, '@acme/team', `${login(person())}@acme.example`])],
      })),
    })),
  );
  await store.records.save(
    org,
    'uses',
    each(() => ({
      lookedAt: NOW,
      unread: [],
      risks: [],
      literals: some(1, () => ({ credential: id(), workflow: '.github/workflows/ci.yml', line: 3 })),
      uses: some(3, () => {
        const environment = pick(ENVIRONMENTS);
        return {
          what: pick(['secret', 'variable'] as const),
          name: pick([...NAMES, '*']),
          workflow: '.github/workflows/ci.yml',
          through: [],
          job: 'build',
          receiver: { kind: 'script' as const },
          how: 'script' as const,
          ...(environment ? { environment } : {}),
        };
      }),
    })),
  );
  await store.records.save(
    org,
    'teams',
    each(() => ({ lookedAt: NOW, admins: some(1, () => 'acme/team') })),
  );
  // Machine accounts of which somebody answers who may be leaving.
  const machines = some(3, (): Engagement => {
    const who = { login: login(person()) };
    return { who, type: 'service', ...(chance(3) ? {} : { sponsor: `@${login(person())}` }) };
  });
  await store.engagements.replace(org, machines);
  const sponsors = machines.map(({ who }) => [`login ${who.login}`, { who, sponsors: [login(person())] }] as const);
  await store.records.save(org, 'sponsors', new Map(sponsors));
  const runs = some(6, () => {
    const first = day();
    return { id: person(), login: login(person()), first, last: first + 20 * DAY };
  });
  await store.records.save(org, 'logins', new Map([['audit-log', { runs }]]));
  await store.records.save(
    org,
    'without-issues',
    new Map([['repositories', { repositoryIds: some(2, () => 1 + pick([0, 1, 2, 3, 4, 5])) }]]),
  );
  await store.policies.save(org, {
    policy: makePolicy({
      owners: some(2, () => ({
        match: pick(['service-1/*', '*/TOKEN', '/NPM_TOKEN', 'service-*']),
        owner: pick([`@${login(person())}`, '@acme/team']),
      })),
      ...(chance(4) ? { digests: false } : {}),
      ...(chance(4) ? { birth: { since: '2026-10-01', strict: true } } : {}),
      ...(chance(4) ? { max_age_days: { default: 30 } } : {}),
      ...(chance(4) ? { reviews: { since: '2026-10-01', every_days: 90 } } : {}),
      repositories: some(1, () => ({ match: 'service-2', mode: 'observe', grace_days: 9 })),
    }),
    origin: 'acme/.github',
    problems: [],
  });
}
