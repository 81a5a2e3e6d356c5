import type { Who } from '../model/person.ts';

/** Git addresses that belong to programs without saying so. `198982749+Copilot` is GitHub's coding agent (docs.github.com, "Risks and mitigations"). */
const PROGRAMS = [
  /^noreply@github\.com$/,
  /\[bot\]@users\.noreply\./,
  /^198982749\+copilot@users\.noreply\./,
  // Whole addresses or domains of their makers: a human may be called Devin.
  /^noreply@(anthropic|openai)\.com$/,
  /^(cursoragent@cursor\.com|codex@openai\.com)$/,
  /@aider\.chat$/,
];

/** A bot or an agent is never the answer: it acts for somebody. */
export function isProgram({ bot, login, email }: Who): boolean {
  if (bot === true) return true;
  if (login !== undefined && (/\[bot\]$/i.test(login) || /^(copilot|web-flow|github-actions)$/i.test(login)))
    return true;
  return email !== undefined && PROGRAMS.some((program) => program.test(email.toLowerCase()));
}

/** A program that does what any workflow tells it: that it acted says nothing about who wrote what it brought. */
export function speaksForAnybody({ login }: Who): boolean {
  return login !== undefined && /^github-actions(\[bot\])?$/i.test(login);
}

/** GitHub's stand-in for accounts that were deleted, on every server. */
export function isNobody({ login }: Who): boolean {
  return login?.toLowerCase() === 'ghost';
}
