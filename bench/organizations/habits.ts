import type { Dice } from './dice.ts';

/**
 * How people work, as lowest and highest share: ASSUMPTIONS, not measurements (docs/attribution.md says what
 * follows from that). Every organisation draws its own, so that no number is fitted to one way of working.
 */
const HABITS = {
  /**
   * The author line names somebody else than who wrote the commit: a shared machine, `git
   * config` of a colleague, a forger.
   */
  wrongAuthor: [0.01, 0.06],
  /** Somebody else brings the commit: a maintainer rebases, merges at home, pushes for a colleague. */
  pushedByOther: [0.02, 0.12],
  pullByOther: [0.02, 0.1],
  direct: [0.15, 0.45],
  fork: [0.02, 0.15],
  squash: [0.2, 0.6],
  rebase: [0.1, 0.3],
  /** A squashed pull request holds the commits of two people. */
  together: [0.05, 0.25],
  /** Then it was the other of the two who brought the secret. */
  otherOfTwo: [0.2, 0.5],
  signs: [0.05, 0.4],
  byAgent: [0.02, 0.1],
  byWorkflow: [0.01, 0.04],
  byMachine: [0.02, 0.06],
  localAssistant: [0.05, 0.3],
  cherryPicked: [0.01, 0.05],
  rebasedByOther: [0.01, 0.04],
  /** Share of leaks in a history that was brought from elsewhere in one push. */
  imported: [0.02, 0.2],
  /** That push is still in GitHub's log of activity. */
  importLogged: [0.2, 0.8],
  /** Who stores a CI secret writes the workflow that uses it. */
  storesOwn: [0.55, 0.85],
  /** They do both about the same day. */
  storesAtOnce: [0.5, 0.9],
  usedByWorkflow: [0.5, 0.9],
  storedByApp: [0.02, 0.1],
  storedByMachine: [0.02, 0.1],
  savedAgain: [0.1, 0.4],
  recreated: [0.01, 0.06],
  accountGone: [0.02, 0.1],
  renamed: [0.04, 0.15],
  rosterKnowsServices: [0.4, 1],
  /** A script of one person runs with the token of another. */
  borrowedToken: [0, 0.006],
  /** The key with which somebody signs in is also that of a deploy key. */
  ownKeyDeployed: [0.02, 0.15],
  /** It is somebody's own private key that is in the file. */
  leaksKey: [0.02, 0.08],
  /** An agent's work without a trailer that names who asked for it. */
  agentSilent: [0, 0.4],
  /** A repository that came from another one, with its secrets. */
  mirrored: [0, 0.3],
  /** GitHub's own scanner has an alert, the issuer told it the owner, somebody let it in past the push protection. */
  alerted: [0.2, 0.8],
  ownerTold: [0.1, 0.5],
  bypassed: [0.1, 0.4],
  /** A token has been used since, so that an audit log knows it. */
  tokenUsed: [0.5, 1],
  /** The clock of the machine where the commit was made is wrong by days. */
  commitClockOff: [0, 0.03],
  /** GitHub's two clocks are further apart than usual. */
  clockOff: [0.001, 0.01],
  permissionMissing: [0, 0.15],
} as const satisfies Readonly<Record<string, readonly [number, number]>>;

export type Habits = Readonly<Record<keyof typeof HABITS, number>>;

export function drawHabits(dice: Dice): Habits {
  const drawn = Object.entries(HABITS).map(([name, [low, high]]) => [name, dice.between(low, high)]);
  return Object.fromEntries(drawn);
}
