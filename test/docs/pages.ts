import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { ROOT } from '../architecture/biome.ts';

interface MarkdownPage {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

export function read(path: string): string {
  return readFileSync(`${ROOT}${path}`, 'utf8');
}

/** Every page that people read. */
export function pages(): readonly MarkdownPage[] {
  const docs = readdirSync(`${ROOT}docs`, { recursive: true, encoding: 'utf8' }).map((path) => `docs/${path}`);
  const paths = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', ...docs.toSorted()];
  return paths.filter((path) => path.endsWith('.md')).map((path) => ({ path, text: read(path) }));
}

/** What a link in a page leads to, from the root, with the anchor apart. Links to other sites are left out. */
export function links({ path, text }: MarkdownPage): readonly { readonly to: string; readonly anchor?: string }[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [file = '', anchor] = link.split('#');
      const to = file === '' ? path : posix.normalize(posix.join(posix.dirname(path), file));
      return { to, ...(anchor === undefined ? {} : { anchor }) };
    });
}

/** The anchors that GitHub gives to a page's headings. */
export function anchors(text: string): readonly string[] {
  return [...withoutCode(text).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
}

/** The rows of the table under a heading, cell by cell, without head and rule. */
export function table(text: string, heading: string): readonly (readonly string[])[] {
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The code blocks of a language in the section under a heading. */
export function blocks(text: string, heading: string, language: string): readonly string[] {
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const fence = new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\`$`, 'gm');
  return [...section.matchAll(fence)].map(([, indent = '', code = '']) =>
    code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

function withoutCode(text: string): string {
  return text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
}
