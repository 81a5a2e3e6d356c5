// GitHub's two ways to give a long list: numbered pages, and cursors that only the Link header tells.
import { Answer, type Call } from './call.ts';

interface PageOptions {
  /** Wraps the list: { total_count, [key]: [...] }. */
  key?: string;
  /** At most so many a page (100), and so many unless asked (30). */
  most?: number;
  usual?: number;
  more?: Record<string, unknown>;
}

export function page<T>(
  call: Call,
  items: readonly T[],
  view: (item: T) => unknown,
  options: PageOptions | string = {},
): Answer {
  const { key, most = 100, usual = 30, more = {} } = typeof options === 'string' ? { key: options } : options;
  const size = sizeOf(call, most, usual);
  const number = Math.max(1, Number(call.query['page'] ?? 1) || 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const shown = items.slice((number - 1) * size, number * size).map(view);
  const link = linkHeader(call, 'page', [
    ...(number > 1 ? ([['prev', number - 1]] as const) : []),
    ...(number < last
      ? ([
          ['next', number + 1],
          ['last', last],
        ] as const)
      : []),
    ...(number > 1 ? ([['first', 1]] as const) : []),
  ]);
  return new Answer(200, key ? { total_count: items.length, ...more, [key]: shown } : shown, link);
}

/** `idOf` names an item for good, so that a cursor holds while the list grows at its front. */
export function cursorPage<T>(
  call: Call,
  items: readonly T[],
  view: (item: T) => unknown,
  idOf: (item: T) => string,
  name: 'after' | 'cursor',
): Answer {
  const size = sizeOf(call, 100, 30);
  const cursor = call.query[name];
  const before = call.query['before'];
  const end = before === undefined ? items.length : indexOf(items, idOf, before);
  const start =
    cursor === undefined ? (before === undefined ? 0 : Math.max(0, end - size)) : indexOf(items, idOf, cursor) + 1;
  const shown = items.slice(start, Math.min(end, start + size));
  const [first, last] = [shown[0], shown.at(-1)];
  const link = linkHeader(
    call,
    name,
    last !== undefined && start + shown.length < items.length ? [['next', encode(idOf(last))]] : [],
  );
  const back =
    name === 'after' && first !== undefined && start > 0
      ? linkHeader(call, 'before', [['prev', encode(idOf(first))]])
      : {};
  const both = [back['link'], link['link']].filter(Boolean).join(', ');
  return new Answer(200, shown.map(view), both ? { link: both } : {});
}

const encode = (id: string): string => Buffer.from(`v1:${id}`).toString('base64url');

const indexOf = <T>(items: readonly T[], idOf: (item: T) => string, cursor: string): number => {
  const id = Buffer.from(cursor, 'base64url').toString().replace('v1:', '');
  const at = items.findIndex((item) => idOf(item) === id);
  return at < 0 ? items.length : at;
};

const sizeOf = (call: Call, most: number, usual: number): number =>
  Math.min(most, Math.max(1, Number(call.query['per_page'] ?? usual) || usual));

function linkHeader(
  call: Call,
  name: string,
  links: readonly (readonly [string, string | number])[],
): Record<string, string> {
  const { before: _, after: __, ...query } = call.query;
  const text = links.map(([rel, value]) => {
    const address = new URLSearchParams({ ...(name === 'page' ? call.query : query), [name]: String(value) });
    return `<${call.world.api}${call.address}?${address.toString()}>; rel="${rel}"`;
  });
  return text.length > 0 ? { link: text.join(', ') } : {};
}
