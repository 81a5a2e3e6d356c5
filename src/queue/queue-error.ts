/** The queue could not be used as asked. The message says what to do next. */
export class QueueError extends Error {
  override readonly name = 'QueueError';
}
