import type { Evidence } from '../model/evidence.ts';
import type { Observation } from '../model/proof.ts';
import type { Instant } from '../model/time.ts';
import type { Access } from './access.ts';
import { namesInEvidence, saveNames } from './names.ts';
import { allBodies, allPages, chunks, distinct, ofKeys, parse, parseAll } from './rows.ts';
import type { Store } from './store.ts';

export function evidence(access: Access): Store['evidence'] {
  return facts<Evidence>(access, 'evidence');
}

export function observations(access: Access): Store['observations'] {
  return facts<Observation>(access, 'observation');
}

/** Ids that are in memory together when all facts are told in turn: so many cost one look through the whole table. */
const SORTED = 100_000;

/** Immutable facts about credentials: the first writing of an id stays as it is. */
function facts<Fact extends Evidence | Observation>({ db, atomically }: Access, table: 'evidence' | 'observation') {
  return {
    add: (org: number, added: readonly Fact[]): Promise<void> =>
      atomically(async (trx) => {
        const rows = firstOfEach(added).map(({ id, credential, at, ...rest }) => ({
          org,
          id,
          credential,
          at,
          body: JSON.stringify({ id, credential, at, ...rest }),
        }));
        for (const chunk of chunks(rows)) {
          await trx
            .insertInto(table)
            .values(chunk)
            .onConflict((it) => it.doNothing())
            .execute();
        }
        if (table === 'evidence') await saveNames(trx, org, namesInEvidence(added as readonly Evidence[]));
      }),

    /** In the order in which it happened. */
    async list(org: number): Promise<readonly Fact[]> {
      const ofOrg = db().selectFrom(table).select(['id', 'body']).where('org', '=', org).orderBy('id');
      const all = await allPages(
        (after, limit) => ofOrg.where('id', '>', after).limit(limit).execute(),
        ({ body }) => parse<Fact>(body),
      );
      return all.toSorted((a, b) => a.at - b.at);
    },

    /**
     * Without an index of its own, as nothing but an export asks for this: ids are sorted many
     * at a time, and their facts read some at a time.
     */
    async *inTurn(org: number, since: Instant): AsyncGenerator<Fact> {
      const ofOrg = db().selectFrom(table).where('org', '=', org);
      const inOrder = ofOrg.select(['at', 'id']).where('at', '>=', since).orderBy('at').orderBy('id').limit(SORTED);
      const behind = ({ at, id }: { readonly at: Instant; readonly id: string }) =>
        inOrder.where(({ eb, refTuple, tuple }) => eb(refTuple('at', 'id'), '>', tuple(at, id)));
      for (let next = inOrder; ; ) {
        const sorted = await next.execute();
        for (const part of chunks(sorted)) {
          const some = part.map(({ id }) => id);
          const rows = await ofOrg.select(['id', 'body']).where('id', 'in', some).execute();
          const bodies = new Map(rows.map(({ id, body }) => [id, body]));
          for (const id of some) yield parse<Fact>(bodies.get(id) ?? '');
        }
        const last = sorted.at(-1);
        if (last === undefined || sorted.length < SORTED) return;
        next = behind(last);
      }
    },

    /** About these credentials only; of each in the order in which it happened. */
    async of(org: number, credentials: Iterable<string>): Promise<readonly Fact[]> {
      const ofOrg = db().selectFrom(table).select(allBodies).where('org', '=', org);
      return ofKeys(credentials, async (some) => {
        const { bodies } = await ofOrg.where('credential', 'in', some).executeTakeFirstOrThrow();
        return parseAll<Fact>(bodies).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
      });
    },
  };
}

function firstOfEach<Fact extends Evidence | Observation>(added: readonly Fact[]): readonly Fact[] {
  return distinct(added.toReversed(), (it) => it.id);
}
