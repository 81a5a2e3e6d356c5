import { z } from 'zod';
import { type Credential, credentialId } from '../model/credential.ts';
import type { Evidence } from '../model/evidence.ts';
import { identity } from '../model/identity.ts';
import { wholeList } from './shared/whole-list.ts';
import type { CredentialSource } from './source.ts';

/**
 * https://docs.github.com/enterprise-cloud@latest/rest/orgs/orgs#list-saml-sso-authorizations-for-an-organization:
 * the only list of classic tokens and SSH keys of people. `token_last_eight` is a part of
 * the token, so it is not even read.
 */
const Authorization = z.object({
  login: z.string(),
  credential_id: z.number(),
  credential_type: z.string(),
  credential_authorized_at: z.coerce.date(),
  credential_accessed_at: z.coerce.date().nullish(),
  scopes: z.array(z.string()).optional(),
  fingerprint: z.string().optional(),
  authorized_credential_title: z.string().nullish(),
  authorized_credential_note: z.string().nullish(),
  authorized_credential_expires_at: z.coerce.date().nullish(),
});
type Authorization = z.infer<typeof Authorization>;

/** One request for every 100. */
export const ssoAuthorizations: CredentialSource = {
  name: 'sso-authorization',
  level: 'organization',
  webhooks: [],
  permission: 'Organization administration: read',
  plan: 'GitHub Enterprise Cloud with SAML single sign-on',

  async *list(github, { organization }) {
    const route = 'GET /orgs/{org}/credential-authorizations';
    const found = await wholeList(github, route, { org: organization.login }, Authorization, idOf);
    yield { scope: {}, credentials: found.map(asCredential), evidence: found.map(authorizedBy), texts: [] };
  },
};

function asCredential(one: Authorization): Credential {
  const expires = one.authorized_credential_expires_at;
  return {
    id: idOf(one),
    kind: 'sso-authorization',
    name: one.authorized_credential_title ?? one.authorized_credential_note ?? one.credential_type,
    scope: {},
    createdAt: one.credential_authorized_at.getTime(),
    updatedAt: one.credential_authorized_at.getTime(),
    ...(one.credential_accessed_at ? { lastUsedAt: one.credential_accessed_at.getTime() } : {}),
    facts: {
      authorizationId: one.credential_id,
      type: one.credential_type,
      ...(one.scopes === undefined ? {} : { scopes: one.scopes.join(', ') }),
      ...(one.fingerprint === undefined ? {} : { keyFingerprint: one.fingerprint }),
      ...(expires ? { expiresAt: expires.getTime() } : {}),
    },
  };
}

function authorizedBy(one: Authorization): Evidence {
  const credential = idOf(one);
  return {
    id: identity('sso-login', credential, one.login),
    credential,
    kind: 'sso-login',
    role: 'creator',
    strength: 'stated',
    who: { login: one.login },
    at: one.credential_authorized_at.getTime(),
    did: `let a credential of their own (${one.credential_type}) into the organisation`,
    source: "GitHub's list of single sign-on authorisations (login)",
  };
}

function idOf({ credential_id }: Authorization) {
  return credentialId('sso-authorization', credential_id);
}
