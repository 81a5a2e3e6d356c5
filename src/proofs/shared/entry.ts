import { z } from 'zod';
import { GitHubFailure, NotVisible, type Parameters } from '../../github/github.ts';
import { observation, read, sayAnswer, whyNotThere } from '../../github/observation.ts';
import type { Observation } from '../../model/proof.ts';
import type { CredentialFile } from '../../model/violation.ts';
import type { ProofWorld } from '../proof-kind.ts';
import { goneWithPlace, whatWouldProve } from './with-place.ts';

export type Seen = Pick<Observation, 'result' | 'grade' | 'says'>;

/** An entry that GitHub shows by its own name, in a list that needs the same permission. */
export interface Entry {
  readonly proof: string;
  /** The list: `GET /repos/{owner}/{repo}/hooks`. The entry is below it. */
  readonly list: string;
  readonly where: Parameters;
  /** What the list is called in "... could not be listed". */
  readonly called: string;
  /** `{hook_id}`, and what stands for it. */
  readonly key: string;
  readonly value: unknown;
  /** What a 404 proves, when the list beside it answers 200. */
  readonly gone: Seen;
  /** What the entry's own words prove. Undefined: they are not understood. */
  there(data: unknown): Seen | undefined;
}

/**
 * Looks at the entry, and then at its list: a 404 beside a list that can be read and does
 * not hold it is a real 404, and not a lost permission.
 */
export async function observeEntry(
  world: Pick<ProofWorld, 'github' | 'now' | 'deletion'>,
  file: CredentialFile,
  { proof, list, where, called, key, value, gone, there }: Entry,
): Promise<Observation> {
  const { github, now } = world;
  const entry = await read(github, `${list}/{${key}}`, { ...where, [key]: value });
  const control = await read(github, list, { ...where, per_page: 1 });
  const saw = (seen: Seen) =>
    observation(proof, file, { at: now, asked: entry.asked, control: control.asked, ...seen });
  const unproved = (why: string) => saw({ result: 'unknown', says: why });

  if (value === undefined) return unproved('its id is not known, so it cannot be looked for');
  const { place, ...shown } = (await goneWithPlace(world, file.credential, control.asked)) ?? {};
  if (place !== undefined) {
    const says = `${place}: ${gone.says}`;
    return observation(proof, file, { at: now, asked: entry.asked, ...shown, ...gone, says });
  }
  if (control.asked.status !== 200) {
    const hint = control.asked.status === 404 ? whatWouldProve(file.credential.scope) : '';
    return unproved(`${called} could not be listed (${sayAnswer(control)}), so nothing is proved${hint}`);
  }
  const seen = entry.asked.status === 404 ? gone : entry.asked.status === 200 ? there(entry.data) : undefined;
  if (seen === undefined) return unproved(`${sayAnswer(entry)}, which proves nothing`);
  const doubt =
    seen.result === 'alive'
      ? undefined
      : ((await whyNotThere(github, file.credential.scope)) ??
        (entry.asked.status === 404 ? await whyStillListed(github, { list, where, called, value }) : undefined));
  return doubt === undefined ? saw(seen) : unproved(`${doubt}, so nothing is proved`);
}

/** An entry has an id, or else a name. */
const Item = z.object({ id: z.union([z.number(), z.string()]).optional(), name: z.string().optional() });

/** GitHub's 404 is also what it says of an entry that it only does not show: then its list has it all the same. */
async function whyStillListed(
  github: ProofWorld['github'],
  { list, where, called, value }: Pick<Entry, 'list' | 'where' | 'called' | 'value'>,
): Promise<string | undefined> {
  try {
    for await (const { id, name } of github.pages(list, where, Item))
      if (typeof value === 'number' ? id === value : name === value)
        return `GitHub answered 404, and ${called} still have it`;
    return undefined;
  } catch (error) {
    if (error instanceof NotVisible || error instanceof GitHubFailure) return `${called} could not be read to the end`;
    throw error;
  }
}
