import type { PolicyProblem } from '../model/policy.ts';
import type { Verdict } from '../model/step.ts';
import { code, fitting, plain } from './words/markdown.ts';

export interface Broken {
  /** Of the policy that the whole organisation has: hardly anybody who reads the check can mend it. */
  readonly standing: readonly PolicyProblem[];
  /** Of policy or roster as these commits would have them. */
  readonly proposed: readonly PolicyProblem[];
  /** Whether everybody reads the check. */
  readonly public: boolean;
}

/** Characters that each list may take of a check. */
const ROOM = 25_000;

/** Red in every mode: whoever sees nothing wrong would take the gate for one that works. */
export function brokenPolicy({ standing, proposed, public: isPublic }: Broken): Verdict {
  const summary = [
    ...(proposed.length > 0 ? [`${IN_THESE_COMMITS}\n\n${lines(proposed)}`] : []),
    ...(standing.length > 0 ? [sayStanding(standing, isPublic)] : []),
  ];
  return {
    conclusion: 'failure',
    title: titleOf([...standing, ...proposed]),
    summary: summary.join('\n\n'),
    text: '',
    annotations: [],
  };
}

function titleOf(problems: readonly PolicyProblem[]): string {
  const ofPolicy = problems.filter(({ file }) => file.endsWith('handback.yml'));
  if (ofPolicy.length === 0) return 'The roster has wrong lines';
  if (ofPolicy.every(({ inForce }) => inForce)) return 'The policy cannot be carried out';
  // What is wrong in a file has its line; the rest is that nobody could read it.
  return ofPolicy.some(({ line }) => line !== undefined)
    ? 'The policy file is broken'
    : 'The policy file cannot be read';
}

const IN_THESE_COMMITS =
  '**With these commits it would be broken.** Mend it here before they are merged: of a broken policy nothing would count, and of a roster what stands in the wrong lines would not.';

/** It may name repositories and people that not everybody may know of. */
function sayStanding(problems: readonly PolicyProblem[], isPublic: boolean): string {
  const state = problems.every(({ inForce }) => inForce)
    ? 'The policy is in force, but not all of it can be done'
    : 'The last good policy stays in force until this is mended';
  const next =
    'This is not about these commits. Whoever looks after Handback mends the file, in `.github-private` or `.github` of the organisation; every check then follows by itself. The pull request that mends it is not held back by this.';
  return isPublic
    ? `${state}. What is wrong is not told in a public repository; \`handback doctor\` tells it.\n\n${next}`
    : `${state}:\n\n${lines(problems)}\n\n${next}`;
}

function lines(problems: readonly PolicyProblem[]): string {
  const all = problems.map(({ file, line, says }) => `- ${code(file)}${line ? `, line ${line}` : ''}: ${plain(says)}`);
  return fitting(all, ROOM);
}
