import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { GitHubFailure } from '../../src/github/github.ts';
import { type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
beforeAll(async () => {
  acme = await makeDoor();
});
afterAll(() => acme.close());
afterEach(() => vi.unstubAllGlobals());

const shop = { owner: 'acme', repo: 'shop' };
const SECRETS = 'GET /repos/{owner}/{repo}/actions/secrets';
const failure = async (doing: Promise<unknown>): Promise<Error> => {
  const error = await doing.then(
    () => new Error('it worked'),
    (thrown: unknown) => thrown,
  );
  return error as Error;
};

describe('a list that is none', () => {
  const JSON_TYPE = { 'content-type': 'application/json' };
  const cut = () => new ReadableStream<Uint8Array>({ pull: (stream) => stream.error(new TypeError('terminated')) });

  /** The secrets of the shop, where GitHub answers this. */
  async function listed(answer: () => Response): Promise<Error> {
    const { fetch } = globalThis;
    vi.stubGlobal('fetch', (url: string, init: RequestInit) =>
      url.includes('/actions/secrets') ? Promise.resolve(answer()) : fetch(url, init),
    );
    return failure(Array.fromAsync(acme.door.pages(SECRETS, shop, z.unknown())));
  }

  it.each([
    ['a body that is cut off', () => new Response(cut(), { headers: JSON_TYPE })],
    ['no body', () => new Response('', { headers: JSON_TYPE })],
    ['no content', () => new Response(null, { status: 204 })],
    ['a conflict', () => new Response('{"message":"Conflict"}', { status: 409, headers: JSON_TYPE })],
    ['null', () => new Response('null', { headers: JSON_TYPE })],
    ['a page of a proxy', () => new Response('<html>Log in</html>', { headers: { 'content-type': 'text/html' } })],
    ['one thing', () => Response.json({ name: 'DEPLOY' })],
    ['three of which none is shown', () => Response.json({ total_count: 3, secrets: [] })],
  ])('is never an empty one: %s', async (_, answer) => {
    expect(await listed(answer)).toBeInstanceOf(GitHubFailure);
  });

  it('is empty where GitHub counts none, with or without a list beside', async () => {
    expect((await listed(() => Response.json({ total_count: 0, secrets: [] }))).message).toBe('it worked');
    expect((await listed(() => Response.json({ total_count: 0 }))).message).toBe('it worked');
  });

  it('shows nobody the page or the long story that came instead', async () => {
    const page = `<!doctype html>\n<html>Unicorn ${'!'.repeat(5000)}</html>`;
    const shown = await listed(() => new Response(page, { status: 422, headers: { 'content-type': 'text/html' } }));
    expect(shown.message).toBe(
      'GET /repos/{owner}/{repo}/actions/secrets: GitHub answered 422 (with a page, and not as the API does).',
    );
    const long = await listed(() => Response.json({ message: 'no '.repeat(500) }, { status: 422 }));
    expect(long.message.length).toBeLessThan(300);
  });
});

describe('a list that goes on', () => {
  /** What becomes of it, where each page names this one as the next; and which hosts were asked. */
  async function followed(next: string): Promise<{ says: string; hosts: readonly string[] }> {
    const { fetch } = globalThis;
    const hosts: string[] = [];
    const headers = { link: `<${next}>; rel="next"` };
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
      hosts.push(new URL(url).host);
      if (!url.includes('/actions/secrets')) return fetch(url, init);
      return Promise.resolve(Response.json({ total_count: 2, secrets: [{ name: 'ONE' }] }, { headers }));
    });
    const { message } = await failure(Array.fromAsync(acme.door.pages(SECRETS, shop, z.unknown())));
    return { says: message, hosts };
  }

  it('elsewhere is not followed: whoever is there would get the token', async () => {
    const { says, hosts } = await followed('http://elsewhere.example/repositories/1/actions/secrets?page=2');
    expect(says).toMatch(/answer goes on at elsewhere\.example, and GHE_HOST is to name a server as it names itself\./);
    expect(hosts).not.toContain('elsewhere.example');
  });

  it('with what was read is no endless one: a proxy may give the first page for each', async () => {
    const { says } = await followed(`${acme.github.url}/api/v3/repositories/1/actions/secrets?page=2`);
    expect(says).toMatch(/answer goes on with a page that it gave before\. Nothing was changed\.$/);
  });
});
