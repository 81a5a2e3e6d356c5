// Every proof against every answer: nothing but a real "not there", beside a control that
// answers, is ever taken for gone.
import { describe, expect, it } from 'vitest';
import type { GitHub } from '../../src/github/github.ts';
import type { IssuerAnswer } from '../../src/model/issuer.ts';
import type { Observation } from '../../src/model/proof.ts';
import { Secret } from '../../src/model/secret.ts';
import type { CredentialFile } from '../../src/model/violation.ts';
import { proofKinds } from '../../src/proofs/index.ts';
import type { ProofKind } from '../../src/proofs/proof-kind.ts';
import { makeCredential, makeFile, makePlaintext, makeSighting, NOW } from '../support/make-facts.ts';
import { probeOf } from '../support/probes.ts';
import { ANSWERS, doorTo, NAMES, type World } from './answering.ts';

const REPOSITORY = { repositoryId: 1, repository: 'acme/shop' };
const of = (kind: string, facts: CredentialFile['credential']['facts'], scope: object = REPOSITORY) =>
  makeFile({ credential: makeCredential({ kind, name: 'TOKEN', facts, scope }) });

/** One entry below a list, or in a list alone. */
const ENTRIES: readonly CredentialFile[] = [
  of('deploy-key', { keyId: 5 }),
  ...[REPOSITORY, {}].flatMap((scope) => [
    of('webhook', { hookId: 5 }, scope),
    of('self-hosted-runner', { runnerId: 5 }, scope),
    ...['actions-secret', 'dependabot-secret', 'codespaces-secret', 'agents-secret'].map((kind) => of(kind, {}, scope)),
  ]),
  of('actions-secret', {}, { ...REPOSITORY, environment: 'production' }),
  of('private-registry', {}, {}),
];
const LISTED: readonly CredentialFile[] = [
  of('app-installation', { installationId: 5 }, {}),
  of('fine-grained-token', { tokenId: 5 }, {}),
  of('fine-grained-token-request', { tokenId: 5 }, {}),
  of('sso-authorization', { authorizationId: 5 }, {}),
];
const ALERT = makeFile({
  credential: makePlaintext({ plaintext: plaintextOf('github-alert:other') }),
  sightings: [
    {
      id: 'alert',
      in: 'variable',
      name: 'secret-scanning alert #7',
      credential: makePlaintext().id,
      scope: REPOSITORY,
      firstSeenAt: NOW,
    },
  ],
});
const TOKEN = makeFile({ credential: makePlaintext(), sightings: [makeSighting()] });

function plaintextOf(rule: string) {
  const { plaintext } = makePlaintext();
  if (plaintext === undefined) throw new Error('no plaintext');
  return { ...plaintext, rule };
}

function kindFor(file: CredentialFile): ProofKind {
  const kind = proofKinds.find((each) => each.appliesTo(file, probeOf));
  if (kind === undefined) throw new Error(`nothing proves a ${file.credential.kind}`);
  return kind;
}

function observe(file: CredentialFile, world: World, issued?: IssuerAnswer): Promise<Observation> {
  const ask = async () => issued ?? { status: 0, verdict: 'unclear' as const };
  const shared = { github: doorTo(world), organization: 'acme', now: NOW, since: NOW, ask, probeOf };
  const value = async () => new Secret('shown to nobody');
  const nothing = async () => undefined;
  return kindFor(file).observe(
    { ...shared, value, surroundings: nothing, deletion: nothing, before: [], asksOthers: false },
    file,
  );
}

const called = ({ credential: { kind, scope } }: CredentialFile) =>
  `${kind} of ${scope.environment ?? scope.repository ?? 'the organisation'}`;

describe.each(ENTRIES.map((file) => [called(file), file] as const))('%s', (_, file) => {
  const hasName = file.credential.scope.repository !== undefined;

  it('is gone by a 404 alone, beside a list that answers and has it not, in the repository that is meant', async () => {
    const items = [4, 5].map((id) => ({ id, name: 'TOKEN' }));
    expect((await observe(file, { items })).result).toBe('unknown');
    for (const entry of ANSWERS) {
      for (const list of ANSWERS) {
        for (const name of hasName ? NAMES : (['the same'] as const)) {
          const seen = await observe(file, { entry, list, name });
          const isGone = entry === 404 && list === 200 && name === 'the same';
          expect([entry, list, name, seen.result === 'gone']).toEqual([entry, list, name, isGone]);
          expect(seen.result).not.toBe('replaced');
          expect(seen.grade === undefined).toBe(!isGone);
        }
      }
    }
  });

  it('says what must be granted where GitHub refuses', async () => {
    const refusals: readonly World[] = [{ list: 403 }, { entry: 403 }, ...(hasName ? [{ name: 403 } as const] : [])];
    for (const world of refusals) expect((await observe(file, world)).says).toContain('not visible: needs more');
  });
});

