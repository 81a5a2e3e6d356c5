// Tokens that people make: classic ones, and fine-grained ones that an organisation lets in.
import { randomBytes } from 'node:crypto';
import { emit } from '../emit.ts';
import type { Organization } from '../model.ts';
import type { TokenGrant, User } from '../records.ts';
import { tokenRequest } from '../views/credentials.ts';
import type { World } from '../world.ts';
import { deleteDeployKey } from './credentials.ts';

/** Random letters and digits, as GitHub's tokens have after their prefix. */
export function randomText(length: number): string {
  const text = randomBytes(length * 2)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '');
  return text.length >= length ? text.slice(0, length) : randomText(length);
}

/** A classic token: it is the person, for the API and for git. */
export function createPersonalAccessToken(world: World, owner: User, given: { expiresAt?: number } = {}): string {
  const secret = `ghp_${randomText(36)}`;
  world.tokens.set(secret, { kind: 'user', user: owner, ...given });
  return secret;
}

/** From now on it answers 401. Deploy keys that were made with it die with it. */
export function revokePersonalAccessToken(world: World, secret: string): boolean {
  const token = world.tokens.get(secret);
  if (token?.kind !== 'user') return false;
  world.tokens.delete(secret);
  for (const repository of world.repositories) {
    for (const key of repository.keys.filter((one) => one.createdWith === secret)) {
      deleteDeployKey(world, repository, token.user, key);
    }
  }
  return true;
}

export interface NewGrant {
  name: string;
  reason?: string;
  permissions?: TokenGrant['permissions'];
  expiresAt?: number;
  lastUsedAt?: number;
}

/** A fine-grained token asks to be let in; its secret is in the answer. */
export function requestTokenAccess(world: World, org: Organization, owner: User, given: NewGrant): TokenGrant {
  const made: TokenGrant = {
    id: world.nextId(),
    tokenId: world.nextId(),
    owner,
    createdAt: world.now(),
    reason: '',
    permissions: { repository: { contents: 'write', metadata: 'read' } },
    ...given,
    secret: `github_pat_${randomText(22)}_${randomText(59)}`,
  };
  org.requests.push(made);
  world.tokens.set(made.secret, {
    kind: 'user',
    user: owner,
    fineGrained: made,
    ...(given.expiresAt ? { expiresAt: given.expiresAt } : {}),
  });
  emitRequest(world, org, owner, 'created', made);
  return made;
}

export function approveTokenAccess(world: World, org: Organization, actor: User, request: TokenGrant): void {
  org.requests = org.requests.filter((one) => one !== request);
  org.grants.push(request);
  world.audit(org, 'personal_access_token.access_granted', actor, {
    user: request.owner.login,
    token_id: request.tokenId,
  });
  emitRequest(world, org, actor, 'approved', request);
}

/** The token still is its owner, but reaches nothing of the organisation any more. */
export function revokeTokenAccess(world: World, org: Organization, actor: User, grant: TokenGrant): void {
  org.grants = org.grants.filter((one) => one !== grant);
  world.audit(org, 'personal_access_token.access_revoked', actor, { user: grant.owner.login, token_id: grant.tokenId });
}

function emitRequest(world: World, org: Organization, actor: User, action: string, request: TokenGrant): void {
  const { repository = {}, organization = {}, other = {} } = request.permissions;
  const asked = { repository, organization, other };
  const shown = {
    ...tokenRequest(world, org, request),
    permissions_added: asked,
    permissions_upgraded: {},
    permissions_result: asked,
  };
  const repositories = { repository_count: null, repositories: null };
  emit(world, 'personal_access_token_request', org, actor, {
    action,
    personal_access_token_request: { ...shown, ...repositories },
  });
}
