import { ownerAndName } from '../github/github.ts';
import { read, whyNotThere } from '../github/observation.ts';
import type { KnownCredential } from '../model/credential.ts';
import type { Observation } from '../model/proof.ts';
import type { CredentialFile } from '../model/violation.ts';
import type { ProofKind, ProofWorld } from './proof-kind.ts';
import { observeEntry } from './shared/entry.ts';
import { goneWithPlace } from './shared/with-place.ts';

/**
 * GitHub issued the key's access, so GitHub's 404 is the issuer's own answer: but only while
 * the repository itself is readable, and while no other repository lets in the same public key.
 */
export const deployKeyGone: ProofKind = {
  name: 'deploy-key-gone',
  best: 'P3',
  permission: 'Administration: read',
  appliesTo: ({ credential }) => credential.kind === 'deploy-key',

  observe: async (world, file) => {
    const here = await observeEntry(world, file, {
      proof: 'deploy-key-gone',
      list: 'GET /repos/{owner}/{repo}/keys',
      where: ownerAndName(file.credential.scope.repository ?? ''),
      called: 'the keys of the repository',
      key: 'key_id',
      value: file.credential.facts['keyId'],
      gone: { result: 'gone', grade: 'P3', says: 'GitHub, which lets the key in, no longer knows it' },
      there: () => ({ result: 'alive', says: 'the key still opens the repository' }),
    });
    return here.result === 'gone' ? elsewhere(world, file, here) : here;
  },
};

/**
 * Deleted here is not gone while the same public key is listed there. What cannot be seen
 * there takes the proof away too.
 */
async function elsewhere(world: ProofWorld, file: CredentialFile, here: Observation): Promise<Observation> {
  const { grade: _, ...rest } = here;
  const unseen: string[] = [];
  for (const key of (file.sameKey ?? []).filter(({ kind }) => kind === 'deploy-key')) {
    const where = key.scope.repository ?? '';
    const state = await isListed(world, key);
    if (state === 'there')
      return { ...rest, result: 'alive', says: `deleted here, but the same key still opens ${where}` };
    if (state === 'unseen') unseen.push(where);
  }
  if (unseen.length === 0) return here;
  const says = `deleted here; whether the same key still opens ${unseen.join(', ')} could not be seen`;
  return { ...rest, result: 'unknown', says };
}

async function isListed(world: ProofWorld, key: KnownCredential): Promise<'there' | 'gone' | 'unseen'> {
  const { github } = world;
  const { scope, facts } = key;
  const where = ownerAndName(scope.repository ?? '');
  const entry = await read(github, 'GET /repos/{owner}/{repo}/keys/{key_id}', { ...where, key_id: facts['keyId'] });
  if (entry.asked.status === 200) return 'there';
  const list = await read(github, 'GET /repos/{owner}/{repo}/keys', { ...where, per_page: 1 });
  if ((await goneWithPlace(world, key, list.asked)) !== undefined) return 'gone';
  if (entry.asked.status !== 404 || list.asked.status !== 200) return 'unseen';
  return (await whyNotThere(github, scope)) === undefined ? 'gone' : 'unseen';
}
