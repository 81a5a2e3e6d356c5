import type { RemediationName } from '../../model/remediation.ts';
import type { CredentialFile } from '../../model/violation.ts';
import type { Remediation } from '../remediation.ts';
import { placeOf, remove, savedSince } from './remove.ts';

/** The part of the path, and the permissions of repositories, of their environments and of the organisation. */
export interface Store {
  readonly product: string;
  readonly permissions: { readonly repository: string; readonly environment?: string; readonly organization: string };
}

/** GitHub's stores of secrets are alike: a name, and behind it a value that nobody can read. */
export function storedSecret(name: RemediationName, called: string, { product, permissions }: Store): Remediation {
  const at = (organization: string, file: CredentialFile) => {
    const { path, where } = placeOf(organization, file.credential.scope, product);
    return [`${path}/secrets/{secret_name}`, { ...where, secret_name: file.credential.name }] as const;
  };
  return {
    name,
    does: `delete this ${called}`,
    warning:
      'Whatever still asks for it fails from then on. Its value is not revoked by this: do that at its issuer, before or after.',
    appliesTo: ({ credential, proof }) =>
      credential.kind === name && credential.goneAt === undefined && proof.state !== 'proved',
    needs: ({ credential: { scope } }) => {
      if (scope.repositoryId === undefined) return permissions.organization;
      return scope.environment === undefined
        ? permissions.repository
        : (permissions.environment ?? permissions.repository);
    },
    changed: (world, file) => savedSince(world, ...at(world.organization, file)),
    attempt: (world, file) => remove(world, ...at(world.organization, file)),
  };
}
