import { z } from 'zod';
import { GitHubFailure, NotVisible, ownerAndName, type Parameters } from '../../github/github.ts';
import type { VariableSighting } from '../../model/sighting.ts';
import type { Site } from '../context.ts';

/** One text by its own address, and how its answer is read. */
interface Address {
  readonly route: string;
  readonly key: string;
  readonly text: z.ZodType<string>;
}

const Value = z.object({ value: z.string() }).transform(({ value }) => value);
const Body = z.object({ body: z.string().nullish() }).transform(({ body }) => body ?? '');
const Issue = z
  .object({ title: z.string(), body: z.string().nullish() })
  .transform(({ title, body }) => `${title}\n${body ?? ''}`);
const Alert = z.object({ secret: z.string() }).transform(({ secret }) => secret);
const Hook = z.object({ config: z.object({ url: z.string().optional() }) }).transform(({ config }) => config.url ?? '');

/**
 * By the words before the last one in the name of the place, as its source writes it; a
 * bare name is that of a variable of Actions.
 */
const KINDS: Readonly<Record<string, Address>> = {
  '': { route: 'actions/variables', key: 'name', text: Value },
  'agents variable': { route: 'agents/variables', key: 'name', text: Value },
  'secret-scanning alert': { route: 'secret-scanning/alerts', key: 'alert_number', text: Alert },
  webhook: { route: 'hooks', key: 'hook_id', text: Hook },
  issue: { route: 'issues', key: 'issue_number', text: Issue },
  comment: { route: 'issues/comments', key: 'comment_id', text: Body },
  'review comment': { route: 'pulls/comments', key: 'comment_id', text: Body },
};

/** Reads one text once more that is no file; undefined when it is not there, or may not be seen. In memory only. */
export async function textAgain(
  { github, organization }: Site,
  { name, scope }: VariableSighting,
): Promise<string | undefined> {
  const space = name.lastIndexOf(' ');
  const address = KINDS[name.slice(0, Math.max(space, 0))];
  if (address === undefined) return undefined;
  const { path, where } = placeOf(organization.login, scope);
  // Variables of an environment have an address without the product.
  const route = scope.environment === undefined ? address.route : address.route.replace('actions/', '');
  const shown = address.text === Alert ? { hide_secret: false } : {};
  const asked = { ...where, ...shown, [address.key]: name.slice(space + 1).replace('#', '') };
  try {
    return await github.find(`GET ${path}/${route}/{${address.key}}`, asked, address.text);
  } catch (error) {
    // One place that cannot be read leaves all others standing; a value that was not read proves nothing.
    if (error instanceof NotVisible || error instanceof GitHubFailure) return undefined;
    throw error;
  }
}

function placeOf(
  org: string,
  { repository, environment }: VariableSighting['scope'],
): { path: string; where: Parameters } {
  if (repository === undefined) return { path: '/orgs/{org}', where: { org } };
  const where = ownerAndName(repository);
  if (environment === undefined) return { path: '/repos/{owner}/{repo}', where };
  const path = '/repos/{owner}/{repo}/environments/{environment_name}';
  return { path, where: { ...where, environment_name: environment } };
}
