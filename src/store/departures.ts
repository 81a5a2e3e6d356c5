import { createHash } from 'node:crypto';
import type { DepartureNotice } from '../model/departure.ts';
import type { JournalEntry } from '../model/journal.ts';
import type { Access } from './access.ts';
import { appendTo } from './journal.ts';
import { takePositions } from './positions.ts';
import { chunks, parse } from './rows.ts';
import type { Store } from './store.ts';

export function departures({ db, atomically }: Access): Store['departures'] {
  return {
    add: (org, notices) =>
      atomically(async (trx) => {
        if (notices.length === 0) return;
        const first = await takePositions(trx, org, 'departure', notices.length);
        const rows = notices.map((notice, at) => ({
          org,
          id: identity(notice),
          position: first + at,
          learned_at: notice.learnedAt,
          body: JSON.stringify({ ...notice, heard: undefined }),
        }));
        const kept = new Set<string>();
        for (const chunk of chunks(rows)) {
          const inserted = await trx
            .insertInto('departure_notice')
            .values(chunk)
            .onConflict((it) => it.doNothing())
            .returning('id')
            .execute();
          for (const { id } of inserted) kept.add(id);
        }
        const fresh = notices.filter((notice) => kept.delete(identity(notice)));
        await appendTo(trx, org, fresh.map(entry));
      }),

    async list(org) {
      const rows = await db()
        .selectFrom('departure_notice')
        .select(['body', 'position'])
        .where('org', '=', org)
        .orderBy('learned_at')
        .orderBy('position')
        .execute();
      return rows.map(({ body, position }) => ({ ...parse<DepartureNotice>(body), heard: position }));
    },
  };
}

/** Here, and not where notices come from: so that no source can forget it. */
function entry({ source, who, says, effectiveAt, learnedAt, detail, ...more }: DepartureNotice): JournalEntry {
  const name = who.login ?? who.email ?? who.name ?? '';
  const person = who.id === undefined ? name : `${name} (user ${who.id})`.trim();
  const of = `${more.vendor ? ` for all of ${more.vendor}` : ''}${more.emergency ? ', emergency' : ''}`;
  const did = says === 'leaves' ? 'learned of a departure' : 'learned that somebody stays';
  const about = `${person}, as of ${new Date(effectiveAt).toISOString()}, from ${source}${of}: ${detail}`;
  return { at: learnedAt, actor: 'handback', did, about };
}

function identity({ source, who, says, effectiveAt, learnedAt, detail, ...more }: DepartureNotice): string {
  const person = [who.id, who.login, who.email, who.name, who.bot].map((it) => it ?? null);
  const { vendor, emergency, overrules } = more;
  // Only where one of them is set: notices that were kept before these existed keep their names.
  const rare = [who.directory, vendor, emergency, overrules].map((it) => it ?? null);
  const parts = [source, person, says, effectiveAt, learnedAt, detail, ...(rare.some((it) => it !== null) ? rare : [])];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
