import type { Selectable } from 'kysely';
import type { Organization } from '../model/organization.ts';
import type { Access } from './access.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

export function organizations({ db }: Access): Store['organizations'] {
  return {
    async save({ id, login, installationId, state }) {
      const words = { login, installation_id: installationId, state };
      await db()
        .insertInto('organization')
        .values({ id, ...words })
        .onConflict((it) => it.column('id').doUpdateSet(words))
        .execute();
    },

    async byId(org) {
      const row = await db().selectFrom('organization').selectAll().where('id', '=', org).executeTakeFirst();
      return row && toOrganization(row);
    },

    async byInstallation(installationId) {
      const row = await db()
        .selectFrom('organization')
        .selectAll()
        .where('installation_id', '=', installationId)
        // After a reinstallation an id belongs to one organisation; should two claim it, the one in use wins.
        .orderBy('state')
        .executeTakeFirst();
      return row && toOrganization(row);
    },

    async list() {
      const rows = await db().selectFrom('organization').selectAll().orderBy('id').execute();
      return rows.map(toOrganization);
    },
  };
}

function toOrganization(row: Selectable<Tables['organization']>): Organization {
  return {
    id: row.id,
    login: row.login,
    installationId: row.installation_id,
    state: row.state as Organization['state'],
  };
}
