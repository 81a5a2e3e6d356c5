import { sql } from 'kysely';
import type { Evidence } from '../model/evidence.ts';
import type { Observation } from '../model/proof.ts';
import type { Instant } from '../model/time.ts';
import type { Access } from './access.ts';
import { namesInEvidence, saveNames } from './names.ts';
import { allBodies, chunks, distinct, ofKeys, pagesBy, parse, parseAll } from './rows.ts';
import type { Tables } from './tables.ts';

/** The part of the ledger about what is said of credentials, or what was seen of them (store.ts). */
export interface FactsAbout<Fact> {
  /** Idempotent by id, immutable. */
  add(org: number, facts: readonly Fact[]): Promise<void>;
  list(org: number): Promise<readonly Fact[]>;
  of(org: number, credentials: Iterable<string>): Promise<readonly Fact[]>;
  /** All since a moment, in the order of `list`, some at a time and none kept: there may be millions. */
  inTurn(org: number, since: Instant): AsyncIterable<Fact>;
}

/** Both. */
export interface AllFacts {
  /** About these credentials, one after the other; of each in the order in which it happened. */
  of(
    org: number,
    credentials: Iterable<string>,
  ): Promise<{ readonly evidence: readonly Evidence[]; readonly observations: readonly Observation[] }>;
}

export function evidence(access: Access): FactsAbout<Evidence> {
  return factsOf<Evidence>(access, 'evidence');
}

export function observations(access: Access): FactsAbout<Observation> {
  return factsOf<Observation>(access, 'observation');
}

/** Both in one look, as they lie together. */
export function facts({ db }: Access): AllFacts {
  return {
    async of(org, credentials) {
      const ofOrg = db()
        .selectFrom('fact')
        .select([bodiesOf('evidence').as('evidence'), bodiesOf('observation').as('observations')])
        .where('org', '=', org);
      const found = await ofKeys(credentials, (some) => ofOrg.where('credential', 'in', some).execute());
      return {
        evidence: found.flatMap((each) => ofEachInOrder(parseAll<Evidence>(each.evidence))),
        observations: found.flatMap((each) => ofEachInOrder(parseAll<Observation>(each.observations))),
      };
    },
  };
}

type About = Tables['fact']['about'];

function bodiesOf(about: About) {
  return sql<string | null>`string_agg(body, ',') filter (where about = ${sql.lit(about)})`;
}

/** Ids that are in memory together when all facts are told in turn: so many cost one look through the whole table. */
const SORTED = 100_000;

/**
 * Immutable facts about credentials: the first writing of an id stays as it is. Every id is made of its credential
 * among others, so none is of two.
 */
function factsOf<Fact extends Evidence | Observation>({ db, atomically }: Access, about: About) {
  const ofOrg = (org: number) => db().selectFrom('fact').where('org', '=', org).where('about', '=', about);
  return {
    add: (org: number, added: readonly Fact[]): Promise<void> =>
      atomically(async (trx) => {
        const rows = firstOfEach(added).map(({ id, credential, at, ...rest }) => ({
          org,
          credential,
          about,
          id,
          at,
          body: JSON.stringify({ id, credential, at, ...rest }),
        }));
        for (const chunk of chunks(rows)) {
          await trx
            .insertInto('fact')
            .values(chunk)
            .onConflict((it) => it.doNothing())
            .execute();
        }
        if (about === 'evidence') await saveNames(trx, org, namesInEvidence(added as readonly Evidence[]));
      }),

    /** In the order in which it happened. */
    async list(org: number): Promise<readonly Fact[]> {
      const inTurn = ofOrg(org).select(['credential', 'id', 'body']).orderBy('credential').orderBy('id');
      const pages = pagesBy((last: Row | undefined, limit) =>
        inTurn
          .where(({ eb, refTuple, tuple }) =>
            eb(refTuple('credential', 'id'), '>', tuple(last?.credential ?? '', last?.id ?? '')),
          )
          .limit(limit)
          .execute(),
      );
      const all: Fact[] = [];
      for await (const page of pages) for (const { body } of page) all.push(parse<Fact>(body));
      return inOrder(all);
    },

    /**
     * Without an index of its own, as nothing but an export asks for this: ids are sorted many
     * at a time, and their facts read some at a time.
     */
    async *inTurn(org: number, since: Instant): AsyncGenerator<Fact> {
      const all = ofOrg(org).select(['at', 'id', 'credential']).where('at', '>=', since);
      const oldest = all.orderBy('at').orderBy('id').limit(SORTED);
      const behind = ({ at, id }: { readonly at: Instant; readonly id: string }) =>
        oldest.where(({ eb, refTuple, tuple }) => eb(refTuple('at', 'id'), '>', tuple(at, id)));
      for (let next = oldest; ; ) {
        const sorted = await next.execute();
        for (const part of chunks(sorted)) {
          const places = sql.join(part.map(({ credential, id }) => sql`(${credential}, ${id})`));
          const rows = await ofOrg(org)
            .select(['id', 'body'])
            .where(sql<boolean>`(credential, id) in (values ${places})`)
            .execute();
          const bodies = new Map(rows.map(({ id, body }) => [id, body]));
          for (const { id } of part) yield parse<Fact>(bodies.get(id) ?? '');
        }
        const last = sorted.at(-1);
        if (last === undefined || sorted.length < SORTED) return;
        next = behind(last);
      }
    },

    /** About these credentials only; of each in the order in which it happened. */
    of(org: number, credentials: Iterable<string>): Promise<readonly Fact[]> {
      return ofKeys(credentials, async (some) => {
        const bodies = ofOrg(org).select(allBodies).where('credential', 'in', some);
        return inOrder(parseAll<Fact>((await bodies.executeTakeFirstOrThrow()).bodies));
      });
    },
  };
}

type Row = Pick<Tables['fact'], 'credential' | 'id' | 'body'>;

function inOrder<Fact extends Evidence | Observation>(facts: Fact[]): readonly Fact[] {
  return facts.sort(byTime);
}

/** As they lie in the ledger, so that nearly nothing is left to sort. */
function ofEachInOrder<Fact extends Evidence | Observation>(facts: Fact[]): readonly Fact[] {
  return facts.sort((a, b) => {
    if (a.credential !== b.credential) return a.credential < b.credential ? -1 : 1;
    return byTime(a, b);
  });
}

function byTime(a: Evidence | Observation, b: Evidence | Observation): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1);
}

function firstOfEach<Fact extends Evidence | Observation>(added: readonly Fact[]): readonly Fact[] {
  return distinct(added.toReversed(), (it) => it.id);
}