describe.each(LISTED.map((file) => [called(file), file] as const))('%s', (_, file) => {
  it('is gone only where the organisation and the whole list could be read', async () => {
    for (const organization of ANSWERS) {
      for (const list of ANSWERS) {
        const seen = await observe(file, { organization, list });
        const isGone = organization === 200 && list === 200;
        expect([organization, list, seen.result]).toEqual([organization, list, isGone ? 'gone' : 'unknown']);
      }
    }
  });
});

it('what has no id in the ledger is nowhere not found', async () => {
  const named = [...ENTRIES, ...LISTED].filter(({ credential }) => Object.keys(credential.facts).length > 0);
  expect(named.length).toBeGreaterThan(5);
  for (const { credential } of named) {
    const nameless = of(credential.kind, {}, credential.scope);
    expect([called(nameless), (await observe(nameless, {})).result]).toEqual([called(nameless), 'unknown']);
  }
});

it('an alert of GitHub’s tells only that a value lives, in the repository that is meant', async () => {
  for (const entry of ANSWERS) {
    for (const name of NAMES) {
      const seen = await observe(ALERT, { entry, name, data: { validity: 'active' } });
      const isAlive = entry === 200 && name === 'the same';
      expect([entry, name, seen.result]).toEqual([entry, name, isAlive ? 'alive' : 'unknown']);
    }
  }
  for (const validity of ['inactive', 'unknown', null, undefined, 7, 'ACTIVE'])
    expect((await observe(ALERT, { entry: 200, data: { validity } })).result).toBe('unknown');
});

it('a token is dead only by GitHub’s own refusal, while GitHub answers us', async () => {
  for (const control of ANSWERS) {
    for (const verdict of ['dead', 'live', 'unclear'] as const) {
      for (const more of [{ requestId: 'A:B' }, {}]) {
        const seen = await observe(TOKEN, { organization: control }, { status: 401, verdict, ...more });
        const isGone = verdict === 'dead' && control === 200 && 'requestId' in more;
        expect(seen.result).toBe(isGone ? 'gone' : verdict === 'live' ? 'alive' : 'unknown');
      }
    }
  }
});

it.each([
  ['of several pages', 200, true, 'alive', 1],
  // The last of a full page was perhaps the first of the next.
  ['of one full page', 100, true, 'alive', 1],
  ['of less than a page', 99, true, 'gone', 2],
  ['of several pages, without it', 200, false, 'gone', 1],
])('a list %s that moves on while it is read: what was skipped is not gone', async (_, many, holds, result, left) => {
  const [file] = LISTED.filter(({ credential }) => credential.kind === 'fine-grained-token');
  if (file === undefined) throw new Error('no token');
  const others = Array.from({ length: many }, (_each, at) => ({ token_id: 1000 + at, token_expired: false }));
  const again = holds ? [...others, { token_id: 5, token_expired: false }] : others;
  const readings = [others, again, again];
  const door = { ...doorTo({}), pages: () => stream(readings.shift() ?? []) } as unknown as GitHub;
  const world = { github: door, organization: 'acme', now: NOW, since: NOW, probeOf };
  const nobody = async () => undefined;
  const ask = async () => ({ status: 0, verdict: 'unclear' as const });
  const seen = await kindFor(file).observe(
    { ...world, ask, value: nobody, surroundings: nobody, deletion: nobody, before: [], asksOthers: false },
    file,
  );
  expect([seen.result, readings.length]).toEqual([result, left]);
});

async function* stream<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items;
}

it('no proof is left out of this table; `expired` and those that go to other issuers ask GitHub nothing', () => {
  const here = new Set([...ENTRIES, ...LISTED, ALERT, TOKEN].map((file) => kindFor(file).name));
  const missing = proofKinds.filter(({ name }) => !here.has(name)).map(({ name }) => name);
  const elsewhere = proofKinds.filter(({ asksIssuer }) => asksIssuer === 'others').map(({ name }) => name);
  expect(missing).toEqual(['expired', ...elsewhere]);
});
