// A cloud key in code, from the push that brought it to the proof that it is gone, with
// what AWS says to whoever signs a request.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askIssuer } from '../../src/github/ask-issuer.ts';
import { prove } from '../../src/jobs/requests.ts';
import { type CaseScene, startCase } from '../support/case-scene.ts';
import { PARTITIONS, startAws } from '../support/fake-aws.ts';
import { fake } from '../support/fake-tokens.ts';

let aws: Awaited<ReturnType<typeof startAws>>;
let scene: CaseScene;
let later = 0;
const [id, secret] = [fake('AKIA{base32:16}', 21), fake('{awssecret}', 22)];
beforeAll(async () => {
  aws = await startAws();
  const now = () => Date.now() + later;
  scene = await startCase({
    env: { ISSUERS: 'all' },
    now,
    parts: { askIssuer: askIssuer({ github: '', elsewhere: aws.elsewhere, restMs: 0, now }) },
    furnish: async ({ github }) => {
      aws.keys.set(id, { secret, partition: PARTITIONS[0] });
      const shop = github.world.repositories.find(({ name }) => name === 'shop');
      const mallory = github.world.users.find(({ login }) => login === 'mallory');
      const text = `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;
      if (shop && mallory)
        await github.push(shop, mallory, [{ branch: 'main', message: 'Deploy', files: { 'aws.ini': text } }]);
    },
  });
}, 60_000);
afterAll(() => Promise.all([scene.close(), aws.close()]));

async function proofs() {
  const files = [...((await scene.app.facts())?.files.values() ?? [])];
  const rules = ['aws-access-key-id', 'aws-secret-access-key'];
  return rules.map((rule) => {
    const proof = files.find(({ credential }) => credential.plaintext?.rule === rule)?.proof;
    return [rule, proof?.state, proof?.latest?.says];
  });
}

const boxes = () => scene.issue.body?.match(/- \[.\] .*`aws-.*/g)?.map((line) => line.slice(0, 5));

test('while AWS lets it in both boxes are empty; when it was deleted both tick', async () => {
  await scene.app.add(prove(scene.acme.id));
  await scene.settle();
  expect(await proofs()).toEqual([
    ['aws-access-key-id', 'alive', 'AWS, its issuer, still knows it'],
    ['aws-secret-access-key', 'alive', 'AWS, its issuer, still accepts it'],
  ]);
  expect(boxes()).toEqual(['- [ ]', '- [ ]']);
  expect(scene.issue.body).toContain('  - Next: Make the key inactive with iam:UpdateAccessKey');

  aws.keys.clear();
  later = 25 * 3_600_000;
  await scene.app.add(prove(scene.acme.id));
  await scene.settle();
  expect(await proofs()).toMatchObject([
    ['aws-access-key-id', 'proved', expect.stringContaining('knows it no more')],
    ['aws-secret-access-key', 'proved', expect.stringContaining('refuses it now')],
  ]);
  expect(boxes()).toEqual(['- [x]', '- [x]']);
  expect(JSON.stringify([scene.issue.body, scene.app.log])).not.toContain(secret);
  expect(scene.github.problems).toEqual([]);
});
