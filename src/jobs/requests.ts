import type { Foretold } from '../github/foretold.ts';
import { identity } from '../model/identity.ts';
import type { NewJob } from '../model/job.ts';
import { MINUTE } from '../model/time.ts';
import { linesWritten } from './deciding/own-words.ts';

// The jobs there are, as they are asked for. Lanes keep work on one subject in order; `coalesce` drops a request
// that a waiting one already covers.

export function onboard(installationId: number): NewJob {
  return {
    type: 'onboard',
    payload: { installationId },
    lane: `installation:${installationId}`,
    coalesce: `onboard:${installationId}`,
  };
}

export function sweep(org: number): NewJob {
  return { type: 'sweep', payload: { org }, lane: `sweep:${org}`, coalesce: `sweep:${org}`, background: true };
}

/** The part of a sweep that is about people, where GitHub failed to answer it. */
export function people(org: number): NewJob {
  return { type: 'people', payload: { org }, lane: `sweep:${org}`, coalesce: `people:${org}`, background: true };
}

interface Looked {
  /** Names of sources; left out, all of them. */
  readonly sources?: readonly string[];
  readonly foretold?: Foretold | undefined;
  /** Names of texts that are read again though they did not change. */
  readonly again?: readonly string[];
  /** Only where a secret was seen in one of them. */
  readonly ifHeld?: boolean;
}

/**
 * Lists what the sources hold: of the organisation itself, or of one repository. A look to which something was
 * foretold stands for no other, because that one may be wanted for what happened since; nor does one for chosen texts.
 */
export function look(org: number, repositoryId?: number, { sources, foretold, again, ifHeld }: Looked = {}): NewJob {
  const what = foretold === undefined ? (sources?.join('+') ?? 'all') : 'foretold';
  const name = `look:${org}:${repositoryId ?? 'organization'}:${what}`;
  const lane = repositoryId === undefined ? `look:${org}` : `repository:${repositoryId}`;
  const payload = { org, repositoryId, sources, foretold, again, ifHeld };
  return { type: 'look', payload, lane, ...(again === undefined ? { coalesce: name } : {}) };
}

/** Somebody deleted a text, of which GitHub tells by this event alone. */
export function lookWhereDeleted(org: number, repositoryId: number, name: string): NewJob {
  return look(org, repositoryId, { sources: ['conversation'], again: [name], ifHeld: true });
}

/**
 * Who may write in a repository, or which repositories may use the organisation's chosen
 * secrets: these are listed first, in the same lane.
 */
export function access(org: number, repositoryId?: number, foretold?: Foretold): NewJob {
  const lane = repositoryId === undefined ? `look:${org}` : `repository:${repositoryId}`;
  const coalesce = `access:${org}:${repositoryId ?? 'organization'}${foretold === undefined ? '' : ':foretold'}`;
  return { type: 'access', payload: { org, repositoryId, foretold }, lane, coalesce };
}

/**
 * Scans what the refs of a repository hold and nobody scanned yet. `extra`: tips that may
 * already be replaced by a force push.
 */
export function scan(org: number, repositoryId: number, extra: readonly string[] = []): NewJob {
  const coalesce = extra.length === 0 ? { coalesce: `scan:${repositoryId}` } : {};
  return { type: 'scan', payload: { org, repositoryId, extra }, lane: `repository:${repositoryId}`, ...coalesce };
}

/** What a push brings may be a secret, a policy or a roster. */
export function pushed(org: number, repositoryId: number, tip: string): readonly NewJob[] {
  return [scan(org, repositoryId, [tip]), settings(org, repositoryId)];
}

/** `repositoryId`: only if policy or roster live there. */
export function settings(org: number, repositoryId?: number): NewJob {
  const name = repositoryId === undefined ? `settings:${org}` : `settings:${org}:${repositoryId}`;
  return { type: 'settings', payload: { org, repositoryId }, lane: `settings:${org}`, coalesce: name };
}

/** Minutes later: what GitHub did not show for a moment it shows by then. */
export function settingsAgain(org: number): NewJob {
  const coalesce = `settings-again:${org}`;
  return { type: 'settings', payload: { org, again: true }, lane: `settings:${org}`, coalesce, delayMs: 5 * MINUTE };
}

/** `force`: ask issuers again that answered lately. */
export function prove(org: number, force = false): NewJob {
  const name = force ? 'prove-force' : 'prove';
  return { type: 'prove', payload: { org, force }, lane: `prove:${org}`, coalesce: `${name}:${org}` };
}

export function organizationLane(org: number): string {
  return `organization:${org}`;
}

