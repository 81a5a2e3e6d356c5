// A hundred comments in a minute: what they decide is decided at once and in order, and
// their answers keep to GitHub's limits.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Comment } from '../../demo/github/records.ts';
import { command } from '../../src/jobs/requests.ts';
import { credentialId } from '../../src/model/credential.ts';
import { DAY } from '../../src/model/time.ts';
import { type FastDays, most, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';
import { makeCredential, NOW } from '../support/make-facts.ts';
import { makeHead, makePolicy } from '../support/make-situation.ts';

const MINUTE = 60_000;
let acme: Door;
let days: FastDays;
const org = () => acme.acme.id;
const key = () => credentialId('deploy-key', acme.shop.id, 5);

beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(org(), [asKnown(acme.shop)]);
  const policy = makePolicy({ cases: undefined, deciders: ['alice'] });
  await days.store.policies.save(org(), {
    policy,
    origin: 'acme/.github-private:.github/handback.yml@1',
    problems: [],
  });
  await days.store.people.save(org(), [{ id: acme.alice.id, login: 'alice', bot: false, emails: [] }]);
  const scope = { repositoryId: acme.shop.id, repository: 'acme/shop' };
  await days.store.credentials.save(org(), [makeCredential({ id: key(), scope })], NOW - DAY);
}, 120_000);
afterAll(async () => {
  await days.close();
  await acme.close();
});

it('a hundred comments in a minute are all heard in order and answered once, and no minute has more writes than GitHub takes', async () => {
  const commit = { branch: 'talk', author: 'Bob', email: 'bob@acme.example', message: 'talk', files: { talk: 'talk' } };
  await acme.github.commit(acme.shop, [commit]);
  const pull = await acme.github.openPull(acme.shop, acme.bob, { title: 'Talk', head: 'talk' });
  const { sha } = pull.pull.head;
  await days.store.heads.save(org(), [makeHead({ repositoryId: acme.shop.id, subject: `pull/${pull.number}`, sha })]);
  const texts = Array.from({ length: 100 }, (_, number) =>
    number % 2 === 0 ? '/handback help' : `/handback rotated ${key()} because this is the reason number ${number}`,
  );
  const comments: Comment[] = [];
  for (const body of texts) {
    const comment = acme.github.comment(pull, acme.alice, body);
    comments.push(comment);
    await days.add(command(org(), { repositoryId: acme.shop.id, comment: comment.id, sender: acme.alice.id, body }));
  }
  const begun = days.now();
  const before = days.writes.length;
  await days.work();
  const attested = (await days.store.journal.list(org())).filter(({ did }) => did.startsWith('attested'));
  expect(attested.map(({ about }) => Number(/comment (\d+)/.exec(about)?.[1]))).toEqual(
    comments.filter((_, number) => number % 2 === 1).map(({ id }) => id),
  );
  const at = (await days.store.decisions.list(org())).map((each) => each.at);
  expect(Math.max(...at) - begun, 'nobody’s decision waits for somebody’s answer').toBeLessThan(MINUTE);
  const answered = days.writes
    .slice(before)
    .flatMap(({ parameters: { body, comment_id } }) =>
      typeof body === 'string'
        ? [Number(/reply:(\d+)/.exec(body)?.[1])]
        : typeof comment_id === 'number'
          ? [comment_id]
          : [],
    );
  expect(answered).toEqual(comments.map(({ id }) => id));
  const times = days.writes.map((write) => write.at);
  expect(most(times, MINUTE)).toBeLessThanOrEqual(80);
  expect(most(times, 60 * MINUTE)).toBeLessThanOrEqual(500);
  expect(days.failures).toEqual([]);
  const owed = await days.store.records.list(org(), 'unanswered');
  expect([...owed.values()].filter(({ endedAt }) => endedAt === undefined)).toEqual([]);
}, 300_000);
