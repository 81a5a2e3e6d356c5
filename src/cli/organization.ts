import type { Organization } from '../model/organization.ts';
import type { Store } from '../store/store.ts';
import { CommandError } from './command-error.ts';

/**
 * The organisation a command means: the named one, or the only one there is. Those that
 * removed Handback are meant where no other is: a name may be another's by now.
 */
export async function chooseOrganization(store: Store, login: string | undefined): Promise<Organization> {
  const all = await store.organizations.list();
  const names = all.map((organization) => organization.login).join(', ');
  const called = all.filter((each) => login === undefined || each.login.toLowerCase() === login.toLowerCase());
  const present = called.filter(({ state }) => state !== 'removed');
  const meant = present.length > 0 ? present : called;
  const [only] = meant;
  if (only === undefined) {
    throw new CommandError(
      all.length === 0
        ? 'No organisation has installed Handback yet, as far as this data directory or database knows. Install the App and let `handback serve` run once. If both are done, run this in its folder, or with its DATA_DIR or DATABASE_URL.'
        : `There is no organisation ${login} here. Known: ${names}.`,
    );
  }
  if (login === undefined && meant.length > 1)
    throw new CommandError(`Several organisations are known (${names}). Choose one with --org.`);
  return only;
}
