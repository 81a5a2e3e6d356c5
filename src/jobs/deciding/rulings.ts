import type { Decision } from '../../model/decision.ts';
import type { NewJob } from '../../model/job.ts';
import type { JournalEntry } from '../../model/journal.ts';
import type { Ruling } from '../../policy/commands/desk.ts';
import type { Store } from '../../store/store.ts';
import type { Context } from '../context.ts';
import { enforce, incidents, prove, remediate } from '../requests.ts';

export interface Ruled {
  readonly speaker: string;
  readonly said: string;
  readonly rulings: readonly Ruling[];
  /** It was not ruled on before: a refusal is written into the journal once. */
  readonly first: boolean;
}

/** Decisions, journal and what follows from them, in one transaction with what the caller remembers. */
export async function keepRulings(
  { store, queue, now }: Context,
  org: number,
  { speaker, said, rulings, first }: Ruled,
  remember: (inside: Store) => Promise<void>,
): Promise<void> {
  const actor = `@${speaker}`;
  await store.transaction(async (inside) => {
    const known = new Set((await inside.decisions.list(org)).map(({ id }) => id));
    const decisions = rulings.flatMap((ruling) => ('decision' in ruling ? [ruling.decision] : []));
    const fresh = decisions.filter(({ id }) => !known.has(id));
    const refusals = first ? rulings.filter(({ is }) => is === 'refused') : [];
    await inside.decisions.add(org, fresh);
    await inside.journal.append(org, [
      ...fresh.map((each): JournalEntry => ({ at: each.at, actor, did: DID[each.decides], about: aboutOf(each) })),
      ...refusals.map((): JournalEntry => ({ at: now(), actor, did: 'was refused a command', about: said })),
    ]);
    await remember(inside);
    // Also for what is known: the process may have ended before anything followed from it.
    await queue.add(decisions.length === 0 ? [] : followUps(org, decisions), inside.tx);
  });
}

const DID: Readonly<Record<Decision['decides'], string>> = {
  owner: 'said who answers for a credential',
  claim: 'took a case in hand',
  rotated: 'attested that a credential was rotated',
  exception: 'excepted a credential',
  'break-glass': 'broke the glass for a credential',
  'false-positive': 'called a finding a false alarm',
  request: 'asked for a credential to be deleted or revoked',
  approval: 'approved a request',
  cancel: 'cancelled a request or an exception',
  keep: 'kept a line of an access review',
  attest: 'attested an access review',
};

function aboutOf(decision: Decision): string {
  const { id, said } = decision;
  switch (decision.decides) {
    case 'claim':
      return `case ${decision.case} (${said})`;
    case 'approval':
      return `request ${decision.request} (${said})`;
    case 'cancel':
      return `decision ${decision.decision} (${said})`;
    case 'keep':
      return `${decision.review}, ${decision.line.of} ${decision.line.id} (${said})`;
    case 'attest':
      return `${decision.review} (${said})`;
    default:
      return `${decision.credential}, decision ${id} (${said})`;
  }
}

function followUps(org: number, decisions: readonly Decision[]): NewJob[] {
  const approved = decisions.flatMap((each) => (each.decides === 'approval' ? [remediate(org, each.request)] : []));
  const bound = decisions.some(({ decides }) => decides === 'break-glass') ? [incidents(org)] : [];
  const attested = decisions.some(({ decides }) => decides === 'rotated') ? [prove(org, true)] : [];
  return [...approved, ...bound, ...attested, enforce(org)];
}
