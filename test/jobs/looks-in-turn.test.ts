// Every order in which looks at one place are answered, refused, absent or failed, and in
// which it is out of sight, against what a case says after each.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readGround } from '../../src/jobs/reading/ground.ts';
import { inSight } from '../../src/jobs/reading/out-of-sight.ts';
import type { Gap } from '../../src/model/coverage.ts';
import { type OpenedStore, openStore } from '../../src/store/open.ts';
import { makeCoverage, makeNotice, NOW } from '../support/make-facts.ts';
import { makeHome, makeRepository, makeSituation } from '../support/make-situation.ts';

const KINDS = ['answered', 'refused', 'absent', 'failed', 'away'] as const;
type Kind = (typeof KINDS)[number];

const LEFT = NOW - 1000;
const GAPS: Readonly<Partial<Record<Kind, Gap>>> = {
  refused: { why: 'permission', says: 'not visible: needs secrets: read' },
  absent: { why: 'absent', says: 'not visible: GitHub says that it is not there (404)' },
  failed: { why: 'failed', says: 'GitHub answered 502' },
};

let dataDir: string;
let store: OpenedStore;
let org = 0;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'looks-in-turn-'));
  store = await openStore({ dataDir });
});
afterAll(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Whether the case is open after each look, one at each `at`; another place is looked at in every pass. */
async function openAfter(looks: readonly (readonly [Kind, number])[]): Promise<readonly boolean[]> {
  org += 1;
  const organization = { id: org, login: 'acme', installationId: org, state: 'active' } as const;
  await store.organizations.save(organization);
  await store.repositories.save(org, [makeRepository(), makeHome()]);
  const notices = [makeNotice({ effectiveAt: LEFT, learnedAt: LEFT })];
  let settledSince: number | undefined;
  const open: boolean[] = [];
  for (const [kind, at] of looks) {
    const gap = GAPS[kind];
    if (kind === 'away') await store.repositories.markGone(org, [1], at);
    else {
      await store.repositories.save(org, [makeRepository()]);
      await store.coverage.save(org, [makeCoverage({ lookedAt: at, ...(gap ? { gap } : {}) })]);
    }
    await store.coverage.save(org, [makeCoverage({ scope: { repositoryId: 99 }, lookedAt: at })]);
    const coverage = inSight(await readGround(store, organization, at), await store.coverage.list(org));
    const [file] = makeSituation({
      files: [],
      notices,
      coverage,
      now: at,
      ...(settledSince === undefined ? {} : { settledSince }),
    }).cases;
    const isOpen = file === undefined || (at >= LEFT && file.openReasons.length > 0);
    if (at >= LEFT) settledSince = isOpen ? undefined : LEFT;
    open.push(isOpen);
  }
  return open;
}

const orders = (length: number): readonly (readonly Kind[])[] =>
  length === 0 ? [[]] : orders(length - 1).flatMap((order) => KINDS.map((kind) => [...order, kind]));

/**
 * What the case waits for: somebody saw the place since they left, GitHub said no to it
 * since, or it is not there to be seen.
 */
function isSeen(before: readonly Kind[], since: readonly Kind[]): boolean {
  if (since.at(-1) === 'away') return true;
  const told = since.some((kind) => kind !== 'failed' && kind !== 'away');
  // A refusal of before holds until GitHub says otherwise.
  const last = [...before, ...since].findLast((kind) => kind !== 'failed' && kind !== 'away');
  return told || last === 'refused';
}

it.each([
  [0, 3],
  [1, 2],
  [2, 1],
])(
  'of %i looks before they left and %i since none opens a closed case, and none closes one that nobody looked for',
  async (many, more) => {
    for (const before of orders(many))
      for (const since of orders(more)) {
        const looks = [
          ...before.map((kind, at) => [kind, LEFT - 10 + at] as const),
          ...since.map((kind, at) => [kind, LEFT + 10 + at] as const),
        ];
        const order = [...before, '|', ...since].join(' ');
        const open = (await openAfter(looks)).slice(before.length);
        const closed = open.indexOf(false);
        const should = since.findIndex((_, at) => isSeen(before, since.slice(0, at + 1)));
        expect(closed, `${order}: closes with this look`).toBe(should);
        if (closed >= 0) expect(open.slice(closed), order).not.toContain(true);
      }
  },
  60_000,
);
