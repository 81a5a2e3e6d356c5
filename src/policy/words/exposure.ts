import type { Exposure } from '../../model/case.ts';
import type { CredentialFile } from '../../model/violation.ts';
import { isDurable, isPowerful } from '../priority.ts';
import { nameCredential } from './credential.ts';
import { count, fitting, plain } from './markdown.ts';

/** Places that are named; the rest is counted. */
const MOST_NAMED = 20;

/** What the leaver answers for without having made it. */
export function ownedSection(owned: readonly CredentialFile[], room: number): readonly string[] {
  if (owned.length === 0) return [];
  const lines = owned.map((file) => `- ${nameCredential(file)}`);
  return [`### Owned: needs a new owner\n\n${fitting(lines, room)}`];
}

/** What the leaver could read: to be replaced in time, and no reason to keep the case open. */
export function exposedSection(exposed: Exposure, room: number): readonly string[] {
  const { repositories, count: all, credentials, spared } = exposed;
  if (repositories === 0)
    return ['### Could read\n\nHandback has not seen this person with write access to any repository.'];
  const shown = credentials
    .slice(0, MOST_NAMED)
    .map((credential) => `- ${nameCredential({ credential, sightings: [] })}: ${asked(credential)}`);
  const more = all - shown.length;
  const named = credentials.length < all ? `names the first ${credentials.length} of all ${all}` : 'shows them';
  const lines = [...shown, ...(more > 0 ? [`- … and ${more} more; \`handback plan --json\` ${named}.`] : [])];
  const kept = spared
    .slice(0, MOST_NAMED)
    .map(
      ({ credential, why }) => `- Not counted: ${nameCredential({ credential, sightings: [] })}, because ${plain(why)}`,
    );
  const says =
    `They could write to ${repositories === 1 ? '1 repository' : `${repositories} repositories`}, and so read ` +
    `**${count(all, 'more secret')}** that workflows there reach: replace those that matter. This keeps no case open.`;
  return [`### Could read\n\n${says}\n\n${fitting([...lines, ...kept], room)}`];
}

/** What lasts and is powerful is replaced; for the rest a person may answer. */
function asked(credential: Exposure['credentials'][number]): string {
  return isDurable(credential) && isPowerful(credential)
    ? '**rotate** (durable and powerful)'
    : 'rotate, or the sponsor attests that it need not be';
}
