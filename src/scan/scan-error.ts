/** Nothing could be scanned; the message says why and what to do. */
export class ScanError extends Error {
  override readonly name = 'ScanError';
}
