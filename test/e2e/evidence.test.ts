// What the jobs make of evidence: whom they ask, when they ask again, and what stands in the ledger afterwards.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { look, prove } from '../../src/jobs/requests.ts';
import type { IssuerAnswer } from '../../src/model/issuer.ts';
import { DAY } from '../../src/model/time.ts';
import type { CredentialFile } from '../../src/model/violation.ts';
import { saySameKey } from '../../src/policy/words/credential.ts';
import { newPublicKey } from '../github-stand-in/acme.ts';
import { fake } from '../support/fake-tokens.ts';
import { opensshKey } from '../support/openssh-key.ts';
import { type Scene, startScene } from '../support/scene.ts';
import { until } from '../support/until.ts';

let scene: Scene;
let later = 0;
const issuer: { answer: IssuerAnswer; asked: string[] } = { answer: { status: 200, verdict: 'live' }, asked: [] };
beforeAll(async () => {
  const askIssuer = async ({ url }: { url: string }) => {
    issuer.asked.push(url);
    return issuer.answer;
  };
  const now = () => Date.now() + later;
  scene = await startScene({ parts: { askIssuer, asksOthers: true, now } });
  await until('the inventory', () => scene.app.facts());
  await settle();
});
afterAll(() => scene.close());

async function settle(): Promise<void> {
  await scene.github.settled();
  await scene.app.idle();
}
async function fileOf(name: string): Promise<CredentialFile> {
  const files = [...((await scene.app.facts())?.files.values() ?? [])];
  const found = files.find(({ credential, sightings }) => {
    const held = sightings.some((each) => each.in === 'code' && each.path === name);
    return credential.name === name || held;
  });
  if (found === undefined) throw new Error(`nothing is called ${name}`);
  return found;
}
const evidenceOf = async (name: string) =>
  (await fileOf(name))
    .attribution()
    .claims.flatMap(({ evidence }) => evidence.map(({ kind, who }) => [kind, who.login]));
const push = async (branch: string, files: Record<string, string>, who = scene.mallory) => {
  const sha = await scene.github.push(scene.repositories.shop, who, [{ branch, message: branch, files }]);
  await settle();
  return sha;
};
const asked = (from: number) => scene.github.requests.slice(from).map(({ method, path }) => `${method} ${path}`);

test('who approved and who merged a secret is known when the pull request is over, and nobody is asked twice before', async () => {
  const { github, repositories, mallory, alice, bob } = scene;
  await push('leak', { 'leak.sh': `TOKEN=${fake('npm_{base62:30}{crc32-base62}')}\n` });
  const pull = await github.openPull(repositories.shop, mallory, { title: 'Leak', head: 'leak' });
  await settle();
  expect(await evidenceOf('leak.sh')).not.toContainEqual(['pull-request-merge', 'alice']);
  github.review(pull, bob);
  const before = github.requests.length;
  await github.mergePull(pull, alice);
  await settle();
  const known = await evidenceOf('leak.sh');
  expect(known).toContainEqual(['pull-request-review', 'bob']);
  expect(known).toContainEqual(['pull-request-merge', 'alice']);
  expect(known).toContainEqual(['ref-update', 'mallory']);
  expect((await fileOf('leak.sh')).attribution().creator?.person?.login).toBe('mallory');
  // A pull request is known to be its opener's by who pushed.
  const questions = asked(before).filter((line) => !line.includes('check-runs'));
  expect(questions).toEqual(['POST /graphql', 'GET /repos/acme/shop/activity']);
});

