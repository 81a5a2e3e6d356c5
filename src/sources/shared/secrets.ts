import { z } from 'zod';
import { type GitHub, ownerAndName } from '../../github/github.ts';
import { type Credential, credentialId, type Scope } from '../../model/credential.ts';
import { type CredentialSource, repositoryScope } from '../source.ts';
import { wholeList } from './whole-list.ts';

/**
 * GitHub's stores of secrets answer alike: names and dates, never a value, never a creator
 * (https://docs.github.com/rest/actions/secrets).
 */
const StoredSecret = z.object({
  name: z.string(),
  created_at: z.coerce.date(),
  updated_at: z.coerce.date(),
  visibility: z.string().optional(),
});

type Declared = Pick<CredentialSource, 'name' | 'permission' | 'optional'>;

/** The part of the path that tells the stores apart, and the kind of what is in them. */
interface Store {
  readonly product: 'actions' | 'dependabot' | 'codespaces' | 'agents';
  readonly kind: string;
}

/** What a store keeps for one repository. One request. */
export function repositorySecrets({ product, kind }: Store, declared: Declared): CredentialSource {
  return {
    ...declared,
    level: 'repository',
    webhooks: [],

    async *list(github, { repository }) {
      if (repository === undefined) return;
      const [scope, where] = [repositoryScope(repository), ownerAndName(repository.fullName)];
      const credentials = await secretsAt(github, `GET /repos/{owner}/{repo}/${product}/secrets`, where, kind, scope);
      yield { scope, credentials, evidence: [], texts: [] };
    },
  };
}

/** What a store keeps for the whole organisation, with who may use it. One request. */
export function organizationSecrets({ product, kind }: Store, declared: Declared): CredentialSource {
  return {
    ...declared,
    level: 'organization',
    webhooks: [],

    async *list(github, { organization }) {
      const where = { org: organization.login };
      const credentials = await secretsAt(github, `GET /orgs/{org}/${product}/secrets`, where, kind, {});
      yield { scope: {}, credentials, evidence: [], texts: [] };
    },
  };
}

export async function secretsAt(
  github: GitHub,
  route: string,
  where: Readonly<Record<string, string>>,
  kind: string,
  scope: Scope,
): Promise<readonly Credential[]> {
  const found = await wholeList(github, route, where, StoredSecret, ({ name }) => name);
  return found.map(({ name, created_at, updated_at, visibility }) => ({
    id: credentialId(kind, scope.repositoryId ?? 'organization', scope.environment ?? '', name),
    kind,
    name,
    scope,
    createdAt: created_at.getTime(),
    updatedAt: updated_at.getTime(),
    facts: visibility === undefined ? {} : { visibility },
  }));
}
