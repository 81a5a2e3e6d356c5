import type { Credential, Scope } from '../model/credential.ts';
import type { Evidence } from '../model/evidence.ts';
import { approverName, namesOf, TEAM_APPROVERS } from '../model/person.ts';
import { chunks, distinct } from './rows.ts';
import type { Db, Tables } from './tables.ts';

/** What of a credential is asked for by SQL, and not only read. */
export function columnsOf({
  scope,
  facts,
}: Credential): Pick<Tables['credential'], 'repository_id' | 'environment' | 'public_key'> {
  const { publicKey } = facts;
  return {
    repository_id: scope.repositoryId ?? null,
    environment: scope.environment === undefined ? null : searchable(scope.environment),
    public_key: publicKey === undefined ? null : searchable(String(publicKey)),
  };
}

export function repositoryOf({ scope }: { readonly scope: Scope }): number | null {
  return scope.repositoryId ?? null;
}

interface Naming {
  readonly credential: string;
  readonly name: string;
}

export function namesInEvidence(evidence: readonly Evidence[]): readonly Naming[] {
  return evidence.flatMap(({ credential, who }) => namesOf(who).map((name) => ({ credential, name })));
}

/** Who must approve what runs in the environment that holds it. */
export function namesInCredentials(credentials: readonly Credential[]): readonly Naming[] {
  return credentials.flatMap(({ id, scope, facts }) => {
    if (scope.environment === undefined || typeof facts['approvers'] !== 'string') return [];
    const approvers = facts['approvers'].split(' ').filter(Boolean);
    const names = approvers.map((each) => (each.startsWith('@') ? approverName(each.slice(1)) : TEAM_APPROVERS));
    return names.map((name) => ({ credential: id, name }));
  });
}

/**
 * Only to be searched by, so it need not be exact: PostgreSQL takes no NUL and no half of a
 * character, and no index row of any length.
 */
export function searchable(text: string): string {
  return text.slice(0, LONGEST).replaceAll('\0', '').toWellFormed();
}

const LONGEST = 200;

/** Nothing is taken out: a name that once was there only makes somebody look once more. */
export async function saveNames(db: Db, org: number, names: readonly Naming[]): Promise<void> {
  const rows = distinct(
    names.map(({ name, credential }) => ({ org, name: searchable(name), credential })),
    ({ name, credential }) => `${name} ${credential}`,
  );
  for (const chunk of chunks(rows))
    await db
      .insertInto('credential_name')
      .values(chunk)
      .onConflict((it) => it.doNothing())
      .execute();
}
