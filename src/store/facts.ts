import { sql } from 'kysely';
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

/** Facts that are in memory together when all of them are told in turn; a slice costs a look through the whole table. */
const SLICE = 50_000;

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

    /** Without an index of its own, as nothing but an export asks for this: the places where slices end are told by one sorting of ids. */
    async *inTurn(org: number, since: Instant): AsyncGenerator<Fact> {
      const ofOrg = db().selectFrom(table).where('org', '=', org).where('at', '>=', since);
      const place = sql<number>`row_number() over (order by at, id)`.as('place');
      const ends = await db()
        .selectFrom(ofOrg.select(['at', 'id', place]).as('numbered'))
        .select(['at', 'id'])
        .where(sql<boolean>`place % ${sql.lit(SLICE)} = 0`)
        .orderBy('place')
        .execute();
      for (let number = 0; number <= ends.length; number++) {
        const [after, last] = [ends[number - 1], ends[number]];
        let slice = ofOrg.select('body').orderBy('at').orderBy('id');
        if (after !== undefined)
          slice = slice.where(({ eb, refTuple, tuple }) => eb(refTuple('at', 'id'), '>', tuple(after.at, after.id)));
        if (last !== undefined)
          slice = slice.where(({ eb, refTuple, tuple }) => eb(refTuple('at', 'id'), '<=', tuple(last.at, last.id)));
        for (const { body } of await slice.execute()) yield parse<Fact>(body);
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
