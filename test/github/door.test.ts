import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { GitHubFailure, NotVisible } from '../../src/github/github.ts';
import { RetryLater } from '../../src/model/job.ts';
import { connectTo, type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
const at = Date.UTC(2026, 10, 21, 12);
beforeAll(async () => {
  acme = await makeDoor({ permissions: { contents: 'read', issues: 'write', secrets: 'read' } });
});
afterAll(() => acme.close());
afterEach(() => {
  acme.github.clearFaults();
  vi.unstubAllGlobals();
});

const shop = { owner: 'acme', repo: 'shop' };
const Id = z.object({ id: z.number() });
const find = () => acme.door.find('GET /repos/{owner}/{repo}', shop, Id);
const open = (title: string) => acme.door.send('POST /repos/{owner}/{repo}/issues', { ...shop, title }, Id);
const failure = async (doing: Promise<unknown>): Promise<Error> => {
  const error = await doing.then(
    () => new Error('it worked'),
    (thrown: unknown) => thrown,
  );
  return error as Error;
};
const asked = (pattern: RegExp) => acme.github.requests.filter(({ method, path }) => pattern.test(`${method} ${path}`));

describe('reading', () => {
  it('gives one thing, parsed', async () => {
    expect(await find()).toEqual({ id: acme.shop.id });
  });

  it('gives nothing for what is not there', async () => {
    expect(await acme.door.find('GET /repos/{owner}/{repo}', { owner: 'acme', repo: 'none' }, Id)).toBeUndefined();
  });

  it('gives every item of every page, also of lists that come in an envelope', async () => {
    for (let index = 0; index < 120; index += 1) acme.github.setSecret(acme.shop, acme.alice, `S_${index}`);
    const route = 'GET /repos/{owner}/{repo}/actions/secrets';
    const names = await Array.fromAsync(acme.door.pages(route, shop, z.object({ name: z.string() })));
    expect(new Set(names.map(({ name }) => name)).size).toBe(120);
  });

  it('says what must be granted where we may not look', async () => {
    const error = await failure(Array.fromAsync(acme.door.pages('GET /repos/{owner}/{repo}/keys', shop, Id)));
    expect(error).toBeInstanceOf(NotVisible);
    expect((error as NotVisible).gap).toEqual({
      why: 'permission',
      needs: 'administration: read',
      says: 'not visible: needs administration: read',
    });
  });

  it.each([
    [451, { reason: 'dmca', created_at: '2021-04-22T17:53:56Z', html_url: 'https://github.com/github/dmca/x.md' }],
    [403, { reason: 'tos', created_at: '2021-04-22T17:53:56Z', html_url: 'https://evil.example' }],
    [403, undefined],
  ])('says that GitHub blocks a repository, which no permission mends: %i', async (status, block) => {
    const more = block === undefined ? {} : { block };
    acme.github.fault({
      on: /^GET \/repos\/acme\/shop$/,
      status,
      message: 'Repository access blocked',
      more,
      times: 9,
    });
    const error = await failure(find());
    expect(error).toBeInstanceOf(NotVisible);
    const { gap } = error as NotVisible;
    expect({ ...gap, says: gap.says.replace(/ \(.*\)/, '') }).toEqual({
      why: 'absent',
      says: 'not visible: GitHub itself blocks access there; an owner asks GitHub Support, and nobody else can open it again',
    });
    const details = {
      dmca: '451, dmca, since 2021-04-22: https://github.com/github/dmca/x.md',
      tos: '403, tos, since 2021-04-22',
    };
    expect(/\((.*)\)/.exec(gap.says)?.[1]).toBe(block === undefined ? '403' : details[block.reason as 'dmca']);
    const look = await acme.door.look('GET /repos/{owner}/{repo}', shop);
    expect(look).toMatchObject({ status, gap });
  });

  it('says which answer it cannot use, and that nothing was changed', async () => {
    const Odd = z.object({ id: z.string() });
    const error = await failure(acme.door.find('GET /repos/{owner}/{repo}', shop, Odd));
    expect(error).toBeInstanceOf(GitHubFailure);
    expect(error.message).toMatch(
      /^GET \/repos\/\{owner\}\/\{repo\}: GitHub's answer lacks what we read \(id: .*\)\. Nothing was changed\.$/,
    );
  });

  it('looks whatever the answer, for proofs', async () => {
    const { status, requestId, date } = await acme.door.look('GET /repos/{owner}/{repo}/keys/{key_id}', {
      ...shop,
      key_id: 1,
    });
    expect(status).toBe(403);
    expect(requestId).toMatch(/[\da-f-]{36}/);
    expect(date).toBeDefined();
  });
});

describe('when GitHub fails', () => {
  it('a read is tried again', async () => {
    acme.github.fault({ on: /GET \/repos\/acme\/shop$/, status: 502, times: 2 });
    expect(await find()).toEqual({ id: acme.shop.id });
  });

  it('and given up after the third time, in clear words', async () => {
    acme.github.fault({ on: /GET \/repos\/acme\/shop$/, status: 502, message: 'Server Error', times: 9 });
    const error = await failure(find());
    expect(error).toMatchObject({ name: 'GitHubFailure', status: 502 });
    expect(error.message).toContain('GitHub answered 502 (Server Error');
  });

  it('a connection that is cut is no answer, which is not an answer of 500', async () => {
    acme.github.fault({ on: /GET \/repos\/acme\/shop$/, cut: true, times: 9 });
    const error = await failure(find());
    expect(error).toMatchObject({ name: 'GitHubFailure', status: 0 });
    expect(error.message).toMatch(/no answer from GitHub .*It will be tried again\.$/);
  });

  it.each([{ status: 500 }, { cut: true }, { lose: true }])('a change is never sent twice: %o', async (fault) => {
    const before = asked(/POST .*issues$/).length + acme.shop.issues.length;
    acme.github.fault({ on: /POST .*\/issues$/, ...fault });
    expect(await failure(open('once'))).toBeInstanceOf(GitHubFailure);
    const after = asked(/POST .*issues$/).length + acme.shop.issues.length;
    expect(after - before).toBeLessThanOrEqual(2);
    expect(acme.shop.issues.filter(({ title }) => title === 'once').length).toBeLessThanOrEqual(1);
  });
});

describe('when GitHub asks to wait', () => {
  const limited = (status: number, headers: Record<string, string>, message = 'slow down') => {
    acme.github.fault({ on: /GET \/repos\/acme\/shop$/, status, headers, message });
    const app = connectTo(acme.github.url, acme.appId, acme.privateKey, () => at);
    return failure(
      app.forInstallation(acme.installationId).then((door) => door.find('GET /repos/{owner}/{repo}', shop, Id)),
    );
  };

  it.each([
    ['as long as it says', 429, { 'retry-after': '30' }, 'slow down', 30_000],
    ['as long as it says, also with a 403', 403, { 'retry-after': '45' }, 'slow down', 45_000],
    ['until the date it says', 429, { 'retry-after': new Date(at + 90_000).toUTCString() }, 'slow down', 90_000],
    ['a minute when that date is over', 429, { 'retry-after': new Date(at - 1000).toUTCString() }, '', 60_000],
    ['a minute when it says no number and no date', 429, { 'retry-after': 'soon' }, 'slow down', 60_000],
    ['a minute when it does not say', 429, {}, 'slow down', 60_000],
    ['a minute for a secondary limit', 403, {}, 'You have exceeded a secondary rate limit.', 60_000],
    ['a minute when it says no time at all', 429, { 'retry-after': '0' }, 'slow down', 60_000],
    ['a minute when it says nothing in its place', 429, { 'retry-after': '' }, 'slow down', 60_000],
    ['a minute for a limit of which a proxy left the words alone', 403, {}, 'API rate limit exceeded for 7.', 60_000],
    [
      'a minute when the time to wait for is over',
      429,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' },
      '',
      60_000,
    ],
  ])('the job comes back later: %s', async (_, status, headers, message, wait) => {
    const error = await limited(status, headers as Record<string, string>, message);
    expect(error).toBeInstanceOf(RetryLater);
    expect((error as RetryLater).afterMs).toBe(wait);
  });

  it('the job comes back when the budget is new, and it is no permission that is missing', async () => {
    const poor = await makeDoor({ rateLimit: 3 });
    const read = () => poor.door.find('GET /repos/{owner}/{repo}', shop, Id);
    await Promise.all([read(), read(), read()]);
    const error = await failure(read());
    await poor.close();
    expect(error).toBeInstanceOf(RetryLater);
    expect((error as RetryLater).afterMs).toBeGreaterThan(3_500_000);
    expect((error as RetryLater).afterMs).toBeLessThanOrEqual(3_601_000);
  });

  it('a proof waits as well, instead of taking it for an answer', async () => {
    acme.github.fault({ on: /GET \/repos\/acme\/shop$/, status: 429, headers: { 'retry-after': '5' } });
    expect(await failure(acme.door.look('GET /repos/{owner}/{repo}', shop))).toBeInstanceOf(RetryLater);
  });
});

it('neither GitHub nor its description has anything against what we asked', async () => {
  await acme.github.settled();
  expect(acme.github.problems).toEqual([]);
});
