import { z } from 'zod';
import { type GitHub, ownerAndName } from '../../github/github.ts';
import { type CredentialSource, repositoryScope, type Text } from '../source.ts';
import { wholeList } from './whole-list.ts';

/**
 * https://docs.github.com/rest/actions/variables: the value is readable, so whoever reads
 * the settings reads a secret in it.
 */
const Variable = z.object({ name: z.string(), value: z.string(), updated_at: z.coerce.date() });

/** GitHub's largest page for variables; for secrets it is 100. */
const PAGE = 30;

type Declared = Pick<CredentialSource, 'name' | 'permission' | 'optional'>;
type Product = 'actions' | 'agents';

const KINDS = { actions: 'variable', agents: 'agents variable' } as const;

/** The variables of one repository, to be scanned. One request for every 30. */
export function repositoryVariables(product: Product, declared: Declared): CredentialSource {
  return {
    ...declared,
    level: 'repository',
    webhooks: [],

    async *list(github, { repository }) {
      if (repository === undefined) return;
      const where = ownerAndName(repository.fullName);
      const found = await variablesAt(github, `GET /repos/{owner}/{repo}/${product}/variables`, where);
      const texts = found.map(named(product));
      yield { scope: repositoryScope(repository), credentials: [], evidence: [], texts, allOf: KINDS[product] };
    },
  };
}

/** The variables of the whole organisation, to be scanned. One request for every 30. */
export function organizationVariables(product: Product, declared: Declared): CredentialSource {
  return {
    ...declared,
    level: 'organization',
    webhooks: [],

    async *list(github, { organization }) {
      const found = await variablesAt(github, `GET /orgs/{org}/${product}/variables`, { org: organization.login });
      yield { scope: {}, credentials: [], evidence: [], texts: found.map(named(product)), allOf: KINDS[product] };
    },
  };
}

export async function variablesAt(
  github: GitHub,
  route: string,
  where: Readonly<Record<string, string>>,
): Promise<readonly Text[]> {
  const found = await wholeList(github, route, { ...where, per_page: PAGE }, Variable, ({ name }) => name);
  return found.map(({ name, value, updated_at }) => ({ name, value, updatedAt: updated_at.getTime() }));
}

/** A repository may have a variable of the same name in each store: only that of Actions goes by the bare name. */
function named(product: Product) {
  return (text: Text): Text => (product === 'actions' ? text : { ...text, name: `${product} variable ${text.name}` });
}
