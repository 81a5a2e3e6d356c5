import type { Who } from '../model/person.ts';

/**
 * Git addresses that belong to programs without saying so. `198982749+Copilot` is GitHub's
 * coding agent (docs.github.com, "Risks and mitigations").
 */
const ADDRESSES = either([
  /^noreply@github\.com$/,
  /\[bot\]@users\.noreply\./,
  /^198982749\+copilot@users\.noreply\./,
  // Whole addresses or domains of their makers: a human may be called Devin.
  /^noreply@(anthropic|openai)\.com$/,
  /^(cursoragent@cursor\.com|codex@openai\.com)$/,
  /@aider\.chat$/,
]);

const LOGINS = either([/\[bot\]$/, /^(copilot|web-flow|github-actions)$/]);

/** One look for all of them: it is asked of every piece of evidence. Without regard to case. */
function either(patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join('|'), 'i');
}

/** A bot or an agent is never the answer: it acts for somebody. */
export function isProgram({ bot, login, email }: Who): boolean {
  if (bot === true) return true;
  if (login !== undefined && LOGINS.test(login)) return true;
  return email !== undefined && ADDRESSES.test(email);
}

/**
 * GitHub's coding agent writes who gave it the task into its commits by itself. Whatever
 * else acts as a program says what it is told: anybody who may write makes a workflow speak
 * as `github-actions`, or with the key of an App that workflows have.
 */
export function namesWhoAsked({ login }: Who): boolean {
  return login !== undefined && /^copilot(-swe-agent)?(\[bot\])?$/i.test(login);
}

/** GitHub's stand-in for accounts that were deleted, on every server. */
export function isNobody({ login }: Who): boolean {
  return login?.toLowerCase() === 'ghost';
}
