// What went with its place: nobody can list a repository or an environment that was
// deleted, so GitHub's 404 alone never proves it.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { GitHub } from '../../src/github/github.ts';
import { type Deletion, deletionKey } from '../../src/model/audit.ts';
import { credentialId, type KnownCredential, type Scope } from '../../src/model/credential.ts';
import { DAY, HOUR } from '../../src/model/time.ts';
import { newPublicKey } from '../github-stand-in/acme.ts';
import { type Door, makeDoor } from '../support/make-door.ts';
import { makeCredential } from '../support/make-facts.ts';
import { observing } from './observing.ts';

let acme: Door;
const observe = observing(() => acme);
beforeAll(async () => {
  acme = await makeDoor();
});
afterAll(() => acme.close());
afterEach(() => acme.github.clearFaults());

const SEEN = Date.now() - DAY;
const ENTRY: Deletion = { at: SEEN + HOUR, action: 'repo.destroy', documentId: 'd0c' };

/** What the ledger has of the audit log. */
function told(scope: Scope, entry: Deletion = ENTRY) {
  const key = deletionKey(scope);
  return { deletion: async (of: Scope) => (deletionKey(of) === key ? entry : undefined) };
}

const known = (kind: string, scope: Scope, facts: KnownCredential['facts']) =>
  makeCredential({ id: credentialId(kind, scope.repositoryId ?? 0, 5), kind, scope, facts, lastSeenAt: SEEN });

let many = 0;
async function deleted(): Promise<Scope> {
  many += 1;
  const gone = await acme.github.createRepository(acme.acme, `gone-${many}`, { actor: acme.alice });
  acme.github.deleteRepository(gone, acme.alice);
  return { repositoryId: gone.id, repository: `acme/gone-${many}` };
}

describe('of a repository that GitHub’s audit log says was deleted', () => {
  it.each([
    ['deploy-key', { keyId: 5 }, 'P3'],
    ['webhook', { hookId: 5 }, 'P3'],
    ['self-hosted-runner', { runnerId: 5 }, 'P3'],
    ['actions-secret', {}, 'P1'],
    ['dependabot-secret', {}, 'P1'],
  ] as const)('a %s is gone with it', async (kind, facts, grade) => {
    const scope = await deleted();
    const seen = await observe(known(kind, scope, facts), told(scope));
    expect(seen).toMatchObject({ result: 'gone', grade, control: { request: `GET /repos/${scope.repository}` } });
    expect(seen.says).toContain('audit log says that its repository was deleted on');
    expect(seen.says).toContain('document d0c');
  });

  it('a secret of one of its environments is gone too', async () => {
    const scope = await deleted();
    const inside = { ...scope, environment: 'production' };
    expect(await observe(known('actions-secret', inside, {}), told(scope))).toMatchObject({
      result: 'gone',
      grade: 'P1',
    });
  });

  it('it is gone also where another repository has the name by now, and the same secret in it', async () => {
    const scope = await deleted();
    const [, name = ''] = scope.repository?.split('/') ?? [];
    const other = await acme.github.createRepository(acme.acme, name, { actor: acme.alice });
    acme.github.setSecret(other, acme.alice, 'TOKEN');
    const secret = { ...known('actions-secret', scope, {}), name: 'TOKEN' };
    expect(await observe(secret, told(scope))).toMatchObject({ result: 'gone', grade: 'P1' });
    expect(await observe(known('deploy-key', scope, { keyId: 5 }), told(scope))).toMatchObject({ result: 'gone' });
    expect((await observe(known('deploy-key', scope, { keyId: 5 }))).result).toBe('unknown');
  });

  it('nothing is proved by an answer that is not understood', async () => {
    const scope = await deleted();
    const look: GitHub['look'] = async (route, parameters) =>
      route === 'GET /repos/{owner}/{repo}' ? { status: 200, data: {} } : acme.door.look(route, parameters);
    const seen = await observe(known('deploy-key', scope, { keyId: 5 }), {
      ...told(scope),
      github: { ...acme.door, look },
    });
    expect(seen.result).toBe('unknown');
  });

  it('nothing is proved where it was seen after that: it was restored', async () => {
    const scope = await deleted();
    const before = { ...ENTRY, at: SEEN - HOUR };
    expect(await observe(known('deploy-key', scope, { keyId: 5 }), told(scope, before))).toMatchObject({
      result: 'unknown',
    });
  });

  it('nothing is proved where the log says that it was restored: Handback may not see it any more', async () => {
    const scope = await deleted();
    const restored = { ...ENTRY, action: 'repo.restore', at: ENTRY.at + HOUR };
    const key = known('deploy-key', scope, { keyId: 5 });
    expect((await observe(key, told(scope, restored))).result).toBe('unknown');
    expect(await observe(key, told(scope))).toMatchObject({ result: 'gone', withPlace: 'repository' });
  });

  it('nothing is proved while GitHub still shows it, or does not answer', async () => {
    const shop = { repositoryId: acme.shop.id, repository: 'acme/shop' };
    acme.github.fault({ on: /\/keys/, status: 404, times: 9 });
    expect((await observe(known('deploy-key', shop, { keyId: 5 }), told(shop))).result).toBe('unknown');
    const scope = await deleted();
    acme.github.fault({ on: new RegExp(`GET /repos/${scope.repository}$`), status: 500, times: 9 });
    expect((await observe(known('deploy-key', scope, { keyId: 5 }), told(scope))).result).toBe('unknown');
  });

  it('a key is not gone while it stands in another repository', async () => {
    const scope = await deleted();
    const key = acme.github.addDeployKey(acme.shop, acme.mallory, 'ci', newPublicKey());
    const twin = known('deploy-key', { repositoryId: acme.shop.id, repository: 'acme/shop' }, { keyId: key.id });
    const mine = known('deploy-key', scope, { keyId: 5 });
    expect((await observe(mine, told(scope), [], [twin])).result).toBe('alive');
    const both = await deleted();
    const gone = { deletion: async (of: Scope) => (of.repositoryId === acme.shop.id ? undefined : ENTRY) };
    const other = known('deploy-key', both, { keyId: 6 });
    expect(await observe(mine, gone, [], [other])).toMatchObject({ result: 'gone', grade: 'P3' });
    expect((await observe(mine, told(scope), [], [other])).result).toBe('unknown');
  });

  it('without that entry nothing is proved, and the look says what would', async () => {
    const seen = await observe(known('deploy-key', await deleted(), { keyId: 5 }));
    expect(seen).toMatchObject({ result: 'unknown', control: { status: 404 } });
    expect(seen.says).toContain('repo.destroy');
    expect(seen.says).toContain('handback import audit-log');
  });
});

