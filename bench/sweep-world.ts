import type { Head } from '../src/model/head.ts';
import { identity } from '../src/model/identity.ts';
import { openStore, type StoreTarget } from '../src/store/open.ts';
import { fillLedger, login, NOW, ORG } from './enforce-world.ts';

export const PER_REPOSITORY = 50;
const PEOPLE = 2_000;
export const LEAVERS = 5;
const WRITERS = 10;
const BATCH = 1_000;
/** Pull requests of a repository that are open, and that are merged: each had a check. */
export const OPEN = 3;
const MERGED = 20;

/** What a source calls itself does not matter here, only how many there are. */
export const SOURCES = Array.from({ length: 10 }, (_, at) => `source-${at}`);

/** An organisation in which a handful of people leave, with what its repositories' files and lists say. */
export async function fillOrganization(target: StoreTarget, repositories: number): Promise<void> {
  const credentials = repositories * PER_REPOSITORY;
  await fillLedger(target, { leavers: LEAVERS, people: PEOPLE, credentials, perRepository: PER_REPOSITORY });
  const store = await openStore(target);
  for (let from = 1; from <= repositories; from += BATCH) {
    const ids = Array.from({ length: Math.min(BATCH, repositories - from + 1) }, (_, at) => from + at);
    const each = <T>(record: (repositoryId: number) => T) => new Map(ids.map((id) => [String(id), record(id)]));
    await store.records.save(ORG, 'access', each(accessOf));
    await store.records.save(ORG, 'uses', each(usesOf));
    await store.records.save(
      ORG,
      'codeowners',
      each(() => ({ lookedAt: NOW, path: 'CODEOWNERS', rules: RULES })),
    );
    const looks = ids.flatMap((repositoryId) =>
      SOURCES.map((source) => ({
        source,
        scope: { repositoryId, repository: `acme/service-${repositoryId}` },
        lookedAt: NOW,
      })),
    );
    await store.coverage.save(ORG, looks);
    await store.transaction(async (inside) => {
      for (const id of ids) {
        const heads = Array.from({ length: OPEN + MERGED }, (_, at) => headOf(id, at));
        await inside.heads.save(ORG, heads);
        for (const { sha } of heads)
          await inside.outcomes.save(ORG, `check-run:${id}:${sha}`, { hash: sha, remote: id, state: 'open' });
      }
    });
  }
  await store.coverage.save(ORG, [{ source: 'webhook', scope: {}, lookedAt: NOW }]);
  await store.close();
}

function headOf(repositoryId: number, at: number): Head {
  const sha = identity('head', repositoryId, at);
  const scan = { state: 'done', at: NOW, found: [], problems: [] } as const;
  return {
    repositoryId,
    subject: `pull/${at}`,
    sha,
    baseSha: identity('base', repositoryId),
    baseRef: 'main',
    state: at < OPEN ? 'open' : 'closed',
    scan,
    movedAt: NOW,
    asOf: NOW,
  };
}

const RULES = [{ line: 1, pattern: '*', owners: ['@acme/platform'] }];

function accessOf(repositoryId: number) {
  const people = Array.from({ length: WRITERS }, (_, at) => {
    const id = ((repositoryId * WRITERS + at) % PEOPLE) + 1;
    return { id, login: login(id), role: 'write' as const, since: NOW, seenAt: NOW };
  });
  return { repositoryId, lookedAt: NOW, people };
}

function usesOf(repositoryId: number) {
  const uses = Array.from({ length: 3 }, (_, at) => ({
    ...({ what: 'secret', name: `SECRET_${(repositoryId - 1) * PER_REPOSITORY + at}`, workflow: 'ci.yml' } as const),
    ...({ through: [], job: 'build', receiver: { kind: 'script' }, how: 'script' } as const),
  }));
  return { lookedAt: NOW, uses, unread: [], risks: [], literals: [] };
}