describe('keys', () => {
  test('a private key in code is tied to the deploy key that it opens, and to the account that has it', async () => {
    const { github, repositories, mallory, bob, acme } = scene;
    const { text, line } = opensshKey();
    github.addDeployKey(repositories.infra, bob, 'deploy infra', line);
    github.addPublicKey(mallory, `${line} mallory@laptop`);
    github.addPublicKey(bob, newPublicKey());
    await settle();
    // Accounts are asked once a week.
    expect(await evidenceOf('deploy infra')).not.toContainEqual(['public-key', 'mallory']);
    later = 8 * DAY;
    await push('key', { id_ed25519: text });
    const code = await fileOf('id_ed25519');
    const key = await fileOf('deploy infra');
    expect(code.credential.facts['publicKey']).toBe(key.credential.facts['publicKey']);
    expect(saySameKey(code)).toBe('it opens: deploy key **deploy infra** of `acme/infra`');
    expect(saySameKey(key)).toBe('the same key is also elsewhere: its private half is in `acme/shop`');
    for (const name of ['id_ed25519', 'deploy infra'])
      expect(await evidenceOf(name)).toContainEqual(['public-key', 'mallory']);
    expect(JSON.stringify(await scene.app.facts().then((facts) => [...(facts?.files.values() ?? [])]))).not.toContain(
      text.split('\n')[1],
    );
    // It stays known when the repository is scanned again, and no account is asked again within the week.
    const before = scene.github.requests.length;
    await push('key', { 'again/id_ed25519': text }, bob);
    await scene.app.add(look(acme.id, repositories.infra.id));
    await settle();
    expect((await fileOf('id_ed25519')).credential.facts['publicKey']).toBe(key.credential.facts['publicKey']);
    expect(asked(before).filter((each) => each.includes('/users/'))).toEqual([]);
  });

  test('an account that is gone, or whose login somebody else has, is not asked for its keys', async () => {
    const { github, repositories, alice, acme } = scene;
    const leaver = github.user('leaver');
    github.addMember(acme, alice, leaver);
    await scene.app.add({ type: 'sweep', payload: { org: acme.id } });
    await settle();
    const { line } = opensshKey();
    // The account is renamed, and a stranger takes the login, with the very key.
    leaver.login = 'renamed';
    const stranger = github.user('leaver');
    github.addPublicKey(stranger, line);
    github.addDeployKey(repositories.infra, alice, 'of a stranger', line);
    await settle();
    expect(await evidenceOf('of a stranger')).toEqual(expect.not.arrayContaining([['public-key', 'leaver']]));
  });
});

test('GitHub’s alerts tell whose a secret is, and who let it in past the push protection', async () => {
  const { repositories, mallory, bob, acme } = scene;
  const token = fake('npm_{base62:30}{crc32-base62}', 9);
  await push('alerted', { 'alerted.sh': `TOKEN=${token}\n` }, bob);
  repositories.shop.alerts = [
    {
      number: 1,
      createdAt: Date.now(),
      secretType: 'npm',
      secret: token,
      state: 'open',
      validity: 'inactive',
      metadata: { 'owner-email': 'Mallory@Vendor.example', 'owner-id': '17' },
      bypassedBy: bob,
    },
  ];
  await scene.app.add(look(acme.id));
  await settle();
  const file = await fileOf('alerted.sh');
  const claims = file
    .attribution()
    .claims.map(({ person, evidence }) => [person?.login, evidence.map(({ kind }) => kind)]);
  expect(claims).toContainEqual(['mallory', ['alert-owner']]);
  expect(Object.fromEntries(claims)['bob']).toContain('push-protection-bypass');
  const bypass = file
    .attribution()
    .claims.flatMap(({ evidence }) => evidence)
    .find((each) => each.kind.startsWith('push-p'));
  expect(bypass?.strength).toBe('authenticated');
  expect(mallory.id).not.toBe(17);
});

describe('issuers', () => {
  const TOKEN = 'npm_{base62:30}{crc32-base62}';
  const open = async (branch: string, seed: number) => {
    await push(branch, { [`${branch}.sh`]: `TOKEN=${fake(TOKEN, seed)}\n` });
    await scene.github.openPull(scene.repositories.shop, scene.mallory, { title: branch, head: branch });
    await settle();
  };

  test('are asked once a day, and at once when somebody says that it is done', async () => {
    await open('asked', 21);
    expect((await fileOf('asked.sh')).proof).toMatchObject({ state: 'alive', latest: { proof: 'issuer-probe' } });
    const before = issuer.asked.length;
    await scene.app.add(prove(scene.acme.id));
    await settle();
    expect(issuer.asked.length).toBe(before);
    issuer.answer = { status: 401, verdict: 'dead' };
    await scene.app.add(prove(scene.acme.id, true));
    await settle();
    expect((await fileOf('asked.sh')).proof).toMatchObject({
      state: 'proved',
      best: { grade: 'P4', says: 'registry.npmjs.org, its issuer, refuses it' },
    });
  });

  test('that give no clear answer prove nothing, and the alert is asked instead', async () => {
    issuer.answer = { status: 503, verdict: 'unclear' };
    await open('unclear', 22);
    expect((await fileOf('unclear.sh')).proof).toMatchObject({
      state: 'unobserved',
      latest: { result: 'unknown', asked: { request: expect.stringContaining('npmjs') } },
    });
  });
});

test('GitHub would have understood every question', () => {
  expect(
    scene.github.requests.filter(({ path, answer }) => path === '/graphql' && 'errors' in (answer as object)),
  ).toEqual([]);
});
