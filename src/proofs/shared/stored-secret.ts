import { z } from 'zod';
import { ownerAndName, type Parameters } from '../../github/github.ts';
import { isoDay } from '../../model/time.ts';
import type { CredentialFile } from '../../model/violation.ts';
import type { ProofKind } from '../proof-kind.ts';
import { observeEntry, type Seen } from './entry.ts';

const Stored = z.object({ created_at: z.coerce.date().optional(), updated_at: z.coerce.date() });

interface Store {
  readonly kind: string;
  readonly permission: string;
  /** Where it is kept: `/repos/{owner}/{repo}/dependabot/secrets`. */
  path(file: CredentialFile): string;
  /**
   * It has settings that can be changed without its secret, and one date for both: then only
   * one that was made anew was given a secret.
   */
  readonly hasSettings?: true;
}

/**
 * The store's entry is gone or newer than the departure. What the old value still opens,
 * only its issuer knows: so P1 and no more.
 */
export function storedSecretReplaced({ kind, permission, path, hasSettings }: Store): ProofKind {
  const proof = `${kind}-replaced`;
  return {
    name: proof,
    best: 'P1',
    permission,
    appliesTo: ({ credential }) => credential.kind === kind,

    observe: (world, file) =>
      observeEntry(world, file, {
        proof,
        list: `GET ${path(file)}`,
        where: where(file, world.organization),
        called: 'the store',
        key: 'secret_name',
        value: file.credential.name,
        gone: {
          result: 'gone',
          grade: 'P1',
          says: 'removed from the store; whether its issuer still accepts the value is not proved',
        },
        there: (data) => saved(data, world.since, hasSettings === true),
      }),
  };
}

/** The path of a store that repositories and the organisation have alike. */
export function storeOf(product: string): Store['path'] {
  return ({ credential: { scope } }) =>
    scope.repository === undefined ? `/orgs/{org}/${product}/secrets` : `/repos/{owner}/{repo}/${product}/secrets`;
}

function where({ credential: { scope } }: CredentialFile, organization: string): Parameters {
  if (scope.repository === undefined) return { org: organization };
  const repository = ownerAndName(scope.repository);
  return scope.environment === undefined ? repository : { ...repository, environment_name: scope.environment };
}

function saved(data: unknown, since: number, hasSettings: boolean): Seen | undefined {
  const { created_at: made, updated_at } = Stored.safeParse(data).data ?? {};
  const updated = updated_at?.getTime();
  if (updated === undefined || (hasSettings && made === undefined)) return undefined;
  if (updated <= since) return { result: 'alive', says: `last saved on ${isoDay(updated)}, before the departure` };
  if (hasSettings && made !== undefined && made.getTime() <= since) {
    const says = `changed on ${isoDay(updated)}; whether its secret, or only its address or its readers, is not shown: delete it and make it anew`;
    return { result: 'alive', says };
  }
  return {
    result: 'replaced',
    grade: 'P1',
    says: `saved again on ${isoDay(updated)}; saving the same value again would look the same, and the old value's fate is not proved`,
  };
}
