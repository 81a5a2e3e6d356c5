import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Remembered } from '../../src/actions/action.ts';
import { checkRun } from '../../src/actions/check-run.ts';
import type { HeadStep, Verdict } from '../../src/model/step.ts';
import { type Door, makeDoor } from '../support/make-door.ts';
import { makeHead } from '../support/make-situation.ts';

let acme: Door;
let heads = 0;
beforeAll(async () => {
  acme = await makeDoor({ permissions: { checks: 'write', contents: 'read' } });
});
afterAll(() => acme.close());
afterEach(() => acme.github.clearFaults());

const WAITING: Verdict = { title: 'Looking', summary: 'Wait.', text: '', annotations: [] };
const CLEAN: Verdict = { ...WAITING, conclusion: 'success', title: 'Nothing stands in the way' };
const annotation = (line: number) => ({
  path: 'a.txt',
  startLine: line,
  endLine: line,
  level: 'failure' as const,
  title: 'Secret: x',
  message: `line ${line}`,
});
const FOUND: Verdict = { ...CLEAN, conclusion: 'failure', annotations: [1, 2, 3].map(annotation) };

/** A commit of its own for each test. */
async function newHead(): Promise<(verdict: Verdict) => HeadStep> {
  heads += 1;
  const branch = `topic-${heads}`;
  const sha = await acme.github.push(acme.shop, acme.mallory, [
    { branch, message: branch, files: { [branch]: 'x\n' } },
  ]);
  const head = makeHead({ sha });
  const shared = {
    subject: 'head',
    action: 'check-run',
    do: 'ensure',
    repository: 'acme/shop',
    mode: 'block',
  } as const;
  return (verdict) => ({ ...shared, key: `1:${sha}`, head, verdict });
}
const carryOut = (step: HeadStep, remembered?: Remembered) =>
  checkRun.carryOut(
    { github: acme.door, botLogin: 'handback[bot]', now: Date.now(), ...(remembered ? { remembered } : {}) },
    step,
  );
const runsOf = ({ head }: HeadStep) => acme.shop.checks.filter(({ sha }) => sha === head.sha);
const sent = () =>
  acme.github.requests.filter(({ path, method }) => /check-runs/.test(path) && method !== 'GET').length;

