import type { z } from 'zod';
import { GitHubFailure, NotVisible, PAGE } from '../../github/github.ts';
import { observation, read } from '../../github/observation.ts';
import type { Asked, Observation } from '../../model/proof.ts';
import type { CredentialFile } from '../../model/violation.ts';
import type { ProofWorld } from '../proof-kind.ts';
import type { Seen } from './entry.ts';

/** An entry of the organisation that GitHub shows nowhere but in a list. */
export interface Listed<T> {
  readonly proof: string;
  /** `GET /orgs/{org}/personal-access-tokens`. */
  readonly list: string;
  readonly item: z.ZodType<T>;
  /** Of the credential, and of an entry. */
  readonly id: unknown;
  idOf(item: T): unknown;
  /** What it proves that the whole list was read and it was not in it. */
  readonly gone: Seen;
  there(item: T): Seen;
}

/**
 * Reads the list to its end, or to the entry; one of several pages twice, because whatever
 * goes while it is read moves the rest forward, past the end of a page that was read
 * before. The control is the organisation itself: the list was read under its right name.
 */
export async function observeListed<T>(
  { github, organization, now }: Pick<ProofWorld, 'github' | 'organization' | 'now'>,
  file: CredentialFile,
  { proof, list, item, id, idOf, gone, there }: Listed<T>,
): Promise<Observation> {
  const where = { org: organization };
  const control = (await read(github, 'GET /orgs/{org}', where)).asked;
  const saw = (status: number, seen: Seen) => {
    const asked: Asked = { request: list.replace('{org}', organization), status };
    return observation(proof, file, { at: now, asked, control, ...seen });
  };
  if (control.status !== 200)
    return saw(0, { result: 'unknown', says: 'the organisation could not be read, so nothing is proved' });
  if (id === undefined) return saw(0, { result: 'unknown', says: 'its id is not known, so it cannot be looked for' });
  try {
    for (let reading = 0; reading < 2; reading += 1) {
      let many = 0;
      for await (const each of github.pages(list, where, item)) {
        if (idOf(each) === id) return saw(200, there(each));
        many += 1;
      }
      if (many < PAGE) break;
    }
    return saw(200, gone);
  } catch (error) {
    if (error instanceof NotVisible) return saw(403, { result: 'unknown', says: error.gap.says });
    if (!(error instanceof GitHubFailure)) throw error;
    return saw(error.status, { result: 'unknown', says: 'the list could not be read, so nothing is proved' });
  }
}
