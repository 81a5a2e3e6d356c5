import { z } from 'zod';
import { type Credential, credentialId } from '../model/credential.ts';
import type { Evidence } from '../model/evidence.ts';
import { identity } from '../model/identity.ts';
import { wholeList } from './shared/whole-list.ts';
import type { CredentialSource } from './source.ts';

/**
 * https://docs.github.com/rest/orgs/personal-access-tokens: tokens of people that the
 * organisation lets in, with their owner. Apps alone may ask.
 */
const Token = z.object({
  id: z.number(),
  token_id: z.number(),
  token_name: z.string(),
  owner: z.object({ id: z.number(), login: z.string() }),
  repository_selection: z.string(),
  permissions: z.record(z.string(), z.record(z.string(), z.string()).optional()),
  token_expired: z.boolean(),
  token_expires_at: z.coerce.date().nullish(),
  token_last_used_at: z.coerce.date().nullish(),
});
type Token = z.infer<typeof Token>;

const Grant = Token.extend({ access_granted_at: z.coerce.date() });
const Request = Token.extend({ created_at: z.coerce.date() });

/** One request for every 100. */
export const fineGrainedTokens: CredentialSource = {
  name: 'fine-grained-token',
  level: 'organization',
  webhooks: [],
  permission: 'Organization personal access tokens: read',

  async *list(github, { organization }) {
    const route = 'GET /orgs/{org}/personal-access-tokens';
    const found = await wholeList(github, route, { org: organization.login }, Grant, ({ token_id: id }) => id);
    const credentials = found.map((token) => asCredential('fine-grained-token', token, token.access_granted_at));
    const evidence = found.map((token) =>
      ownerOf('fine-grained-token', token, token.access_granted_at, 'owns this token, which was let in'),
    );
    yield { scope: {}, credentials, evidence, texts: [] };
  },
};

/**
 * Not let in yet: approving one after its owner's departure would open a door that nobody
 * watches. One request for every 100.
 */
export const fineGrainedTokenRequests: CredentialSource = {
  name: 'fine-grained-token-request',
  level: 'organization',
  webhooks: [],
  permission: 'Organization personal access token requests: read',

  async *list(github, { organization }) {
    const route = 'GET /orgs/{org}/personal-access-token-requests';
    const found = await wholeList(github, route, { org: organization.login }, Request, ({ token_id: id }) => id);
    const credentials = found.map((token) => asCredential('fine-grained-token-request', token, token.created_at));
    const evidence = found.map((token) =>
      ownerOf('fine-grained-token-request', token, token.created_at, 'asked to let this token in'),
    );
    yield { scope: {}, credentials, evidence, texts: [] };
  },
};

function asCredential(kind: string, token: Token, since: Date): Credential {
  return {
    id: credentialId(kind, token.token_id),
    kind,
    name: token.token_name,
    scope: {},
    createdAt: since.getTime(),
    updatedAt: since.getTime(),
    ...(token.token_last_used_at ? { lastUsedAt: token.token_last_used_at.getTime() } : {}),
    facts: {
      tokenId: token.token_id,
      grantId: token.id,
      repositories: token.repository_selection,
      expired: token.token_expired,
      ...(token.token_expires_at ? { expiresAt: token.token_expires_at.getTime() } : {}),
      powers: powersOf(token.permissions),
    },
  };
}

function powersOf(permissions: Token['permissions']): string {
  return Object.values(permissions)
    .flatMap((group) => Object.entries(group ?? {}).map(([name, level]) => `${name}: ${level}`))
    .toSorted()
    .join(', ');
}

function ownerOf(kind: string, { token_id, owner }: Token, at: Date, did: string): Evidence {
  const credential = credentialId(kind, token_id);
  return {
    id: identity('token-owner', credential, owner.id),
    credential,
    kind: 'token-owner',
    // Only its owner can make such a token.
    role: 'creator',
    strength: 'stated',
    who: { id: owner.id, login: owner.login },
    at: at.getTime(),
    did,
    source: "GitHub's list of fine-grained personal access tokens (owner)",
  };
}
