import { createHash } from 'node:crypto';
import type { DepartureNotice } from '../model/departure.ts';
import type { Access } from './access.ts';
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
          body: JSON.stringify(notice),
        }));
        for (const chunk of chunks(rows)) {
          await trx
            .insertInto('departure_notice')
            .values(chunk)
            .onConflict((it) => it.doNothing())
            .execute();
        }
      }),

    async list(org) {
      const rows = await db()
        .selectFrom('departure_notice')
        .select('body')
        .where('org', '=', org)
        .orderBy('learned_at')
        .orderBy('position')
        .execute();
      return rows.map(({ body }) => parse<DepartureNotice>(body));
    },
  };
}

function identity({ source, who, says, effectiveAt, learnedAt, detail, ...more }: DepartureNotice): string {
  const person = [who.id, who.login, who.email, who.name, who.bot].map((it) => it ?? null);
  const { vendor, emergency, overrules } = more;
  // Only where one of them is set: notices that were kept before these existed keep their names.
  const rare = [who.directory, vendor, emergency, overrules].map((it) => it ?? null);
  const parts = [source, person, says, effectiveAt, learnedAt, detail, ...(rare.some((it) => it !== null) ? rare : [])];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
