import { expect, it } from 'vitest';
import { GitHubFailure } from '../../src/github/github.ts';
import { loggedError } from '../../src/model/logged-error.ts';

it('an error in words is its words alone; of what nobody foresaw the log has the place as well', () => {
  const failure = new GitHubFailure('GET /app: GitHub answered 502.', 502);
  expect(loggedError(failure)).toEqual({ type: 'GitHubFailure', message: failure.message });
  const bug = new TypeError('x is not a function', { cause: failure });
  expect(loggedError(bug)).toEqual({
    type: 'TypeError',
    message: bug.message,
    stack: bug.stack,
    cause: { type: 'GitHubFailure', message: failure.message },
  });
});

it('a delivery that is not signed by our secret is told with what to do, and without a stack', () => {
  const error = new Error('[@octokit/webhooks] signature does not match event payload and secret');
  expect(loggedError(error)).toEqual({
    type: 'Error',
    message: expect.stringMatching(/400.*WEBHOOK_SECRET is not the secret in the App’s settings/),
  });
});
