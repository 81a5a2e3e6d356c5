import type { Organization } from '../../model/organization.ts';
import type { Store } from '../../store/store.ts';

/**
 * The organisation somebody outside means: the named one, or the only one. Where that is no answer, nothing is kept.
 */
export async function whichOrganization(
  store: Store,
  login: string | undefined,
  hint: string,
): Promise<Organization | { readonly missing: string }> {
  const all = (await store.organizations.list()).filter(({ state }) => state !== 'removed');
  const wanted = login?.toLowerCase();
  const fitting = all.filter((each) => wanted === undefined || each.login.toLowerCase() === wanted);
  const [only, second] = fitting;
  if (only === undefined)
    return { missing: `${login ?? 'No organisation'} has not installed Handback here, as far as is known yet.` };
  return second === undefined ? only : { missing: `Several organisations have installed Handback here. ${hint}` };
}
