import { fingerprint } from '../detect/fingerprint.ts';
import type { Change } from '../git/changes.ts';
import { type Credential, type CredentialId, credentialId, PLAINTEXT_SECRET, type Scope } from '../model/credential.ts';
import type { Finding } from '../model/finding.ts';
import { identity } from '../model/identity.ts';
import type { CodeSighting, VariableSighting } from '../model/sighting.ts';

/** A finding -> the credential it is. The value's keyed fingerprint is its name, so moving, squashing and rebasing do not make it new. */
export function credentialOf({ rule, confidence, secret }: Finding, scope: Scope, key: Uint8Array): Credential {
  const print = fingerprint(secret, key);
  return {
    id: credentialId(PLAINTEXT_SECRET, print.slice(0, 32)),
    kind: PLAINTEXT_SECRET,
    name: rule,
    scope,
    facts: {},
    plaintext: { rule, confidence, fingerprint: print, mask: secret.mask() },
  };
}

export function codeSighting(
  credential: CredentialId,
  scope: Scope,
  finding: Finding,
  { commit, path, blob }: Change,
  now: number,
): CodeSighting {
  const { line, column, start, end } = finding;
  return {
    id: identity('code', credential, scope.repositoryId, commit.sha, path, start),
    in: 'code',
    credential,
    scope,
    path,
    line,
    column,
    blob,
    start,
    end,
    commit: commit.sha,
    committedAt: commit.author.at,
    firstSeenAt: now,
  };
}

export function variableSighting(credential: CredentialId, scope: Scope, name: string, now: number): VariableSighting {
  const id = identity('variable', credential, scope.repositoryId, scope.environment, name);
  return { id, in: 'variable', credential, scope, name, firstSeenAt: now };
}
