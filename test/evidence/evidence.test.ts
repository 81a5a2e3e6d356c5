import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { EvidenceWorld, Introduction } from '../../src/evidence/evidence-kind.ts';
import { evidenceKinds } from '../../src/evidence/index.ts';
import { changes } from '../../src/git/changes.ts';
import { mirrorDirectory, refresh } from '../../src/git/mirror.ts';
import type { Credential } from '../../src/model/credential.ts';
import { onceEach } from '../../src/model/once.ts';
import { namedIn } from '../../src/workflows/named.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';
import { makePlaintext } from '../support/make-facts.ts';

let acme: Door;
let mirror: string;
beforeAll(async () => {
  acme = await makeDoor();
  mirror = mirrorDirectory(acme.dataDir, acme.shop.id);
});
afterAll(() => acme.close());

const current = async () => refresh(mirror, await acme.door.gitAccess('acme/shop'));

async function introduction(sha: string): Promise<Introduction> {
  await current();
  for await (const { commit, path } of changes(mirror, [sha], [])) {
    if (commit.sha === sha) return { ...commit, commit: sha, path };
  }
  throw new Error(`no change by ${sha}`);
}

async function gather(name: string, credential: Credential, sha?: string, door = acme.door) {
  const kind = evidenceKinds.find((each) => each.name === name);
  if (kind === undefined) throw new Error(`no kind ${name}`);
  const subject = { credential, ...(sha ? { introduction: await introduction(sha) } : {}) };
  return kind.appliesTo(subject) ? kind.gather(worldOf(door), subject) : [];
}

const SHOP = { owner: 'acme', repo: 'shop' };
const TIMED = z.looseObject({ timestamp: z.coerce.date() });

const worldOf = (github: Door['door']): EvidenceWorld => ({
  github,
  organization: 'acme',
  repository: asKnown(acme.shop),
  mirror,
  commits: [],
  accountKeys: async () => [],
  once: onceEach(),
  namedIn,
});
const push = (branch: string, who: Door['bob'], more: object = {}) =>
  acme.github.push(acme.shop, who, [{ branch, message: branch, files: { [`${branch}.txt`]: branch }, ...more }]);

describe('the author of the commit', () => {
  it('is a claim, tied to the account where GitHub ties it', async () => {
    const sha = await push('authored', acme.mallory);
    expect(await gather('commit-author', makePlaintext(), sha)).toMatchObject([
      {
        strength: 'claimed',
        role: 'creator',
        who: { id: acme.mallory.id, login: 'mallory', email: acme.mallory.email },
      },
    ]);
  });

  it('is only a name and an address where GitHub knows no account', async () => {
    const sha = await push('stranger', acme.mallory, { author: 'M', email: 'M@Home.example' });
    const [found] = await gather('commit-author', makePlaintext(), sha);
    expect(found?.who).toEqual({ name: 'M', email: 'm@home.example' });
    expect(found?.source).toContain('not authenticated');
  });

  it('has co-authors beside', async () => {
    const message = 'Fix\n\nCo-authored-by: Bob <bob@users.example>';
    const sha = await push('together', acme.mallory, { message });
    const found = await gather('commit-author', makePlaintext(), sha);
    expect(found.map(({ kind, who }) => [kind, who.email])).toEqual([
      ['commit-author', acme.mallory.email],
      ['commit-co-author', 'bob@users.example'],
    ]);
  });

  it('is kept in so much room only, however many names of whatever length a commit claims', async () => {
    const names = Array.from({ length: 3000 }, (_, n) => `Co-authored-by: B <b${n}@users.example>`);
    const sha = await push('crowded', acme.mallory, {
      message: `Fix\n\n${names.join('\n')}`,
      author: `M${'😀'.repeat(20_000)}`,
    });
    const found = await gather('commit-author', makePlaintext(), sha);
    expect(found.length).toBeLessThan(200);
    expect(JSON.stringify(found).length).toBeLessThan(100_000);
    expect(found.every(({ who }) => who.name?.isWellFormed())).toBe(true);
    expect(found[1]?.who.email).toBe('b0@users.example');
  });
});

