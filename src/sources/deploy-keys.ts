import { z } from 'zod';
import { type GitHub, ownerAndName } from '../github/github.ts';
import { type Credential, credentialId } from '../model/credential.ts';
import type { Evidence } from '../model/evidence.ts';
import { identity } from '../model/identity.ts';
import type { Repository } from '../model/organization.ts';
import { publicKeyHash } from '../model/public-key.ts';
import { wholeList } from './shared/whole-list.ts';
import { type CredentialSource, repositoryScope, type Target } from './source.ts';

/** https://docs.github.com/rest/deploy-keys/deploy-keys: the one store that says who added what. */
const DeployKey = z.object({
  id: z.number(),
  key: z.string(),
  title: z.string(),
  created_at: z.coerce.date(),
  read_only: z.boolean(),
  added_by: z.string().nullish(),
  last_used: z.coerce.date().nullish(),
});
type DeployKey = z.infer<typeof DeployKey>;

export const deployKeys: CredentialSource = {
  name: 'deploy-key',
  level: 'repository',
  webhooks: ['deploy_key'],
  permission: 'Administration: read',

  async *list(github: GitHub, { repository }: Target) {
    if (repository === undefined) return;
    const credentials: Credential[] = [];
    const evidence: Evidence[] = [];
    const where = ownerAndName(repository.fullName);
    for (const key of await wholeList(github, 'GET /repos/{owner}/{repo}/keys', where, DeployKey, ({ id }) => id)) {
      const credential = asCredential(repository, key);
      credentials.push(credential);
      if (key.added_by) evidence.push(addedBy(credential, key, key.added_by));
    }
    yield { scope: repositoryScope(repository), credentials, evidence, texts: [] };
  },
};

function asCredential(repository: Repository, key: DeployKey): Credential {
  return {
    id: credentialId('deploy-key', repository.id, key.id),
    kind: 'deploy-key',
    name: key.title,
    scope: repositoryScope(repository),
    createdAt: key.created_at.getTime(),
    updatedAt: key.created_at.getTime(),
    ...(key.last_used ? { lastUsedAt: key.last_used.getTime() } : {}),
    facts: { keyId: key.id, readOnly: key.read_only, publicKey: publicKeyHash(key.key) },
  };
}

function addedBy({ id }: Credential, key: DeployKey, login: string): Evidence {
  return {
    id: identity('added-by', id, login),
    credential: id,
    kind: 'added-by',
    role: 'creator',
    strength: 'stated',
    who: { login },
    at: key.created_at.getTime(),
    did: 'added this deploy key',
    source: "GitHub's list of deploy keys (added_by)",
  };
}
