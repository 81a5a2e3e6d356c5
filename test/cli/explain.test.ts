import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Use } from '../../src/model/use.ts';
import { openStore } from '../../src/store/open.ts';
import {
  makeCredential,
  makeEvidence,
  makeObservation,
  makePlaintext,
  makeSighting,
  NOW,
} from '../support/make-facts.ts';
import { handback, install } from './handback.ts';

const ORG = 1;
let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'explain-'));
  await install(home, 'acme');
  const store = await openStore({ dataDir: home });
  const key = makeCredential({ facts: { keyId: 5, publicKey: 'same' } });
  const twin = makeCredential({
    id: 'deploy-key:2:6' as typeof key.id,
    scope: { repositoryId: 2, repository: 'acme/infra' },
    facts: { keyId: 6, publicKey: 'same' },
  });
  const secret = makeCredential({
    id: 'actions-secret:1::TOKEN' as typeof key.id,
    kind: 'actions-secret',
    name: 'TOKEN',
  });
  const unowned = makeCredential({
    id: 'actions-secret:2' as typeof key.id,
    kind: 'actions-secret',
    name: 'LOST',
    scope: { repositoryId: 3, repository: 'acme/other' },
  });
  const found = makePlaintext();
  await store.credentials.save(ORG, [key, twin, secret, unowned, found], NOW);
  const { commit: _, committedAt: __, ...tagged } = makeSighting({ id: 'tagged', path: 'refs/tags/v1:keys.env' });
  await store.sightings.add(ORG, [makeSighting(), { ...tagged, ref: 'refs/tags/v1' }]);
  await store.evidence.add(ORG, [
    makeEvidence({ at: Date.UTC(2026, 2, 1) }),
    makeEvidence({
      kind: 'pull-request-review',
      role: 'approver',
      strength: 'claimed',
      who: { login: 'evil\u001b[2J\u202e' },
      did: 'is the author',
    }),
    makeEvidence({ kind: 'ref-update', strength: 'authenticated', credential: found.id, did: 'pushed the commit' }),
  ]);
  await store.observations.add(ORG, [makeObservation()]);
  await store.decisions.add(ORG, [
    {
      id: 'd',
      at: NOW,
      decides: 'owner',
      by: { id: 8, login: 'alice' },
      said: 'acme/security#7',
      credential: key.id,
      owner: { id: 9, login: 'bob' },
    },
  ]);
  const scope = { repositoryId: 1, repository: 'acme/shop' };
  const gap = {
    why: 'permission' as const,
    needs: 'Pull requests: read',
    says: 'not visible: needs Pull requests: read',
  };
  await store.coverage.save(ORG, [
    { source: 'evidence: pull-request-review', scope, lookedAt: NOW, gap },
    { source: 'webhook', scope: { repositoryId: 3, repository: 'acme/other' }, lookedAt: NOW, gap },
  ]);
  const use = (name: string): Use => ({
    what: 'secret',
    name,
    workflow: '.github/workflows/ci.yml',
    through: [],
    job: 'deploy',
    step: 'Publish',
    receiver: { kind: 'script' },
    how: 'environment variable',
    as: 'NPM',
  });
  await store.records.save(
    ORG,
    'uses',
    new Map([['1', { uses: [use('TOKEN'), use('OTHER')], unread: [], risks: [], literals: [], lookedAt: NOW }]]),
  );
  const rules = [
    { line: 1, pattern: '*', owners: ['@acme/everybody'] },
    { line: 4, pattern: '.github/workflows/', owners: ['@acme/platform', '@evil\u001b[2J'] },
  ];
  await store.records.save(ORG, 'codeowners', new Map([['1', { lookedAt: NOW, path: 'CODEOWNERS', rules }]]));
  await store.records.save(ORG, 'teams', new Map([['2', { lookedAt: NOW, admins: ['acme/ops'] }]]));
  await store.close();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const explain = (...args: string[]) => handback(home, 'explain', ...args);

