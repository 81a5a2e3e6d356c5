import type { Head, HeadFinding } from '../model/head.ts';
import type { Repository } from '../model/organization.ts';
import type { Mode, PolicyProblem } from '../model/policy.ts';
import type { Annotation, Verdict } from '../model/step.ts';
import { type Instant, isoDay, lastDay } from '../model/time.ts';
import type { CredentialFile, Violation } from '../model/violation.ts';
import type { Unregistered } from './birth.ts';
import { brokenPolicy } from './broken-policy.ts';
import { seenIn } from './seen-in.ts';
import { registerLines } from './words/birth.ts';
import { nameCredential, sayNextStep } from './words/credential.ts';
import { actLink } from './words/links.ts';
import { clip, code, count, fitting, login, plain } from './words/markdown.ts';

export interface HeadFacts {
  readonly head: Head;
  readonly mode: Mode;
  /** A public one gets no facts that would help an attacker: numbers, and where to read more. */
  readonly repository: Pick<Repository, 'id' | 'fullName' | 'private'>;
  /** What the repository still holds of people who left, on proof-worthy evidence. */
  readonly violations: readonly Violation[];
  /** What came into its stores without owner, purpose and end. */
  readonly unregistered?: readonly Unregistered[];
  readonly files: ReadonlyMap<string, CredentialFile>;
  readonly problems: readonly PolicyProblem[];
}

/** GitHub takes 65,535 characters; the cause of a failure comes first, so what is cut is only the tail. */
const LIMIT = 60_000;

/**
 * What the check run of one head says. In `block` it fails on danger; in `warn` and
 * `observe` it is `neutral`, which GitHub lets pass.
 */
export function verdict(facts: HeadFacts, now: Instant): Verdict {
  const { head } = facts;
  const proposed = head.scan.state === 'done' ? head.scan.problems : [];
  // Held back by the policy that it mends, nobody could mend it.
  const broken = head.scan.state === 'done' && head.scan.mendsPolicy ? [] : facts.problems;
  if (broken.length + proposed.length > 0)
    return brokenPolicy({ standing: broken, proposed, public: !facts.repository.private });
  if (head.scan.state === 'waiting')
    return waiting(
      'Looking at what these commits bring …',
      'Handback reads every version of every file that they bring.',
    );
  if (head.scan.state === 'failed') return couldNotLook(facts, head.scan.says);

  const isPublic = !facts.repository.private;
  const brought = head.scan.found.filter((finding) => !provedGone(facts, finding));
  const standing = facts.violations.filter(({ enforceFrom }) => enforceFrom <= now);
  const upcoming = facts.violations.filter(({ enforceFrom }) => enforceFrom > now);
  const unregistered = (facts.unregistered ?? []).filter(({ enforceFrom }) => enforceFrom <= now);
  const danger = brought.length + standing.length + unregistered.length;
  const dangers = { brought, standing, upcoming, unregistered };
  const summary = [
    sayBrought(secretsIn(brought), isPublic),
    leftBehind(facts, dangers),
    isPublic ? '' : registerLines(facts.unregistered ?? [], now, LIMIT / 4),
  ]
    .filter(Boolean)
    .join('\n\n');
  return {
    conclusion: danger === 0 ? 'success' : facts.mode === 'block' ? 'failure' : 'neutral',
    title: headline(facts, dangers),
    summary: clip(summary, LIMIT) || nothing(facts),
    text: clip(details(facts, brought), LIMIT),
    // A public repository's readers are not led to the line.
    annotations: facts.mode === 'observe' || isPublic ? [] : brought.map((finding) => annotation(facts, finding)),
  };
}

/** A public repository hears nothing about leavers, neither good nor bad. */
function nothing(facts: HeadFacts): string {
  const clean = 'No file that these commits bring holds a secret of a known shape that stands in the way.';
  if (!facts.repository.private) return `${clean} Messages of commits are not read.`;
  return `${clean} Nor does anything that a leaver is known to have made here. Messages of commits are not read; weak evidence, exceptions and what is not visible stand in their cases.`;
}

function waiting(title: string, summary: string): Verdict {
  return { title, summary, text: '', annotations: [] };
}

/** Never "nothing found" when it could not look: in `block` that stops the merge, with the reason. */
function couldNotLook({ mode }: HeadFacts, says: string): Verdict {
  return {
    conclusion: mode === 'block' ? 'failure' : 'neutral',
    title: 'Could not look',
    summary: `These commits were not scanned, which does not mean that they are clean: ${plain(says)}. “Re-run” tries again.`,
    text: '',
    annotations: [],
  };
}

interface Dangers {
  readonly brought: readonly HeadFinding[];
  /** Past their grace. */
  readonly standing: readonly Violation[];
  readonly upcoming: readonly Violation[];
  readonly unregistered: readonly Unregistered[];
}

