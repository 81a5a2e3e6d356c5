/** Websites and editors write line ends as Windows does; the same text without. */
export function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
