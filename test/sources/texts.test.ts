import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import type { Context } from '../../src/jobs/context.ts';
import { runJob } from '../../src/jobs/index.ts';
import { look } from '../../src/jobs/requests.ts';
import { PLAINTEXT_SECRET } from '../../src/model/credential.ts';
import { openAcme } from '../audit/ledger.ts';
import { fake } from '../support/fake-tokens.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';

// What a source shows in clear becomes the credential that it is, and nobody keeps the value.
const TOKENS = [1, 2, 3, 4].map((seed) => fake('ghp_{base62:30}{crc32-base62}', seed));
const [IN_ISSUE = '', IN_COMMENT = '', IN_BOTH = '', EDITED = ''] = TOKENS;
const OF_NO_RULE = 'known-to-github-alone-0123456789';

let world: Door;
let ledger: Awaited<ReturnType<typeof openAcme>>;
let context: Context;

beforeAll(async () => {
  world = await makeDoor();
  ledger = await openAcme();
  const quiet = () => undefined;
  context = {
    store: ledger.store,
    queue: ledger.queue,
    github: world.app,
    detector: createDetector(),
    fingerprintKey: new Uint8Array(32),
    dataDir: ledger.dataDir,
    now: Date.now,
    askIssuer: async () => ({ status: 0, verdict: 'unclear' }),
    tokenReports: { ready: async () => undefined, send: async () => 0 },
    log: { info: quiet, warn: quiet, error: quiet },
  } as unknown as Context;
  await ledger.store.organizations.save(world.organization);
  await ledger.store.repositories.save(world.acme.id, [asKnown(world.shop)]);
});
afterAll(async () => {
  await world.close();
  await ledger.close();
});
beforeEach(() => ledger.jobs.splice(0));

const lookAt = (source: string, repositoryId?: number) =>
  runJob(context, { ...look(world.acme.id, repositoryId, { sources: [source] }), id: 'test', attempt: 1 });

async function found() {
  const [credentials, sightings, evidence] = await Promise.all([
    ledger.store.credentials.list(world.acme.id),
    ledger.store.sightings.list(world.acme.id),
    ledger.store.evidence.list(world.acme.id),
  ]);
  const secrets = credentials.filter(({ kind }) => kind === PLAINTEXT_SECRET);
  return secrets.map((credential) => ({
    rule: credential.plaintext?.rule,
    places: sightings
      .filter((each) => each.credential === credential.id && each.in === 'variable')
      .map((each) => `${each.in === 'variable' ? each.name : ''}${'goneAt' in each && each.goneAt ? ' (gone)' : ''}`)
      .toSorted(),
    repositories: [
      ...new Set(sightings.filter(({ credential: id }) => id === credential.id).map(({ scope }) => scope.repository)),
    ],
    authors: evidence.filter(({ credential: id }) => id === credential.id).map(({ who }) => who.login),
  }));
}

it('a secret in an issue, its title or a comment is found, with who wrote it', async () => {
  const { github, shop, mallory, bob } = world;
  const issue = github.openIssue(shop, mallory, { title: `Use ${IN_BOTH}`, body: `It says ${IN_ISSUE}` });
  const comment = github.comment(issue, bob, `or ${IN_COMMENT}, or ${IN_BOTH}`);
  await lookAt('conversation', shop.id);
  expect(await found()).toEqual(
    expect.arrayContaining([
      { rule: 'github-pat', places: [`issue #${issue.number}`], repositories: ['acme/shop'], authors: ['mallory'] },
      { rule: 'github-pat', places: [`comment ${comment.id}`], repositories: ['acme/shop'], authors: ['bob'] },
      {
        rule: 'github-pat',
        places: [`comment ${comment.id}`, `issue #${issue.number}`],
        repositories: ['acme/shop'],
        authors: expect.arrayContaining(['mallory', 'bob']),
      },
    ]),
  );
});

it('what was read once is asked for again only when it changed, and a text without the secret holds it no more', async () => {
  const { github, shop, mallory } = world;
  const issue = github.openIssue(shop, mallory, { title: 'Other', body: EDITED });
  await lookAt('conversation', shop.id);
  await github.editIssue(issue, mallory, { body: 'nothing' });
  const before = github.requests.length;
  await lookAt('conversation', shop.id);
  const asked = github.requests.slice(before);
  expect(asked.map(({ query }) => query['since'])).toEqual([1, 2, 3].map(() => expect.stringMatching(/^20\d\d-.*Z$/)));
  expect((await found()).map(({ places }) => places)).toContainEqual([`issue #${issue.number} (gone)`]);
});

it('an alert about a value that we found is no second credential, and one that no rule of ours knows is a first one', async () => {
  const alert = { createdAt: Date.now(), state: 'open', validity: 'active' } as const;
  world.shop.alerts = [
    { ...alert, number: 1, secretType: 'github_personal_access_token', secret: IN_ISSUE },
    { ...alert, number: 2, secretType: 'acme_internal_key', secret: OF_NO_RULE },
  ];
  const before = await found();
  await lookAt('secret-scanning-alert');
  await lookAt('secret-scanning-alert');
  const after = await found();
  expect(after).toHaveLength(before.length + 1);
  expect(after).toContainEqual({
    rule: 'github-alert:acme_internal_key',
    places: ['secret-scanning alert #2'],
    repositories: ['acme/shop'],
    authors: [],
  });
  const merged = after.find(({ places }) => places.includes('secret-scanning alert #1'));
  expect(merged).toMatchObject({ rule: 'github-pat', authors: ['mallory'] });
});

it('no value is kept', async () => {
  const { credentials, sightings, evidence } = ledger.store;
  const kept = await Promise.all([credentials, sightings, evidence].map((each) => each.list(world.acme.id)));
  for (const value of [...TOKENS, OF_NO_RULE]) expect(JSON.stringify(kept)).not.toContain(value);
  await world.github.settled();
  expect(world.github.problems).toEqual([]);
});