function headline({ repository, mode }: HeadFacts, dangers: Dangers): string {
  const isPublic = !repository.private;
  const brought = secretsIn(dangers.brought);
  const inCommits = brought > 0 ? [`${count(brought, 'secret')} in these commits`] : [];
  const [standing, upcoming] = [credentialsOf(dangers.standing), credentialsOf(dangers.upcoming)];
  const unregistered = dangers.unregistered.length;
  if (isPublic && standing + unregistered > 0)
    return [...inCommits, `${mode === 'block' ? 'held' : 'would be held'} back by the organisation’s policy`].join(
      ' · ',
    );
  const parts = [
    ...inCommits,
    ...(standing > 0 ? [`${count(standing, 'credential')} of people who left not proved gone`] : []),
    ...(upcoming > 0 && standing === 0 && !isPublic ? [`${count(upcoming, 'credential')} to hand back`] : []),
    ...(unregistered > 0 ? [`${count(unregistered, 'credential')} not registered`] : []),
  ];
  return parts.length > 0 ? parts.join(' · ') : 'Nothing stands in the way';
}

/** One value may stand in several places. */
function secretsIn(brought: readonly HeadFinding[]): number {
  return new Set(brought.map(({ credential }) => credential)).size;
}

/** Two people may have left who made or set the same one. */
function credentialsOf(violations: readonly Violation[]): number {
  return new Set(violations.map(({ file }) => file.credential.id)).size;
}

function sayBrought(many: number, isPublic: boolean): string {
  if (many === 0) return '';
  const [it, its] = many === 1 ? ['it', 'its issuer'] : ['them', 'their issuers'];
  return `**These commits bring ${count(many, 'secret value')} in clear.** Removing ${it} in a later commit does not help: revoke ${it} at ${its}, and the check follows the proof.${isPublic ? '' : ALARM}`;
}

/** The buttons answer in the pull request, and in a public one nobody is answered. */
const ALARM = ' Is it no secret? Then somebody other than its author presses “False positive”.';

function leftBehind(facts: HeadFacts, { standing, upcoming, unregistered }: Dangers): string {
  // Not even that something still works: members find the reason in the case, in a private repository.
  if (!facts.repository.private)
    return standing.length + unregistered.length === 0
      ? ''
      : `The organisation’s policy ${facts.mode === 'block' ? 'holds' : 'would hold'} this back; its members know where the reason is.`;
  if (standing.length + upcoming.length === 0) return '';
  const from = facts.mode === 'block' ? 'blocks from' : 'counts from';
  const lines = [
    ...standing.map((each) => sayViolation(each, facts, '')),
    ...upcoming.map((each) => sayViolation(each, facts, `; ${from} ${isoDay(each.enforceFrom)}`)),
  ];
  return `**Of people who left, and not proved gone:**\n${fitting(lines, LIMIT / 2)}`;
}

function sayViolation({ file, departure, claim }: Violation, { repository }: HeadFacts, when: string): string {
  const did = claim.role === 'setter' ? 'last set' : 'made';
  const next = sayNextStep(file);
  return `- ${nameCredential(seenIn(repository, file))}: ${did} by ${login(claim.person?.login ?? '')} who left on ${lastDay(departure.effectiveAt)}${when}${next ? `\n  - What to do: ${next}${actLink(file, undefined)}` : ''}`;
}

function details(facts: HeadFacts, brought: readonly HeadFinding[]): string {
  const { repository, files } = facts;
  if (!repository.private) return '';
  return brought
    .map(({ credential, commit, path, line }) => {
      const file = files.get(credential);
      const next = file === undefined ? undefined : sayNextStep(file);
      const what = file === undefined ? '' : `: ${nameCredential({ ...seenIn(repository, file), sightings: [] })}`;
      return `- ${code(`${path}:${line}`)} in ${code(commit.slice(0, 10))}${what}${file && next ? `\n  - What to do: ${next}${actLink(file, undefined)}` : ''}`;
    })
    .join('\n');
}

function annotation({ mode, files }: HeadFacts, { credential, path, line, endLine, commit }: HeadFinding): Annotation {
  const file = files.get(credential);
  return {
    path,
    startLine: line,
    endLine,
    level: mode === 'block' ? 'failure' : 'warning',
    title: `Secret: ${file?.title ?? file?.credential.name ?? 'secret'}`.slice(0, 255),
    message: `Brought by commit ${commit.slice(0, 10)}. ${file?.rotation?.says ?? 'Revoke it at its issuer.'} Taking the line out again leaves it in the history.`,
  };
}

function provedGone({ files }: HeadFacts, { credential }: HeadFinding): boolean {
  return files.get(credential)?.proof.state === 'proved';
}
