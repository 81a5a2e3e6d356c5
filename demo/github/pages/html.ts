// HTML that escapes whatever is put into it, unless it is HTML already; and Markdown as GitHub shows it.
import { Marked } from 'marked';

export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Part = Html | string | number | null | undefined | Part[];

export const html = (texts: TemplateStringsArray, ...parts: Part[]): Html =>
  new Html(texts.map((text, i) => text + (i < parts.length ? show(parts[i]) : '')).join(''));

function show(part: Part): string {
  if (part instanceof Html) return part.text;
  return Array.isArray(part) ? part.map(show).join('') : escaped(String(part ?? ''));
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => entities[char] ?? char);

/** Hidden comments vanish; a few harmless tags work; all other HTML is shown as text. */
const tame = (raw: string): string =>
  escaped(raw.replace(/<!--[\s\S]*?-->/g, '')).replace(
    /&lt;(\/?(?:details|summary|kbd|sub|sup|br|ins|del))&gt;/g,
    '<$1>',
  );

const isHarmless = (href: string): boolean => /^(https?:|mailto:|#|\/(?!\/))/i.test(href);

const marked = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }) => tame(text),
    image: ({ text }) => escaped(text),
    link({ href, tokens }) {
      const inner = this.parser.parseInline(tokens);
      return isHarmless(href) ? `<a href="${escaped(href)}">${inner}</a>` : inner;
    },
  },
});

export const markdown = (text: string | null): Html => new Html(marked.parse(text ?? '', { async: false }));
