import { type Instant, isoDay } from '../../model/time.ts';
import type { Unregistered } from '../birth.ts';
import { nameCredential } from './credential.ts';
import { fitting, plain } from './markdown.ts';

/** What is not registered, why, and the very lines that would register it. */
export function registerLines(all: readonly Unregistered[], now: Instant, limit: number): string {
  if (all.length === 0) return '';
  const lines = all.map(({ file, says, entry, enforceFrom }) => {
    const from = enforceFrom > now ? `; counts from ${isoDay(enforceFrom)}` : '';
    return `- ${nameCredential(file)}: ${plain(says)}${from}\n\n  \`\`\`yaml\n${entry.replaceAll(/^/gm, '  ')}\n  \`\`\`\n`;
  });
  return `**Not registered.** Add the lines to \`credentials:\` in the policy, with somebody who answers for it, what it is for and an end:\n${fitting(lines, limit)}`;
}
