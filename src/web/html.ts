/** HTML that is safe to send: whatever was put into it is escaped, unless it is HTML itself. */
export interface Html {
  readonly text: string;
}

export function html(strings: TemplateStringsArray, ...values: readonly (string | Html)[]): Html {
  return {
    text: String.raw(
      { raw: strings },
      ...values.map((value) => (typeof value === 'string' ? escaped(value) : value.text)),
    ),
  };
}

export function page(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
<main>
${body}
</main>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const STYLE: Html = {
  text: `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; --line: #d0d7de; --soft: #59636e; --go: #1f7a3d; }
@media (prefers-color-scheme: dark) { :root { --line: #3d444d; --soft: #9198a1; } }
body { margin: 0; }
main { max-width: 40rem; margin: 4rem auto; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; }
label { display: block; font-weight: 600; }
input[type=url] { box-sizing: border-box; width: 100%; font: inherit; padding: .5rem .75rem; margin: .25rem 0 0; border: 1px solid var(--line); border-radius: 6px; }
dl { border: 1px solid var(--line); border-radius: 6px; padding: .5rem 1rem; margin: 1.5rem 0; }
dt { font-weight: 600; margin-top: .5rem; }
dd { margin: 0 0 .5rem; color: var(--soft); overflow-wrap: anywhere; }
button, .button { display: inline-block; font: inherit; font-weight: 600; color: #fff; background: var(--go); border: 0; border-radius: 6px; padding: .5rem 1.25rem; text-decoration: none; cursor: pointer; }
button:focus-visible, .button:focus-visible, input:focus-visible { outline: 2px solid #0969da; outline-offset: 2px; }
.hint { color: var(--soft); font-size: .9rem; }
`,
};
