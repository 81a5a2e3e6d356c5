import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { makeCredential, NOW } from '../support/make-facts.ts';
import { fillLedger, ORG } from './explain-ledger.ts';
import { handback, install } from './handback.ts';

let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'explain-'));
  await install(home, 'acme');
  await fillLedger(home);
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