describe('handback explain', () => {
  it('tells what it is, who made it, how that is known, who answers, what is proved and what could not be seen', async () => {
    const said = await explain('deploy-key:1:5');
    expect(said).toMatch(/^deploy-key ci of acme\/shop\n {2}id deploy-key:1:5\n {2}made on 2026-03-01\n/);
    expect(said).toContain('  the same key pair: deploy-key ci of acme/infra (id deploy-key:2:6)');
    expect(said).toMatch(/Who made it\n {2}@mallory added this deploy key on 2026-03-01/);
    expect(said).toContain('  creator: @mallory (');
    expect(said).toMatch(
      /stated \(added-by\): @mallory added this deploy key on 2026-03-01; check: GitHub's list of deploy keys/,
    );
    expect(said).toContain('Who answers for it\n  @bob (alice said so on 2026-11-21 (acme/security#7))\n');
    expect(said).toContain(
      '  no: it was gone on 2026-11-21, but the same public key opens acme/infra, as “ci”; P3 is needed',
    );
    expect(said).toContain('GET /repos/acme/shop/keys/5, answered 404');
    expect(said).toContain('evidence: pull-request-review of acme/shop: not visible: needs Pull requests: read');
    expect(said).not.toContain('acme/other');
  });

  it('shows the others as well, and lets no name move the cursor', async () => {
    const said = await explain('deploy-key:1:5');
    expect(said).toContain('claimed (pull-request-review): @evil');
    for (const control of ['\u001b', '\u202e']) expect(said).not.toContain(control);
  });

  it('tells which workflows use a secret, and no others', async () => {
    const said = await explain('token');
    expect(said).toContain('.github/workflows/ci.yml, job deploy, step Publish: as environment variable NPM');
    expect(said.match(/Publish/g)).toHaveLength(1);
  });

  it.each([
    [
      'by the line of CODEOWNERS for the workflow that uses it',
      'token',
      '@acme/platform, @evil [2J (CODEOWNERS line 4)',
    ],
    ['by the team that administers', 'deploy-key:2:6', '@acme/ops (administers acme/infra)'],
    ['by nobody, and says where to name one', 'actions-secret:2', 'nobody, as far as was read: name one in the policy'],
  ])('tells who answers for it as a case does: %s', async (_, wanted, expected) => {
    expect(await explain(wanted)).toContain(`Who answers for it\n  ${expected}`);
  });

  it.each(['plaintext-secret:f0', 'github-pat', 'src/deploy.sh', 'deploy.sh', 'deploy.sh:3'])(
    'finds it by %s: the beginning of its id, its name, or the path where it was seen',
    async (wanted) => {
      expect(await explain(wanted)).toContain('acme/shop: src/deploy.sh:3, since commit cccccccccc');
    },
  );

  it('says so where only a tag leads to it, and no commit', async () => {
    expect(await explain('keys.env')).toContain('acme/shop: refs/tags/v1:keys.env:3, in no commit');
  });

  it('lists what is meant when there is a doubt', async () => {
    await expect(explain('ci')).rejects.toMatchObject({
      name: 'CommandError',
      message: [
        '2 credentials of acme match ci. Name one by its id:',
        '  deploy-key:1:5  deploy-key ci of acme/shop',
        '  deploy-key:2:6  deploy-key ci of acme/infra',
      ].join('\n'),
    });
    await expect(explain('deploy-key:')).rejects.toMatchObject({ message: expect.stringMatching(/^2 credentials/) });
  });

  it('lists names that others gave without what moves the cursor', async () => {
    const store = await openStore({ dataDir: home });
    const [first, second] = ['webhook:1:1', 'webhook:1:2'].map((id) =>
      makeCredential({ id: id as ReturnType<typeof makeCredential>['id'], kind: 'webhook', name: `a\u001b[2J\u202e` }),
    );
    if (first && second) await store.credentials.save(ORG, [first, second], NOW);
    await store.close();
    const told = await explain('webhook:').catch((error: unknown) => String(error));
    expect(told).toContain('2 credentials of acme match webhook:');
    for (const control of ['\u001b', '\u202e']) expect(told).not.toContain(control);
  });

  it.each(['nothing', '', 'deploy'])('says that nothing is called %j, and where to look', async (wanted) => {
    // "deploy" begins two ids.
    const message =
      wanted === 'deploy' ? /^2 credentials/ : /^No credential of acme has the id, name or path .*plan --json/;
    await expect(explain(wanted)).rejects.toMatchObject({
      name: 'CommandError',
      message: expect.stringMatching(message),
    });
  });

  it('gives everything as JSON', async () => {
    const { file, observations, owner, gaps } = JSON.parse(await explain('deploy-key:1:5', '--json'));
    expect(file).toMatchObject({ credential: { id: 'deploy-key:1:5' }, sameKey: [{ id: 'deploy-key:2:6' }] });
    expect([observations.length, owner.names, owner.by, gaps.length]).toEqual([1, ['@bob'], 'decision', 1]);
    expect(file.attribution.creator.person.login).toBe('mallory');
  });

  it('names makers in the JSON of the plan, too', async () => {
    const { credentials } = JSON.parse(await handback(home, 'plan', '--json'));
    const makers = Object.fromEntries(
      credentials.map(
        (each: { credential: { id: string }; attribution: { creator?: { person: { login: string } } } }) => [
          each.credential.id,
          each.attribution.creator?.person.login,
        ],
      ),
    );
    expect(makers).toMatchObject({ 'deploy-key:1:5': 'mallory', 'deploy-key:2:6': undefined });
  });
});
