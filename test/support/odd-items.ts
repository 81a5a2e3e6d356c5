import { vi } from 'vitest';

type Item = Readonly<Record<string, unknown>>;

/**
 * From now on GitHub's lists at this path give those items without that field, which its
 * description says is there. Ends with `vi.unstubAllGlobals()`.
 */
export function lacking(path: RegExp, field: string, isOdd: (item: Item) => boolean): void {
  const { fetch } = globalThis;
  const odd = (item: Item) =>
    isOdd(item) ? Object.fromEntries(Object.entries(item).filter(([name]) => name !== field)) : item;
  const within = (body: unknown): unknown => {
    if (Array.isArray(body)) return body.map(odd);
    if (typeof body !== 'object' || body === null) return body;
    return Object.fromEntries(
      Object.entries(body).map(([name, part]) => [name, Array.isArray(part) ? part.map(odd) : part]),
    );
  };
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const answer = await fetch(url, init);
    if (!path.test(new URL(url).pathname) || answer.status !== 200) return answer;
    const link = answer.headers.get('link');
    const given = Response.json(within(await answer.json()), { headers: link === null ? {} : { link } });
    return Object.defineProperty(given, 'url', { value: url });
  });
}