describe('the check of a head', () => {
  it('is queued first, and then concluded in the same run', async () => {
    const step = await newHead();
    const waiting = await carryOut(step(WAITING));
    expect(waiting.state).toBe('open');
    expect(runsOf(step(WAITING))).toMatchObject([{ name: 'handback', status: 'queued', conclusion: null }]);
    expect(await carryOut(step(CLEAN), waiting)).toEqual({ remote: waiting.remote, state: 'closed' });
    expect(runsOf(step(CLEAN))).toMatchObject([{ id: waiting.remote, status: 'completed', conclusion: 'success' }]);
  });

  it('keeps no text of before when it has none any more', async () => {
    const step = await newHead();
    const red = await carryOut(step({ ...FOUND, text: 'Revoke it.' }));
    await carryOut(step(CLEAN), red);
    expect(runsOf(step(CLEAN))[0]?.output.text ?? '').toBe('');
  });

  it('offers to look again', async () => {
    const step = await newHead();
    await carryOut(step(CLEAN));
    expect(runsOf(step(CLEAN))[0]?.actions).toMatchObject([{ identifier: 'again', label: 'Re-scan' }]);
  });

  it('shows a hundred and twenty annotations, in three requests', async () => {
    const step = await newHead();
    const waiting = await carryOut(step(WAITING));
    const before = sent();
    const annotations = Array.from({ length: 120 }, (_, index) => annotation(index + 1));
    await carryOut(step({ ...FOUND, annotations }), waiting);
    expect(sent() - before).toBe(3);
    expect(runsOf(step(FOUND))[0]?.annotations.map((each) => each['start_line'])).toEqual(
      annotations.map(({ startLine }) => startLine),
    );
  });

  it('shows each annotation once, although it was killed between two requests', async () => {
    const step = await newHead();
    const waiting = await carryOut(step(WAITING));
    const annotations = Array.from({ length: 120 }, (_, index) => annotation(index + 1));
    await carryOut(step({ ...FOUND, annotations: annotations.slice(0, 100) }), waiting);
    await carryOut(step({ ...FOUND, annotations }), waiting);
    expect(runsOf(step(FOUND))[0]?.annotations.map((each) => each['start_line'])).toEqual(
      annotations.map(({ startLine }) => startLine),
    );
  });

  it('is looked for, and not remembered, where an answer was lost after what is remembered', async () => {
    const step = await newHead();
    const green = await carryOut(step(CLEAN));
    acme.github.fault({ on: /POST .*check-runs/, lose: true });
    await expect(carryOut(step(WAITING), green)).rejects.toThrow();
    const unsure = { ...green, unsure: true } as const;
    expect(await carryOut(step(CLEAN), unsure)).toMatchObject({ state: 'closed' });
    expect(runsOf(step(CLEAN)).map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(await carryOut(step(WAITING), unsure)).toMatchObject({ state: 'open' });
    expect(runsOf(step(CLEAN)).map(({ status }) => status)).toEqual(['completed', 'completed', 'queued']);
  });

  it('shows no annotation twice where the answer to its conclusion was lost', async () => {
    const step = await newHead();
    const waiting = await carryOut(step(WAITING));
    acme.github.fault({ on: /PATCH .*check-runs/, lose: true });
    await expect(carryOut(step(FOUND), waiting)).rejects.toThrow();
    await carryOut(step(FOUND), { ...waiting, unsure: true });
    expect(runsOf(step(FOUND)).map(({ annotations }) => annotations.length)).toEqual([3]);
  });

  it('changes its conclusion when the facts change, and does not show annotations twice', async () => {
    const step = await newHead();
    const red = await carryOut(step(FOUND));
    const green = await carryOut(step({ ...CLEAN, title: 'Proved gone' }), red);
    const redAgain = await carryOut(step(FOUND), green);
    expect(redAgain.remote).toBe(red.remote);
    expect(runsOf(step(FOUND))).toMatchObject([{ conclusion: 'failure' }]);
    expect(runsOf(step(FOUND))[0]?.annotations).toHaveLength(3);
  });

  it('is a new run when it is looked at again: what a run concluded, it keeps', async () => {
    const step = await newHead();
    const first = await carryOut(step(FOUND));
    const again = await carryOut(step(WAITING), first);
    expect(again.remote).not.toBe(first.remote);
    await carryOut(step(CLEAN), again);
    expect(runsOf(step(CLEAN)).map(({ conclusion }) => conclusion)).toEqual(['failure', 'success']);
  });
});

describe('when an answer is lost', () => {
  const lose = (on: RegExp) => acme.github.fault({ on, lose: true });

  it('there is no second run at the same commit', async () => {
    const step = await newHead();
    lose(/POST .*\/check-runs$/);
    await expect(carryOut(step(WAITING))).rejects.toThrow(/no answer from GitHub/);
    await carryOut(step(WAITING));
    expect(runsOf(step(WAITING))).toHaveLength(1);
  });

  it('nor when it was looked at again', async () => {
    const step = await newHead();
    const first = await carryOut(step(FOUND));
    lose(/POST .*\/check-runs$/);
    await expect(carryOut(step(WAITING), first)).rejects.toThrow(/no answer from GitHub/);
    await carryOut(step(WAITING), first);
    expect(runsOf(step(WAITING)).map(({ status }) => status)).toEqual(['completed', 'queued']);
  });

  it('of the conclusion, it is said again', async () => {
    const step = await newHead();
    const waiting = await carryOut(step(WAITING));
    lose(/PATCH .*\/check-runs\//);
    await expect(carryOut(step(CLEAN), waiting)).rejects.toThrow(/no answer from GitHub/);
    await carryOut(step(CLEAN), waiting);
    expect(runsOf(step(CLEAN))).toMatchObject([{ conclusion: 'success' }]);
  });
});

it('a run of somebody else with our name is not taken for ours', async () => {
  const step = await newHead();
  const other = acme.github.registerApp(acme.acme, { appName: 'Other', permissions: { checks: 'write' } });
  const { head, key } = step(CLEAN);
  await acme.github.createCheck(acme.shop, other, { name: 'handback', head_sha: head.sha, external_id: key });
  await carryOut(step(FOUND));
  expect(runsOf(step(FOUND)).map(({ app, conclusion }) => [app.slug, conclusion])).toEqual([
    ['other', null],
    ['handback', 'failure'],
  ]);
});

it('a missing permission is told with what it needs', async () => {
  const blind = await makeDoor({ permissions: { contents: 'read', checks: 'read' } });
  const step = { ...(await newHead())(WAITING), head: makeHead({ sha: 'main' }) };
  const doing = checkRun.carryOut({ github: blind.door, botLogin: 'handback[bot]', now: 0 }, step);
  await expect(doing).rejects.toMatchObject({ name: 'NotVisible', gap: { needs: 'checks: write' } });
  await blind.close();
});

it('GitHub has nothing against what was asked', async () => {
  await acme.github.settled();
  expect(acme.github.problems).toEqual([]);
});