/**
 * `distrust`: somebody touched what we wrote, so compare with GitHub instead of with our
 * memory: everything, or what stands in the repository of this id.
 */
export function enforce(org: number, distrust: boolean | number = false): NewJob {
  const name = distrust === false ? 'enforce' : `enforce-distrust${distrust === true ? '' : `-${distrust}`}`;
  return { type: 'enforce', payload: { org, distrust }, lane: organizationLane(org), coalesce: `${name}:${org}` };
}

/**
 * Goes on with cases that GitHub's limits left for later. Under a word of its own: what is new is not to wait for it.
 */
export function enforceRest(org: number, distrust: boolean | number, delayMs: number): NewJob {
  const coalesce = `enforce-rest:${distrust}:${org}`;
  return { type: 'enforce', payload: { org, distrust }, lane: organizationLane(org), coalesce, delayMs };
}

export function decisionsLane(org: number): string {
  return `decisions:${org}`;
}

/**
 * Somebody wrote something that speaks to us. Of the text, and of the lines in it that they
 * wrote, only hashes are kept: a later edit, by whomever, is another text.
 */
export function command(
  org: number,
  said: { repositoryId: number; comment: number; sender: number; body: string; before?: string },
): NewJob {
  const { body, before, ...ids } = said;
  const text = identity(body);
  const wrote = linesWritten(body, before);
  const name = `command:${said.comment}:${text}`;
  return { type: 'command', payload: { org, ...ids, text, wrote }, lane: decisionsLane(org), coalesce: name };
}

/** What GitHub sent an event of and says is not there, a while later. */
export function commandAgain(
  org: number,
  said: { readonly comment: number; readonly text: string; readonly missingSince: number },
  delayMs: number,
): NewJob {
  const coalesce = `command:${said.comment}:${said.text}`;
  return { type: 'command', payload: { ...said }, lane: decisionsLane(org), coalesce, delayMs };
}

/** Somebody pressed a button of a check. */
export function button(org: number, pressed: object): NewJob {
  return { type: 'button', payload: { org, ...pressed }, lane: decisionsLane(org) };
}

/** Carries out what was asked for and approved. */
export function remediate(org: number, request: string): NewJob {
  return { type: 'remediate', payload: { org, request }, lane: decisionsLane(org), coalesce: `remediate:${request}` };
}

/** Are the incidents still open that break-glass is bound to? */
export function incidents(org: number): NewJob {
  return { type: 'incidents', payload: { org }, lane: decisionsLane(org), coalesce: `incidents:${org}` };
}

/** `source`: the name of the departure source that reads the event. */
export function recordDeparture(
  org: number,
  event: { readonly source: string; readonly action: string; readonly at: number; readonly payload: object },
): NewJob {
  return { type: 'record-departure', payload: { org, ...event }, lane: `settings:${org}` };
}

/** Looks up at GitHub whom the notices name. */
export function learnPeopleNamed(org: number): NewJob {
  return { type: 'learn-named', payload: { org }, lane: `settings:${org}`, coalesce: `learn-named:${org}` };
}

export function recordKeyEvent(org: number, payload: object): NewJob {
  return { type: 'record-key-event', payload: { org, payload }, lane: `settings:${org}` };
}

/** Reads what is new in the audit log, where the plan has its API. */
export function auditLog(org: number): NewJob {
  return { type: 'audit-log', payload: { org }, lane: `audit-log:${org}`, coalesce: `audit-log:${org}` };
}

/** Holds what the audit log said against the credentials that are known. */
export function auditEvidence(org: number): NewJob {
  return { type: 'audit-evidence', payload: { org }, lane: `settings:${org}`, coalesce: `audit-evidence:${org}` };
}

export function auditDepartures(org: number, facts: readonly string[]): NewJob {
  return { type: 'audit-departures', payload: { org, facts }, lane: `settings:${org}` };
}

/** Compares the public keys of people with deploy keys, and with private keys that were found in code. */
export function accountKeys(org: number): NewJob {
  return { type: 'account-keys', payload: { org }, lane: `account-keys:${org}`, coalesce: `account-keys:${org}` };
}

/** Who brought these values, once more: a pull request that held them is over, or GitHub did not tell. */
export function askWhoLater(
  org: number,
  repositoryId: number,
  all: readonly { readonly credential: string; readonly commit: string }[],
): NewJob {
  const found = all.map(({ credential, commit }) => ({ credential, commit }));
  return { type: 'ask-who', payload: { org, repositoryId, found }, lane: `heads:${repositoryId}` };
}
