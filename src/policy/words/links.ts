import type { Credential } from '../../model/credential.ts';
import type { Rotation } from '../../model/issuer.ts';

/** Where pages are: the server that we are connected to, and the organisation. */
export interface Place {
  /** `https://github.com`, or the address of an Enterprise Server. */
  readonly server: string;
  readonly organization: string;
}

/** A link to the page on which a person ends a credential: its issuer's, or else GitHub's own. */
export function actLink(
  {
    credential,
    rotation,
  }: { readonly credential: Pick<Credential, 'kind' | 'scope'>; readonly rotation?: Rotation | undefined },
  place: Place | undefined,
): string {
  if (rotation === undefined) return settingsLink(credential, place);
  // Tokens of another server look the same, and are no matter of github.com's.
  const isOther = place?.server !== GITHUB && rotation.url.startsWith(`${GITHUB}/`);
  return isOther ? '' : ` ([open](${rotation.url}))`;
}

const GITHUB = 'https://github.com';

/** A link to the page on which a person acts. None where no page is known, or a name is not one that GitHub gives. */
export function settingsLink({ kind, scope }: Pick<Credential, 'kind' | 'scope'>, place: Place | undefined): string {
  if (place === undefined) return '';
  const { repository, environment } = scope;
  if (repository === undefined) return link(place, '/organizations', place.organization, OF_ORGANIZATION[kind]);
  const page = environment === undefined ? OF_REPOSITORY[kind] : 'settings/environments';
  return link(place, '', repository, page);
}

export function peopleLink(place: Place | undefined): string {
  return place === undefined ? '' : link(place, '/orgs', place.organization, 'people');
}

/** Who may enter a repository. */
export function accessLink(repository: string, place: Place | undefined): string {
  return place === undefined ? '' : link(place, '', repository, 'settings/access');
}

function link({ server }: Place, before: string, name: string, page: string | undefined): string {
  if (page === undefined || !NAME.test(name)) return '';
  return ` ([open](${server}${before}/${name}/${page}))`;
}

/** `owner` or `owner/name` as GitHub lets them be: nothing in it can end a link. */
const NAME = /^[\w-]{1,100}(?:\/[\w.-]{1,100})?$/;

const OF_REPOSITORY: Readonly<Record<string, string>> = {
  'actions-secret': 'settings/secrets/actions',
  'codespaces-secret': 'settings/secrets/codespaces',
  'dependabot-secret': 'settings/secrets/dependabot',
  'deploy-key': 'settings/keys',
  'self-hosted-runner': 'settings/actions/runners',
  webhook: 'settings/hooks',
};

const OF_ORGANIZATION: Readonly<Record<string, string>> = {
  'actions-secret': 'settings/secrets/actions',
  'app-installation': 'settings/installations',
  'codespaces-secret': 'settings/secrets/codespaces',
  'dependabot-secret': 'settings/secrets/dependabot',
  'fine-grained-token': 'settings/personal-access-tokens/active',
  'fine-grained-token-request': 'settings/personal-access-token-requests',
  'self-hosted-runner': 'settings/actions/runners',
  webhook: 'settings/hooks',
};
