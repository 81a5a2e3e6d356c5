import type { AuditRepository, DeployKeyFact, HookFact, SecretFact } from '../../model/audit.ts';
import type { CredentialId, KnownCredential } from '../../model/credential.ts';
import type { Repository } from '../../model/organization.ts';
import type { Instant } from '../../model/time.ts';

/** A store's own date and the log's are of one moment, written by different machines of GitHub. */
const SAME_MOMENT_MS = 5 * 60_000;

type CredentialFact = SecretFact | DeployKeyFact | HookFact;

/** Finds the credential that a fact means. */
export interface AuditIndex {
  meant(fact: CredentialFact): readonly CredentialId[];
  /** Undefined when the ledger does not know it, or the name could mean several. */
  repositoryId(repository: AuditRepository): number | undefined;
}

export function auditIndex({
  credentials,
  repositories,
}: {
  readonly credentials: readonly KnownCredential[];
  readonly repositories: readonly Pick<Repository, 'id' | 'fullName'>[];
}): AuditIndex {
  const repositoryId = repositoryFinder(repositories);
  const byPlace = Map.groupBy(credentials, ({ kind, name, scope }) =>
    place(kind, scope.repositoryId, scope.environment, name),
  );
  const keys = Map.groupBy(
    credentials.filter(({ kind }) => kind === 'deploy-key'),
    ({ scope }) => scope.repositoryId,
  );
  const byHook = Map.groupBy(credentials, ({ facts }) => facts['hookId']);

  const candidates = (fact: CredentialFact): readonly KnownCredential[] => {
    if (fact.about === 'hook') return byHook.get(fact.hookId) ?? [];
    const repository = fact.repository && repositoryId(fact.repository);
    if (fact.repository !== undefined && repository === undefined) return [];
    if (fact.about === 'deploy-key') return sameKey(fact, keys.get(repository) ?? []);
    // Which product's secret it is decides which secret: the same name may stand in several stores.
    if (fact.store === undefined) return [];
    return byPlace.get(place(`${fact.store}-secret`, repository, fact.environment, fact.name)) ?? [];
  };
  return {
    repositoryId,
    meant: (fact) =>
      candidates(fact)
        .filter(({ createdAt }) => fact.about === 'hook' || fits(fact.deed, fact.at, createdAt))
        .map(({ id }) => id),
  };
}

/**
 * A name may be used again after its credential was deleted: what was done to the former one is not said of this one.
 */
function fits(deed: 'create' | 'update', at: Instant, createdAt: Instant | undefined): boolean {
  if (createdAt === undefined) return true;
  return deed === 'create' ? Math.abs(at - createdAt) <= SAME_MOMENT_MS : at >= createdAt - SAME_MOMENT_MS;
}

/** The key itself decides. Without it the title does, where one key of that title was made in that moment. */
function sameKey({ publicKey, title, deed, at }: DeployKeyFact, keys: readonly KnownCredential[]): KnownCredential[] {
  if (publicKey !== undefined) return keys.filter(({ facts }) => facts['publicKey'] === publicKey);
  const sameTitle = keys.filter(
    ({ name, createdAt }) =>
      deed === 'create' && name === title && createdAt !== undefined && fits(deed, at, createdAt),
  );
  return sameTitle.length === 1 ? sameTitle : [];
}

/** Which repository an entry means; undefined when the ledger does not know it, or the name could mean several. */
export function repositoryFinder(repositories: readonly Pick<Repository, 'id' | 'fullName'>[]) {
  const ids = new Set(repositories.map(({ id }) => id));
  const byName = Map.groupBy(repositories, ({ fullName }) => fullName.toLowerCase());
  return ({ id, fullName }: AuditRepository): number | undefined => {
    if (id !== undefined) return ids.has(id) ? id : undefined;
    const [only, other] = byName.get(fullName?.toLowerCase() ?? '') ?? [];
    return other === undefined ? only?.id : undefined;
  };
}

function place(kind: string, repositoryId: number | undefined, environment: string | undefined, name: string): string {
  return JSON.stringify([kind, repositoryId ?? null, environment ?? '', name.toUpperCase()]);
}
