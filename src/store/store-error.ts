/** The database could not be opened or used as asked. The message says what to do next and never holds a password. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
