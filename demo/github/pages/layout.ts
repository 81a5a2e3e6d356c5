// The frame of every page: one small stylesheet, no script.
import { type Html, html, type Part } from './html.ts';
import { style } from './style.ts';

export interface Crumb {
  text: string;
  href: string;
}

export const layout = (title: string, crumbs: Crumb[], ...content: Part[]): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<header><nav>${crumbs.map(({ text, href }, i) => html`${i > 0 ? html`<i>/</i>` : ''}<a href="${href}">${text}</a>`)}</nav><small>stand-in GitHub</small></header>
<main>
${content}
</main>
</body>
</html>
`;

export const badge = (kind: string, text: string): Html => html`<span class="badge ${kind}">${text}</span>`;

/** "21 Nov 2026, 12:00" in UTC: pages look the same wherever they are made. */
export const when = (time: number): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(time);
