// The properties of narrow reads once more, on PostgreSQL: what a part is read by is SQL,
// and each engine has an order and a planner of its own.
import { afterAll, vi } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import type { MadeOrganizations } from '../support/made-organizations.ts';
import { makingIn } from '../support/making-in.ts';
import { startPostgres } from '../support/postgres.ts';
import './audit-matches.test.ts';
import './certificate-facts.test.ts';
import './desk.test.ts';
import './narrow.test.ts';

const { server } = vi.hoisted(() => ({ server: { of: undefined as ReturnType<typeof startPostgres> | undefined } }));
afterAll(async () => (await server.of)?.stop());

/** Of the cases that SQLite goes through: a statement costs more where it goes to another process. */
const SHARE = 0.08;
const share = (many: number) => Math.floor(many * SHARE);
/** What is rare among all cases need not be among these. */
const enough = (many: number) => (many < 100 ? -1 : share(many) / 2);

vi.mock('../support/made-organizations.ts', () => ({
  async madeOrganizations(): Promise<MadeOrganizations> {
    server.of ??= startPostgres();
    const store = await openStore({ databaseUrl: await (await server.of).createDatabase() });
    return { ...makingIn(store), share, enough, close: () => store.close() };
  },
}));
