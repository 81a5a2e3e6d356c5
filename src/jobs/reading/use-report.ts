import type { Coverage } from '../../model/coverage.ts';
import type { KnownCredential } from '../../model/credential.ts';
import type { Organization } from '../../model/organization.ts';
import type { CredentialUses, UseRisk } from '../../model/use.ts';
import type { Store } from '../../store/store.ts';
import { usesAmong } from './credential-uses.ts';

/**
 * Who uses what, in one organisation or one repository of it; and what was not seen, so
 * that nobody takes silence for an answer.
 */
export interface UseReport {
  readonly credentials: readonly { readonly credential: KnownCredential; readonly uses: CredentialUses }[];
  readonly risks: readonly (UseRisk & { readonly repository: string })[];
  readonly gaps: readonly Coverage[];
  /** Repositories, and the organisation, that no look has reached yet. */
  readonly unseen: readonly string[];
}

/** `only`: `owner/name` of one repository; what the organisation stores is told with it. */
export async function useReport(store: Store, { id: org }: Organization, only?: string): Promise<UseReport> {
  const [known, sightings, repositories, uses, selected, runs, coverage] = await Promise.all([
    store.credentials.list(org),
    store.sightings.list(org),
    store.repositories.list(org),
    store.records.list(org, 'uses'),
    store.records.list(org, 'selected'),
    store.records.list(org, 'runs'),
    store.coverage.list(org),
  ]);
  const byId = new Map(repositories.map((repository) => [repository.id, repository]));
  const seen = Map.groupBy(sightings, ({ credential }) => credential);
  const files = known.map((credential) => ({ credential, sightings: seen.get(credential.id) ?? [] }));
  const read = new Map([...uses].map(([id, record]) => [Number(id), record]));
  const find = usesAmong(byId, uses, selected, runs)(known);
  const isWanted = (id: number | undefined) =>
    only === undefined || (id !== undefined && byId.get(id)?.fullName === only);
  const isPresent = (id: number | undefined) => id === undefined || byId.get(id)?.goneAt === undefined;
  const lookedAt = new Set(coverage.map(({ scope }) => scope.repositoryId));
  return {
    credentials: files.flatMap(({ credential, sightings: all }) => {
      const id = credential.scope.repositoryId;
      if (credential.goneAt !== undefined || !(id === undefined || isWanted(id)) || !isPresent(id)) return [];
      const found = find(credential, all);
      return found === undefined ? [] : [{ credential, uses: found }];
    }),
    risks: [...read].flatMap(([id, { risks }]) =>
      isWanted(id) && isPresent(id) ? risks.map((risk) => ({ ...risk, repository: byId.get(id)?.fullName ?? '' })) : [],
    ),
    gaps: coverage.filter(
      ({ gap, source, scope: { repositoryId } }) =>
        gap !== undefined &&
        SOURCES.has(source) &&
        isPresent(repositoryId) &&
        (repositoryId === undefined || isWanted(repositoryId)),
    ),
    unseen: [
      ...(lookedAt.has(undefined) ? [] : ['the organisation']),
      ...repositories.flatMap(({ id, fullName }) =>
        isPresent(id) && isWanted(id) && !lookedAt.has(id) ? [fullName] : [],
      ),
    ],
  };
}

/** The looks that a report rests on. */
const SOURCES = new Set([
  'workflow',
  'actions-secret',
  'environment',
  'organization-secret',
  'organization-secret-repositories',
  'dependabot-secret',
  'organization-dependabot-secret',
  'organization-dependabot-secret-repositories',
  'agents-secret',
  'organization-agents-secret',
  'organization-agents-secret-repositories',
]);
