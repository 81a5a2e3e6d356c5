import type { AuditFact, VariableFact } from '../../model/audit.ts';
import type { CredentialId } from '../../model/credential.ts';
import type { Sighting, VariableSighting } from '../../model/sighting.ts';
import type { AuditIndex } from './known.ts';

/**
 * A value seen in a variable was put there by whoever set the variable last before that.
 * Returns what each fact brought, by the fact's id.
 */
export function lastSetters(
  facts: readonly AuditFact[],
  sightings: readonly Sighting[],
  { repositoryId }: Pick<AuditIndex, 'repositoryId'>,
): ReadonlyMap<string, readonly CredentialId[]> {
  const settings = facts.filter((fact): fact is VariableFact => fact.about === 'variable');
  const placed = Map.groupBy(settings, ({ repository, environment, name }) => {
    const id = repository && repositoryId(repository);
    return repository !== undefined && id === undefined ? 'nowhere' : place(id, environment, name);
  });
  const brought = sightings
    .filter((sighting): sighting is VariableSighting => sighting.in === 'variable')
    .flatMap(({ credential, scope, name, firstSeenAt }) => {
      const before = (placed.get(place(scope.repositoryId, scope.environment, name)) ?? []).filter(
        ({ at }) => at <= firstSeenAt,
      );
      const last = before.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).at(-1);
      return last === undefined ? [] : [{ fact: last.id, credential }];
    });
  const byFact = Map.groupBy(brought, ({ fact }) => fact);
  return new Map([...byFact].map(([fact, each]) => [fact, each.map(({ credential }) => credential)]));
}

function place(repositoryId: number | undefined, environment: string | undefined, name: string): string {
  return JSON.stringify([repositoryId ?? null, environment ?? '', name.toUpperCase()]);
}
