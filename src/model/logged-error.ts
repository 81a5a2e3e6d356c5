/** Their messages say what happened and what it means: where in the code helps nobody who reads a log. */
const IN_WORDS = /^(?:GitHubFailure|NotVisible|RetryLater|GitError|GitMissing)$/;

/** What the library that checks signatures says, twice for each delivery. */
const UNSIGNED = /signature does not match/;

/** What it says and where it comes from, and no more: libraries hang whole deliveries and requests on their errors. */
export function loggedError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  if (UNSIGNED.test(message))
    return {
      type: name,
      message: `${message}. It was refused with 400. If GitHub sent it, WEBHOOK_SECRET is not the secret in the App’s settings; else a stranger did.`,
    };
  const errors = error instanceof AggregateError ? { errors: error.errors.map(loggedError) } : {};
  const where = IN_WORDS.test(name) ? {} : { stack };
  return { type: name, message, ...where, ...errors, ...(cause === undefined ? {} : { cause: loggedError(cause) }) };
}
