import { afterAll, beforeAll, describe } from 'vitest';
import type { OpenedStore } from '../../src/store/open.ts';
import { auditContract } from './contract/audit.ts';
import type { Bench } from './contract/bench.ts';
import { coverageContract } from './contract/coverage.ts';
import { credentialContract } from './contract/credentials.ts';
import { factContract } from './contract/facts.ts';
import { hostileContract } from './contract/hostile.ts';
import { journalContract } from './contract/journal.ts';
import { memoryContract } from './contract/memory.ts';
import { migrationContract } from './contract/migrations.ts';
import { narrowContract } from './contract/narrow.ts';
import { oldHeadContract } from './contract/old-heads.ts';
import { organizationContract } from './contract/organizations.ts';
import { personContract } from './contract/people.ts';
import { recordContract } from './contract/records.ts';
import { transactionContract } from './contract/transactions.ts';

/** The definition of the store: whatever passes is one. */
export function storeConformance(engine: string, open: () => Promise<OpenedStore>): void {
  describe(`the store on ${engine}`, () => {
    let opened: OpenedStore | undefined;
    let orgs = 1000;
    const bench: Bench = {
      store() {
        if (opened === undefined) throw new Error('The store is not open.');
        return opened;
      },
      openAgain: open,
      newOrg: () => ++orgs,
    };
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());

    transactionContract(bench);
    organizationContract(bench);
    credentialContract(bench);
    factContract(bench);
    narrowContract(bench);
    auditContract(bench);
    recordContract(bench);
    personContract(bench);
    memoryContract(bench);
    coverageContract(bench);
    oldHeadContract(bench);
    journalContract(bench);
    hostileContract(bench);
    migrationContract(bench);
  });
}
