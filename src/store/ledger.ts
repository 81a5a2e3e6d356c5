import type { AuditFact } from '../model/audit.ts';
import type { Decision } from '../model/decision.ts';
import { type Access, againstOthers, inside, type TransactionScope } from './access.ts';
import { coverage } from './coverage.ts';
import { credentials } from './credentials.ts';
import { deliveries } from './deliveries.ts';
import { departures } from './departures.ts';
import { evidence, facts, observations } from './facts.ts';
import { heads } from './heads.ts';
import { journal } from './journal.ts';
import { answers, notes, outcomes, policies } from './memory.ts';
import { organizations } from './organizations.ts';
import { engagements, people } from './people.ts';
import { records } from './records.ts';
import { repositories } from './repositories.ts';
import { sightings } from './sightings.ts';
import type { Store } from './store.ts';
import type { Db } from './tables.ts';
import { timeline } from './timeline.ts';

/** The whole ledger, to be used outside of a transaction. */
export function ledger(access: Access, scope: TransactionScope): Omit<Store, 'close'> {
  return {
    ...parts(access),
    tx: undefined,
    transaction: async (work) => {
      const db = access.db();
      const run = (trx: Db) => scope.run((isOpen) => work(ledgerInside(trx, isOpen)));
      return againstOthers(() => db.transaction().execute(run));
    },
  };
}

function ledgerInside(db: Db, isOpen: () => boolean): Store {
  const store: Store = {
    ...parts(inside(db, isOpen)),
    tx: db,
    transaction: () =>
      Promise.reject(new Error('A transaction is open already: do the work on the store it handed out.')),
    close: () => Promise.reject(new Error('The store cannot be closed inside of a transaction.')),
  };
  return store;
}

function parts(access: Access): Omit<Store, 'tx' | 'transaction' | 'close'> {
  return {
    deliveries: deliveries(access),
    organizations: organizations(access),
    repositories: repositories(access),
    credentials: credentials(access),
    sightings: sightings(access),
    evidence: evidence(access),
    observations: observations(access),
    facts: facts(access),
    audit: timeline<AuditFact>(access, 'audit_fact'),
    records: records(access),
    decisions: timeline<Decision>(access, 'decision'),
    people: people(access),
    departures: departures(access),
    engagements: engagements(access),
    coverage: coverage(access),
    policies: policies(access),
    heads: heads(access),
    outcomes: outcomes(access),
    notes: notes(access),
    answers: answers(access),
    journal: journal(access),
  };
}
