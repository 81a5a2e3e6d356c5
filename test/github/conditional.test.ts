import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answers, conditionally } from '../../src/github/conditional.ts';
import type { KeptAnswer } from '../../src/model/kept-answer.ts';

const KEYS = 'https://api.example/repos/acme/shop/keys?per_page=100';

/** A server that computes its tags as GitHub was observed to, or (`odd`) in some other way. */
function server(bodies: Record<string, string>, { odd = false, link = '' } = {}) {
  const statuses: number[] = [];
  const ask = (url: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    const body = bodies[url] ?? '[]';
    const hash = createHash('sha256').update(`${headers.get('accept')}:${headers.get('authorization')}:${body}`);
    const tag = odd ? hash.update('!').digest('hex') : hash.digest('hex');
    const same = headers.get('if-none-match')?.includes(tag) ?? false;
    statuses.push(same ? 304 : 200);
    const answered = { etag: `W/"${tag}"`, ...(link ? { link } : {}), 'x-github-request-id': String(statuses.length) };
    return Promise.resolve(new Response(same ? null : body, { status: same ? 304 : 200, headers: answered }));
  };
  return { ask, statuses, bodies };
}

function memory(): Answers & { readonly kept: Map<string, KeptAnswer> } {
  const kept = new Map<string, KeptAnswer>();
  return {
    kept,
    read: (url) => Promise.resolve(kept.get(url)),
    save: (url, answer) => Promise.resolve(void kept.set(url, answer)),
  };
}

const as = (token: string) => ({ headers: { accept: 'json', authorization: `token ${token}` } });

describe('asking only for what changed', () => {
  it('costs nothing the second time, also with another token', async () => {
    const { ask, statuses } = server({ [KEYS]: '[{"id":1}]' });
    const door = conditionally(ask, memory());
    await door(KEYS, as('one'));
    const second = await door(KEYS, as('two'));
    expect(statuses).toEqual([200, 304]);
    expect([second.status, await second.json(), second.url]).toEqual([200, [{ id: 1 }], KEYS]);
    expect(second.headers.get('x-github-request-id')).toBe('2');
  });

  it('gives the new answer when there is one, and the next page’s address with the old one', async () => {
    const { ask, bodies, statuses } = server({ [KEYS]: '[1]' }, { link: '<next>; rel="next"' });
    const door = conditionally(ask, memory());
    await door(KEYS, as('one'));
    expect((await door(KEYS, as('one'))).headers.get('link')).toBe('<next>; rel="next"');
    bodies[KEYS] = '[1,2]';
    expect(await (await door(KEYS, as('one'))).json()).toEqual([1, 2]);
    expect(statuses).toEqual([200, 304, 200]);
  });

  it('guesses that an empty list is still empty, without keeping anything', async () => {
    const { ask, statuses } = server({});
    const answers = memory();
    const hooks = await conditionally(ask, answers)('https://api.example/repos/acme/shop/hooks', as('one'));
    expect([statuses, await hooks.json(), answers.kept.size]).toEqual([[304], [], 0]);
  });

  it.each(['hooks', 'issues', 'issues/comments', 'pulls', 'actions/variables', 'secret-scanning/alerts'])(
    'writes down nothing of %s: values and what people write stay out of the ledger',
    async (what) => {
      const url = `https://api.example/repos/acme/shop/${what}?page=1`;
      const { ask } = server({ [url]: '[{"value":"a secret"}]' });
      const answers = memory();
      const door = conditionally(ask, answers);
      for (const token of ['one', 'one'])
        expect(await (await door(url, as(token))).json()).toEqual([{ value: 'a secret' }]);
      expect(answers.kept.size).toBe(0);
    },
  );

  it.each([
    'repos/acme/secrets',
    'repos/acme/shop/contents/config/secrets',
    'repos/acme/shop/commits/keys',
    'repos/acme/shop/branches/members',
    'repos/acme/shop/environments/secrets',
    'orgs/teams',
    'users/keys',
  ])('writes down nothing of what people called as a list is called: %s', async (path) => {
    const url = `https://api.example/${path}`;
    const { ask } = server({ [url]: '{"description":"a text of people"}' });
    const answers = memory();
    await conditionally(ask, answers)(url, as('one'));
    expect(answers.kept.size).toBe(0);
  });

  it.each([
    'https://ghe.example/api/v3/repos/acme/shop/keys?per_page=100',
    'https://api.example/repositories/7/keys?per_page=100&page=2',
    'https://api.example/organizations/7/members?page=2',
    'https://api.example/organizations/7/team/9/members?page=2',
    'https://api.example/orgs/acme/teams/ops/members?per_page=100',
    'https://api.example/repos/acme/shop/dependabot/secrets',
    'https://api.example/repos/acme/shop/environments/keys/secrets?per_page=100',
    'https://api.example/installation/repositories',
  ])('keeps a list wherever it is: %s', async (url) => {
    const { ask, statuses } = server({ [url]: '[1]' });
    const door = conditionally(ask, memory());
    for (const token of ['one', 'two']) await door(url, as(token));
    expect(statuses).toEqual([200, 304]);
  });

  it('keeps nothing of a server whose tags it cannot compute, and gives its answers as they are', async () => {
    const { ask, statuses } = server({ [KEYS]: '[1]' }, { odd: true });
    const answers = memory();
    const door = conditionally(ask, answers);
    for (const _ of [1, 2]) expect(await (await door(KEYS, as('one'))).json()).toEqual([1]);
    expect([statuses, answers.kept.size]).toEqual([[200, 200], 0]);
  });

  it('leaves writes, single things and the App’s own questions alone', async () => {
    const seen: unknown[] = [];
    const answers = memory();
    const door = conditionally((_url, init) => {
      seen.push(new Headers(init.headers).has('if-none-match'));
      return Promise.resolve(new Response('[]', { status: 200 }));
    }, answers);
    await door(KEYS, { ...as('one'), method: 'POST' });
    await door('https://api.example/repos/acme/shop/keys/1', as('one'));
    await door('https://api.example/repos/acme/shop/hooks', { headers: { authorization: 'Bearer jwt' } });
    expect([seen, answers.kept.size]).toEqual([[false, false, false], 0]);
  });

  it('always gives what the server has now, whatever changes in between', async () => {
    const step = fc.record({ body: fc.constantFrom('[]', '[1]', '[2]'), token: fc.constantFrom('one', 'two') });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), fc.boolean(), async (steps, odd) => {
        const { ask, bodies } = server({}, { odd });
        const door = conditionally(ask, memory());
        for (const { body, token } of steps) {
          bodies[KEYS] = body;
          expect(await (await door(KEYS, as(token))).text()).toBe(body);
        }
      }),
    );
  });
});