describe('who pushed it', () => {
  it('is authenticated, whoever the author is said to be', async () => {
    const sha = await push('pushed', acme.bob, { author: 'Alice Admin', email: acme.alice.email });
    expect(await gather('ref-update', makePlaintext(), sha)).toMatchObject([
      { strength: 'authenticated', role: 'creator', who: { id: acme.bob.id, login: 'bob' } },
    ]);
  });

  it('is found among thousands of updates of a busy repository in a moment', async () => {
    const sha = await push('busy', acme.bob);
    const [real] = await Array.fromAsync(acme.door.pages('GET /repos/{owner}/{repo}/activity', SHOP, TIMED));
    const other = (n: number) => n.toString(16).padStart(40, '0');
    const busy = Array.from({ length: 1999 }, (_, n) => ({
      ...real,
      id: -n - 1,
      after: other(n + 2),
      before: other(n + 1),
      timestamp: new Date(0),
    }));
    const door = { ...acme.door, pages: () => [real, ...busy] };
    const started = performance.now();
    const found = await gather('ref-update', makePlaintext(), sha, door as unknown as Door['door']);
    expect(found).toMatchObject([{ who: { login: 'bob' } }]);
    expect(performance.now() - started).toBeLessThan(5000);
  }, 60_000);

  it('is whoever brought it first, not who branched off later', async () => {
    const sha = await push('origin', acme.mallory);
    await push('branched', acme.bob, { from: 'origin' });
    expect((await gather('ref-update', makePlaintext(), sha)).map(({ who }) => who.login)).toEqual(['mallory']);
  });

  it('is nobody who only replaced the tip that another had pushed on top of it', async () => {
    const more = { message: 'two', branch: 'amended', files: { 'more.txt': 'more' } };
    const replaced = await acme.github.push(acme.shop, acme.mallory, [{ ...more, message: 'one' }, more]);
    const sha = (await acme.shop.git.resolve(`${replaced}~1`)) ?? '';
    await acme.shop.git.run(['update-ref', 'refs/heads/amended', sha]);
    await push('amended', acme.bob);
    const forced = acme.shop.activity.at(-1);
    if (forced === undefined) throw new Error('no activity');
    Object.assign(forced, { before: replaced, type: 'force_push' });
    expect(await gather('ref-update', makePlaintext(), sha)).toEqual([]);
  });

  it('is unknown for a commit older than the log: who only branches off brings nothing', async () => {
    const old = (await acme.shop.git.resolve('refs/heads/main')) ?? '';
    await push('later', acme.bob, { from: 'main' });
    expect(await gather('ref-update', makePlaintext(), old)).toEqual([]);
  });

  it('is unknown, also when the branch that held it has moved on since', async () => {
    const old = (await acme.shop.git.resolve('refs/heads/main')) ?? '';
    await push('later-still', acme.bob, { from: 'main' });
    await push('main', acme.alice);
    expect(await gather('ref-update', makePlaintext(), old)).toEqual([]);
  });

  it('is still the pusher when somebody else merges it', async () => {
    const sha = await push('merged', acme.mallory);
    const pull = await acme.github.openPull(acme.shop, acme.mallory, { title: 'Merge me', head: 'merged' });
    await acme.github.mergePull(pull, acme.alice);
    expect((await gather('ref-update', makePlaintext(), sha)).map(({ who, role }) => [who.login, role])).toEqual([
      ['mallory', 'creator'],
    ]);
  });
});

describe('the pull request', () => {
  it('names who opened it, authenticated, with a link', async () => {
    const sha = await push('pulled', acme.bob);
    const pull = await acme.github.openPull(acme.shop, acme.bob, { title: 'Pull', head: 'pulled' });
    expect(await gather('pull-request', makePlaintext(), sha)).toMatchObject([
      {
        strength: 'authenticated',
        who: { login: 'bob' },
        did: `opened pull request #${pull.number}, which contains the commit`,
      },
    ]);
  });

  it('is none for a commit that came without one', async () => {
    expect(await gather('pull-request', makePlaintext(), await push('direct', acme.bob))).toEqual([]);
  });
});

it('nothing is said of a secret whose introduction nobody knows', async () => {
  const names = ['commit-author', 'ref-update', 'pull-request'];
  expect(await Promise.all(names.map((name) => gather(name, makePlaintext())))).toEqual([[], [], []]);
});

it.each([
  ['commit-author', 'Contents: read'],
  ['commit-signature', 'Contents: read'],
  ['ref-update', 'contents: read'],
  ['pull-request', 'Pull requests: read'],
  ['pull-request-review', 'Pull requests: read'],
  ['pull-request-merge', 'Pull requests: read'],
])('%s says what it needs where it may not look: %s', async (name, needs) => {
  const sha = await push(`blind-${name}`, acme.bob);
  const found = introduction(sha);
  const blind = await makeDoor({ permissions: { issues: 'read' } });
  const kind = evidenceKinds.find((each) => each.name === name);
  const doing = kind?.gather(worldOf(blind.door), { credential: makePlaintext(), introduction: await found });
  await expect(doing).rejects.toMatchObject({ name: 'NotVisible', gap: { needs } });
  await blind.close();
});

it('GitHub has nothing against what was asked', async () => {
  await acme.github.settled();
  expect(acme.github.problems).toEqual([]);
});
