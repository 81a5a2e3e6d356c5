import { afterAll, beforeAll, expect, it } from 'vitest';
import { enforce } from '../../src/jobs/requests.ts';
import { credentialId } from '../../src/model/credential.ts';
import { type FastDays, most } from '../support/fast-days.ts';
import { startLeaversWithKeys } from '../support/leavers-with-keys.ts';
import type { Door } from '../support/make-door.ts';
import { makeObservation, makePerson } from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

const LEAVERS = [7, 8, 9].map((id) => makePerson({ id, login: `leaver-${id}` }));
const MANY = 1000;

const idOf = (person: number, index: number) => credentialId('deploy-key', person, index);
const KEYS = LEAVERS.flatMap(({ id, login }) =>
  Array.from({ length: MANY }, (_, index) => ({ id: idOf(id, index), login, name: `key ${index} of ${login}` })),
);

let acme: Door;
let days: FastDays;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ acme, days, close } = await startLeaversWithKeys(makePolicy({ digests: false }), LEAVERS, KEYS));
}, 120_000);
afterAll(() => close());

const issues = () => acme.github.world.repository('acme', 'security')?.issues ?? [];
const run = async (distrust: boolean) => {
  const before = days.writes.length;
  await days.add(enforce(acme.acme.id, distrust));
  await days.work();
  expect(days.failures).toEqual([]);
  return days.writes.length - before;
};

it('three leavers with a thousand credentials each: every one is listed once, worst first, within what GitHub allows', async () => {
  await run(true);
  expect(issues()).toHaveLength(LEAVERS.length);
  for (const issue of issues()) {
    const texts = [issue.body ?? '', ...issue.comments.map(({ body }) => body)];
    const listed = texts.flatMap((text) =>
      [...text.matchAll(/- \[ \] deploy key \*\*key (\d+) of/g)].map(([, n]) => n),
    );
    expect(new Set(listed).size).toBe(MANY);
    expect(listed).toHaveLength(MANY);
    for (const text of texts) expect(text.length).toBeLessThanOrEqual(65_536);
    expect(issue.comments.length).toBeGreaterThan(5);
    expect(issue.body).toContain('**1000 of 1000** credentials still open');
    expect(issue.body).toMatch(/- \[Page 1\]\(https?:\/\/\S+#issuecomment-\d+\): Credentials \d+ to \d+/);
  }
  expect(
    most(
      days.writes.map(({ at }) => at),
      60_000,
    ),
  ).toBeLessThanOrEqual(80);
}, 300_000);

it('enforcing again writes nothing, whether it trusts its memory or looks at GitHub', async () => {
  expect(await run(false)).toBe(0);
  expect(await run(true)).toBe(0);
}, 120_000);

it('one that is proved moves to the end, in the pages that this concerns and in the body', async () => {
  const [issue] = issues();
  const person = Number(/leaver-(\d)/.exec(issue?.title ?? '')?.[1]);
  const ids = issue?.comments.map(({ id }) => id);
  await days.store.observations.add(acme.acme.id, [
    makeObservation({ id: 'gone', credential: idOf(person, MANY - 1), at: days.now() }),
  ]);
  const written = await run(false);
  expect(written).toBeGreaterThan(0);
  expect(written).toBeLessThanOrEqual(3);
  expect(issue?.comments.map(({ id }) => id)).toEqual(ids);
  expect(issue?.body).toContain('**999 of 1000** credentials still open, 1 proved');
  expect(issue?.comments.at(-1)?.body).toContain('<summary>Proved');
}, 120_000);

it('a process that dies between two pages leaves nothing that the next pass does not mend', async () => {
  const [, issue] = issues();
  if (issue === undefined) throw new Error('no case');
  const [first, , third] = issue.comments;
  for (const page of [first, third]) if (page) acme.github.deleteComment(issue, page, acme.bob);
  acme.github.fault({ on: /POST .*\/comments$/, lose: true, times: 1 });
  await days.add(enforce(acme.acme.id, true));
  await days.work();
  expect(days.failures).toHaveLength(1);
  await days.add(enforce(acme.acme.id, true));
  await days.work();
  expect(days.failures).toHaveLength(1);
  const numbers = issue.comments.map(({ body }) => Number(/^\*\*Page (\d+)\*\*/.exec(body)?.[1]));
  expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));
  const before = days.writes.length;
  await days.add(enforce(acme.acme.id, true));
  await days.work();
  expect(days.writes.length).toBe(before);
}, 120_000);
