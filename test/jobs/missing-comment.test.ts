// A comment that GitHub tells of and then says is not there: deleted, or whoever answers is behind.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PullRequest } from '../../demo/github/model.ts';
import { command } from '../../src/jobs/requests.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';
import { NOW } from '../support/make-facts.ts';
import { makeHead, makePolicy } from '../support/make-situation.ts';

const READING = /^GET .*\/issues\/comments\/\d+$/;
const BODY = '/handback help';

let acme: Door;
let days: FastDays;
let pull: PullRequest;
beforeEach(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  const org = acme.acme.id;
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(org, [asKnown(acme.shop)]);
  const policy = makePolicy({ cases: undefined, deciders: ['alice'] });
  await days.store.policies.save(org, { policy, origin: 'acme/.github:.github/handback.yml@1', problems: [] });
  await days.store.people.save(org, [{ id: acme.alice.id, login: 'alice', bot: false, emails: [] }]);
  const commit = { branch: 'talk', author: 'Bob', email: 'bob@acme.example', message: 'talk', files: { talk: 'talk' } };
  await acme.github.commit(acme.shop, [commit]);
  pull = await acme.github.openPull(acme.shop, acme.bob, { title: 'Talk', head: 'talk' });
  const { sha } = pull.pull.head;
  await days.store.heads.save(org, [makeHead({ repositoryId: acme.shop.id, subject: `pull/${pull.number}`, sha })]);
});
afterEach(async () => {
  await days.close();
  await acme.close();
});

async function say() {
  const comment = acme.github.comment(pull, acme.alice, BODY);
  await days.add(
    command(acme.acme.id, { repositoryId: acme.shop.id, comment: comment.id, sender: acme.alice.id, body: BODY }),
  );
  return comment;
}
const answers = () => pull.comments.filter(({ body }) => body.includes('handback:reply')).length;
const readings = () => acme.github.requests.filter(({ method, path }) => READING.test(`${method} ${path}`)).length;

it.each([404, 410])('is heard as soon as it is there, where GitHub answers %i for some minutes', async (status) => {
  acme.github.fault({ on: READING, status, times: 4 });
  await say();
  await days.work();
  expect(answers()).toBe(1);
  expect(readings()).toBe(5);
  expect(days.now() - NOW).toBeLessThan(5 * 60_000);
  expect(days.failures).toEqual([]);
});

it('of which an event comes late is heard, though its author mended another word of it since', async () => {
  const comment = acme.github.comment(pull, acme.alice, BODY);
  const said = { repositoryId: acme.shop.id, comment: comment.id, sender: acme.alice.id };
  const mended = `${BODY}\n\nThanks!`;
  acme.github.editComment(pull, comment, acme.alice, mended);
  await days.add(command(acme.acme.id, { ...said, body: mended, before: BODY }));
  await days.work();
  expect(answers()).toBe(0);
  await days.add(command(acme.acme.id, { ...said, body: BODY }));
  await days.work();
  expect(answers()).toBe(1);
  expect(days.failures).toEqual([]);
});

it('is given up when it stays away, with a word in the log and no failed job', async () => {
  const told: string[] = [];
  days.context.log.warn = (_, says) => void told.push(says);
  acme.github.deleteComment(pull, await say(), acme.alice);
  await days.work();
  expect(answers()).toBe(0);
  expect(readings()).toBeLessThan(10);
  expect(days.now() - NOW).toBeLessThan(15 * 60_000);
  expect(told).toEqual([expect.stringContaining('it was deleted, or GitHub does not show it')]);
  expect(days.failures).toEqual([]);
});