describe('of an environment that GitHub lists no more', () => {
  async function removed(given: { readonly visibility?: 'public' | 'private'; readonly sibling?: boolean } = {}) {
    many += 1;
    const { visibility = 'private', sibling = false } = given;
    const place = await acme.github.createRepository(acme.acme, `env-${many}`, { actor: acme.alice });
    acme.github.setVisibility(place, acme.alice, visibility);
    const environment = acme.github.createEnvironment(place, acme.alice, 'production');
    if (sibling) acme.github.createEnvironment(place, acme.alice, 'staging');
    acme.github.deleteEnvironment(environment, acme.alice);
    const scope = { repositoryId: place.id, repository: `acme/env-${many}`, environment: 'production' };
    return { place, scope, secret: known('actions-secret', scope, {}) };
  }

  it('a secret is gone where the audit log says that it was deleted', async () => {
    const { scope, secret } = await removed();
    const entry = { ...ENTRY, action: 'environment.delete' };
    const seen = await observe(secret, told(scope, entry));
    expect(seen).toMatchObject({ result: 'gone', grade: 'P1', control: { status: 200 } });
    expect(seen.says).toContain('audit log says that its environment was deleted on');
  });

  it('nothing is proved by its absence alone: the plan may hide what is still there', async () => {
    const seen = await observe((await removed()).secret);
    expect(seen).toMatchObject({ result: 'unknown', control: { status: 404 } });
    expect(seen.says).toContain('environment.delete');
  });

  it('a secret is gone where another environment of the repository shows its own: the plan hides none', async () => {
    const { secret } = await removed({ sibling: true });
    const seen = await observe(secret);
    expect(seen).toMatchObject({ result: 'gone', grade: 'P1', control: { status: 200 } });
    expect(seen.says).toContain('GitHub lists the environments of the repository, and not this one');
  });

  it('a secret is gone in a public repository: no plan hides the environments of these', async () => {
    expect(await observe((await removed({ visibility: 'public' })).secret)).toMatchObject({
      result: 'gone',
      grade: 'P1',
    });
  });

  it('nothing is proved while it is listed, or the list cannot be read, or the name leads elsewhere', async () => {
    const { place, scope, secret } = await removed({ sibling: true });
    acme.github.fault({ on: /\/environments(\?|$)/, status: 500, times: 9 });
    expect((await observe(secret, told(scope))).result).toBe('unknown');
    acme.github.clearFaults();
    const elsewhere = { ...secret, scope: { ...scope, repositoryId: place.id + 1 } };
    expect((await observe(elsewhere, told(elsewhere.scope))).result).toBe('unknown');
    acme.github.createEnvironment(place, acme.alice, 'Production');
    acme.github.fault({ on: /production\/secrets/, status: 404, times: 9 });
    expect((await observe(secret, told(scope))).result).toBe('unknown');
  });
});

it('GitHub has nothing against what was asked', async () => {
  await acme.github.settled();
  expect(acme.github.problems).toEqual([]);
});
