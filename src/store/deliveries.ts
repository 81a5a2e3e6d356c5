import { keyed } from '../model/identity.ts';
import type { Access } from './access.ts';
import type { Store } from './store.ts';

export function deliveries({ db }: Access): Store['deliveries'] {
  return {
    async add(delivery) {
      const { numInsertedOrUpdatedRows } = await db()
        .insertInto('delivery')
        .values({
          guid: keyed(delivery.guid),
          event: delivery.event,
          action: delivery.action ?? null,
          installation_id: delivery.installationId ?? null,
          received_at: delivery.receivedAt,
        })
        .onConflict((it) => it.doNothing())
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 0n ? 'known' : 'new';
    },

    async has(guid) {
      const found = await db().selectFrom('delivery').select('guid').where('guid', '=', keyed(guid)).executeTakeFirst();
      return found !== undefined;
    },

    async purge(before) {
      const { numDeletedRows } = await db()
        .deleteFrom('delivery')
        .where('received_at', '<', before)
        .executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    },
  };
}
