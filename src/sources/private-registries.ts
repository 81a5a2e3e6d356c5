import { z } from 'zod';
import { credentialId } from '../model/credential.ts';
import { wholeList } from './shared/whole-list.ts';
import type { CredentialSource } from './source.ts';

/**
 * https://docs.github.com/rest/private-registries/organization-configurations: tokens and
 * passwords with which Dependabot and code scanning fetch packages.
 */
const Registry = z.object({
  name: z.string(),
  registry_type: z.string(),
  auth_type: z.string().optional(),
  url: z.string().optional(),
  username: z.string().nullish(),
  visibility: z.string(),
  created_at: z.coerce.date(),
  updated_at: z.coerce.date(),
});

/** One request. Optional: GitHub's list of permissions for manifests does not have this one. */
export const privateRegistries: CredentialSource = {
  name: 'private-registry',
  level: 'organization',
  webhooks: [],
  permission: 'Organization private registries: read',
  optional: true,

  async *list(github, { organization }) {
    const where = { org: organization.login };
    const found = await wholeList(github, 'GET /orgs/{org}/private-registries', where, Registry, ({ name }) => name);
    const credentials = found.map((one) => ({
      id: credentialId('private-registry', one.name),
      kind: 'private-registry',
      name: one.name,
      scope: {},
      createdAt: one.created_at.getTime(),
      updatedAt: one.updated_at.getTime(),
      facts: {
        type: one.registry_type,
        visibility: one.visibility,
        // With OpenID Connect GitHub stores no secret: there is nothing that could outlive anybody.
        secret: !one.auth_type?.startsWith('oidc_'),
        host: (one.url && URL.parse(one.url)?.host) || '',
        ...(one.username ? { username: one.username } : {}),
      },
    }));
    yield { scope: {}, credentials, evidence: [], texts: [] };
  },
};
