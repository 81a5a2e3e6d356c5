import { fingerprint } from '../../detect/fingerprint.ts';
import type { Change } from '../../git/changes.ts';
import { nameOf, type Tagged } from '../../git/tagged.ts';
import {
  type Credential,
  type CredentialId,
  credentialId,
  PLAINTEXT_SECRET,
  type Scope,
} from '../../model/credential.ts';
import type { Finding } from '../../model/finding.ts';
import { identity } from '../../model/identity.ts';
import type { Fingerprint } from '../../model/secret.ts';
import type { CodeSighting, VariableSighting } from '../../model/sighting.ts';

/** What a finding in a history and one in a variable have in common; the value itself is not part of it. */
export interface SealedFinding extends Omit<Finding, 'secret'> {
  readonly fingerprint: Fingerprint;
  readonly mask: string;
}

export function seal({ secret, ...place }: Finding, key: Uint8Array): SealedFinding {
  return { ...place, fingerprint: fingerprint(secret, key), mask: secret.mask() };
}

/**
 * A finding -> the credential it is. The value's keyed fingerprint is its name, so moving,
 * squashing and rebasing do not make it new.
 */
export function credentialOf({ rule, confidence, fingerprint: print, mask }: SealedFinding, scope: Scope): Credential {
  return {
    id: credentialId(PLAINTEXT_SECRET, print.slice(0, 32)),
    kind: PLAINTEXT_SECRET,
    name: rule,
    scope,
    facts: {},
    plaintext: { rule, confidence, fingerprint: print, mask },
  };
}

export function codeSighting(
  credential: CredentialId,
  scope: Scope,
  finding: SealedFinding,
  place: Change | Tagged,
  now: number,
): CodeSighting {
  const { line, column, start, end } = finding;
  const path = 'commit' in place ? place.path : nameOf(place);
  const from =
    'commit' in place ? { commit: place.commit.sha, committedAt: place.commit.author.at } : { ref: place.ref };
  return {
    id: identity('code', credential, scope.repositoryId, from.commit ?? place.blob, path, start),
    in: 'code',
    credential,
    scope,
    path,
    line,
    column,
    blob: place.blob,
    start,
    end,
    ...from,
    firstSeenAt: now,
  };
}

export function variableSighting(credential: CredentialId, scope: Scope, name: string, now: number): VariableSighting {
  const id = identity('variable', credential, scope.repositoryId, scope.environment, name);
  return { id, in: 'variable', credential, scope, name, firstSeenAt: now };
}
