/**
 * The new text with the boxes ticked that people ticked in the old one. A line that says something else is another box.
 */
export function withTicks(text: string, before: string | null | undefined): string {
  const ticked = new Set([...(before ?? '').matchAll(/^- \[x\] (.*?)\r?$/gim)].map(([, line]) => line));
  return text.replaceAll(/^- \[ \] (.*)$/gm, (box, line: string) => (ticked.has(line) ? `- [x] ${line}` : box));
}
