import type { Foretold } from '../github/foretold.ts';
import type { Head } from '../model/head.ts';
import type { NewJob } from '../model/job.ts';
import type { Instant } from '../model/time.ts';

// The jobs about the tips of pull requests and merge groups, as they are asked for.

/** As an event tells of it. */
type Tip = Omit<Head, 'state' | 'scan' | 'movedAt'>;

/** A pull request or a merge group has a new tip. */
export function openHead(org: number, head: Tip): NewJob {
  return { type: 'open-head', payload: { org, head }, lane: tipsLane(head.repositoryId) };
}

export function scanHead(org: number, repositoryId: number, subject: string, sha: string): NewJob {
  const name = `${repositoryId}:${subject}:${sha}`;
  return {
    type: 'scan-head',
    payload: { org, repositoryId, subject, sha },
    lane: `heads:${repositoryId}`,
    coalesce: `scan-head:${name}`,
  };
}

/**
 * Scans the heads of a repository that wait for it, some at a time: a head that comes
 * meanwhile waits for no more than these.
 */
export function scanHeads(org: number, repositoryId: number): NewJob {
  return {
    type: 'scan-heads',
    payload: { org, repositoryId },
    lane: `heads:${repositoryId}`,
    coalesce: `scan-heads:${repositoryId}`,
  };
}

/**
 * Lets the checks of a repository follow the facts, as fast as GitHub's limits allow; with
 * `sha` the check of this commit, at once.
 */
export function checkHeads(org: number, repositoryId: number, sha?: string): NewJob {
  const name = sha === undefined ? `${repositoryId}` : `${repositoryId}:${sha}`;
  return {
    type: 'check-heads',
    payload: { org, repositoryId, sha },
    lane: checksLane(repositoryId),
    coalesce: `check-heads:${name}`,
  };
}

/** One at a time: two jobs that write the check of one commit would make two runs. */
export function checksLane(repositoryId: number): string {
  return `checks:${repositoryId}`;
}

/** What comes and goes in one repository, in its order; no other repository waits for it. */
export function tipsLane(repositoryId: number): string {
  return `tips:${repositoryId}`;
}

/** A pull request or a merge group is over; `head` is its last tip. */
export function closeHead(org: number, head: Tip): NewJob {
  const { repositoryId, subject } = head;
  return { type: 'close-head', payload: { org, repositoryId, subject, head }, lane: tipsLane(repositoryId) };
}

/** Somebody asked for a check again. */
export function recheck(org: number, repositoryId: number, sha: string): NewJob {
  return {
    type: 'recheck',
    payload: { org, repositoryId, sha },
    lane: tipsLane(repositoryId),
    coalesce: `recheck:${repositoryId}:${sha}`,
  };
}

/**
 * Open pull requests that have no check of ours: after an installation, or after we were away. `noneAt`:
 * when a list said that there are none. Where this or more is foretold, it stands for no other such job.
 */
export function findHeads(org: number, repositoryId: number, noneAt?: Instant, foretold?: Foretold): NewJob {
  const name = noneAt === undefined && foretold === undefined ? 'find-heads' : 'find-foretold-heads';
  return {
    type: 'find-heads',
    payload: { org, repositoryId, ...(noneAt === undefined ? {} : { noneAt }), foretold },
    lane: tipsLane(repositoryId),
    coalesce: `${name}:${repositoryId}`,
  };
}
