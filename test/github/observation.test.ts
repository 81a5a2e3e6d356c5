import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { whyNotThere } from '../../src/github/observation.ts';
import { type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
beforeAll(async () => {
  acme = await makeDoor({ permissions: { contents: 'read' } });
});
afterAll(() => acme.close());
afterEach(() => acme.github.clearFaults());

const THE_SHOP = /GET \/repos\/acme\/shop$/;
const why = (repository = 'acme/shop') =>
  whyNotThere(acme.door, { repository, repositoryId: acme.shop.id }).catch((error: Error) => error.name);

describe('whether a name still leads to the repository that is meant', () => {
  it('it does, and what belongs to the whole organisation has no name that could be taken', async () => {
    expect(await why()).toBeUndefined();
    expect(await whyNotThere(acme.door, {})).toBeUndefined();
  });

  it('it does not where another repository took it', async () => {
    const other = await acme.github.createRepository(acme.acme, 'other', { actor: acme.alice });
    expect(await whyNotThere(acme.door, { repository: 'acme/other', repositoryId: acme.shop.id })).toBe(
      'the name of the repository does not lead to the one that is meant',
    );
    expect(await whyNotThere(acme.door, { repository: 'acme/other', repositoryId: other.id })).toBeUndefined();
  });

  it('a refusal says what is needed, and nothing of another repository', async () => {
    const headers = { 'x-accepted-github-permissions': 'metadata=read' };
    acme.github.fault({ on: THE_SHOP, status: 403, headers, times: 9 });
    expect(await why()).toBe('not visible: needs metadata: read');
    acme.github.clearFaults();
    acme.github.fault({ on: THE_SHOP, status: 403, message: 'Resource not accessible by integration', times: 9 });
    expect(await why()).toContain(
      'not visible: GitHub refused GET /repos/{owner}/{repo} (403: Resource not accessible by integration',
    );
  });

  it.each([403, 451])('a repository that GitHub blocks is neither here nor gone: %i', async (status) => {
    acme.github.fault({ on: THE_SHOP, status, message: 'Repository access blocked', times: 9 });
    expect(await why()).toContain(`not visible: GitHub itself blocks access there (${status})`);
  });

  it.each([
    [{ status: 410 }, 'GitHub answered 410'],
    [{ status: 422 }, 'GitHub answered 422'],
    [{ status: 502 }, 'GitHub answered 502'],
    [{ cut: true }, 'no answer from GitHub'],
  ])('%j is neither yes nor no', async (fault, answer) => {
    acme.github.fault({ on: THE_SHOP, times: 9, ...fault });
    expect(await why()).toBe(`the repository could not be read by its name (${answer})`);
  });

  it('a name that GitHub does not show is neither yes nor no', async () => {
    expect(await why('acme/none')).toBe('the repository could not be read by its name (GitHub answered 404)');
  });

  it('a limit is no answer: the job comes back', async () => {
    acme.github.fault({ on: THE_SHOP, status: 429, headers: { 'retry-after': '60' } });
    expect(await why()).toBe('RetryLater');
  });
});
