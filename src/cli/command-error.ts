/** A command was asked for something that cannot be done; the message says what to do instead. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
