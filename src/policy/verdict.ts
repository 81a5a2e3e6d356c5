import type { Head, HeadFinding } from '../model/head.ts';
import type { Mode, PolicyProblem } from '../model/policy.ts';
import type { Annotation, Verdict } from '../model/step.ts';
import { type Instant, isoDay, lastDay } from '../model/time.ts';
import type { CredentialFile, Violation } from '../model/violation.ts';
import type { Unregistered } from './birth.ts';
import { registerLines } from './words/birth.ts';
import { nameCredential, sayNextStep } from './words/credential.ts';
import { clip, code, count, fitting, login, plain } from './words/markdown.ts';

export interface HeadFacts {
  readonly head: Head;
  readonly mode: Mode;
  /** A public repository gets no facts that would help an attacker: numbers, and where to read more. */
  readonly public: boolean;
  /** What the repository still holds of people who left, on proof-worthy evidence. */
  readonly violations: readonly Violation[];
  /** What came into its stores without owner, purpose and end. */
  readonly unregistered?: readonly Unregistered[];
  readonly files: ReadonlyMap<string, CredentialFile>;
  readonly problems: readonly PolicyProblem[];
}

/** GitHub takes 65,535 characters; the cause of a failure comes first, so what is cut is only the tail. */
const LIMIT = 60_000;

/** What the check run of one head says. In `block` it fails on danger; in `warn` and `observe` it is `neutral`, which GitHub lets pass. */
export function verdict(facts: HeadFacts, now: Instant): Verdict {
  const { head } = facts;
  const problems = [...facts.problems, ...(head.scan.state === 'done' ? head.scan.problems : [])];
  if (problems.length > 0) return brokenPolicy(problems);
  if (head.scan.state === 'waiting')
    return waiting('Looking at what these commits bring …', 'Handback reads every file version of every commit.');
  if (head.scan.state === 'failed') return couldNotLook(facts, head.scan.says);

  const brought = head.scan.found.filter((finding) => !provedGone(facts, finding));
  const standing = facts.violations.filter(({ enforceFrom }) => enforceFrom <= now);
  const upcoming = facts.violations.filter(({ enforceFrom }) => enforceFrom > now);
  const unregistered = (facts.unregistered ?? []).filter(({ enforceFrom }) => enforceFrom <= now);
  const danger = brought.length + standing.length + unregistered.length;
  const title = headline(facts, [brought, standing, upcoming, unregistered]);
  const summary = [
    section('These commits bring', brought.length, 'a secret value in clear'),
    leftBehind(facts, standing, upcoming, unregistered.length),
    facts.public ? '' : registerLines(facts.unregistered ?? [], now, LIMIT / 4),
  ]
    .filter(Boolean)
    .join('\n\n');
  return {
    conclusion: danger === 0 ? 'success' : facts.mode === 'block' ? 'failure' : 'neutral',
    title,
    summary: clip(summary, LIMIT) || nothing(facts),
    text: clip(details(facts, brought), LIMIT),
    // A public repository's readers are not led to the line.
    annotations: facts.mode === 'observe' || facts.public ? [] : brought.map((finding) => annotation(facts, finding)),
  };
}

/** A public repository hears nothing about leavers, neither good nor bad. */
function nothing(facts: HeadFacts): string {
  const clean = 'No commit brings a secret that Handback knows the shape of';
  if (facts.public) return `${clean}.`;
  return `${clean}, and nothing that a leaver is known to have made here stands in the way. Weak evidence, exceptions and what is not visible stand in their cases.`;
}

function brokenPolicy(problems: readonly PolicyProblem[]): Verdict {
  const lines = problems.map(
    ({ file, line, says }) => `- ${code(file)}${line ? `, line ${line}` : ''}: ${plain(says)}`,
  );
  const isPolicy = problems.some(({ file }) => file.endsWith('handback.yml'));
  const policy = problems.every(({ inForce }) => inForce)
    ? 'The policy is in force, but for this'
    : 'The last good policy stays in force until this is mended';
  const meanwhile = isPolicy ? policy : 'Somebody may be missing from it until this is mended';
  return {
    conclusion: 'failure',
    title: isPolicy ? 'The policy file is broken' : 'The roster has wrong lines',
    summary: `${meanwhile}:\n\n${fitting(lines, LIMIT)}`,
    text: '',
    annotations: [],
  };
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

function headline(facts: HeadFacts, many: readonly (readonly unknown[])[]): string {
  const [brought = 0, standing = 0, upcoming = 0, unregistered = 0] = many.map(({ length }) => length);
  const inCommits = brought > 0 ? [`${count(brought, 'secret')} in these commits`] : [];
  if (facts.public && standing + unregistered > 0)
    return [...inCommits, 'held back by the organisation’s policy'].join(' · ');
  const parts = [
    ...inCommits,
    ...(standing > 0 ? [`${count(standing, 'credential')} of people who left still live`] : []),
    ...(upcoming > 0 && standing === 0 && !facts.public ? [`${count(upcoming, 'credential')} to hand back`] : []),
    ...(unregistered > 0 ? [`${count(unregistered, 'credential')} not registered`] : []),
  ];
  return parts.length > 0 ? parts.join(' · ') : 'Nothing stands in the way';
}

function section(words: string, many: number, thing: string): string | undefined {
  return many === 0
    ? undefined
    : `**${words} ${count(many, thing)}.** Removing it in a later commit does not help: revoke it at its issuer, and the check follows the proof.`;
}

function leftBehind(
  facts: HeadFacts,
  standing: readonly Violation[],
  upcoming: readonly Violation[],
  unregistered: number,
): string | undefined {
  // Not even that something still works: members find the reason in the case, in a private repository.
  if (facts.public)
    return standing.length + unregistered === 0
      ? undefined
      : 'The organisation’s policy holds this back; its members know where the reason is.';
  if (standing.length + upcoming.length === 0) return undefined;
  const line = ({ file, departure, claim, enforceFrom }: Violation) =>
    `- ${nameCredential(file)}${claim.role === 'setter' ? ': last set by ' : ': made by '}${login(claim.person?.login ?? '')} who ${departure.effectiveAt <= enforceFrom ? 'left' : 'leaves'} on ${lastDay(departure.effectiveAt)}${upcoming.length > 0 && standing.length === 0 ? `; blocks from ${isoDay(enforceFrom)}` : ''}`;
  const lines = [...standing, ...upcoming].map(line);
  return `**Of people who left, and not proved gone:**\n${fitting(lines, LIMIT / 2)}`;
}

function details(facts: HeadFacts, brought: readonly HeadFinding[]): string {
  if (facts.public) return '';
  return brought
    .map(({ credential, commit, path, line }) => {
      const file = facts.files.get(credential);
      const next = file === undefined ? undefined : sayNextStep(file);
      return `- ${code(`${path}:${line}`)} in ${code(commit.slice(0, 10))}${file ? `: ${nameCredential(file)}` : ''}${next ? ` ${next}` : ''}`;
    })
    .join('\n');
}

function annotation({ mode, files }: HeadFacts, { credential, path, line, endLine, commit }: HeadFinding): Annotation {
  const rule = files.get(credential)?.credential.name ?? 'secret';
  return {
    path,
    startLine: line,
    endLine,
    level: mode === 'block' ? 'failure' : 'warning',
    title: `Secret: ${rule}`.slice(0, 255),
    message: `Brought by commit ${commit.slice(0, 10)}. Revoke it at its issuer; taking the line out again leaves it in the history.`,
  };
}

function provedGone({ files }: HeadFacts, { credential }: HeadFinding): boolean {
  return files.get(credential)?.proof.state === 'proved';
}
