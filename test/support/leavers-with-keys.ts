import type { CredentialId } from '../../src/model/credential.ts';
import type { Person } from '../../src/model/person.ts';
import type { Policy } from '../../src/model/policy.ts';
import { startFastDays } from './fast-days.ts';
import { asKnown, makeDoor } from './make-door.ts';
import { makeCredential, makeEvidence, makeNotice, NOW } from './make-facts.ts';

export interface MadeKey {
  readonly id: CredentialId;
  readonly login: string;
  readonly name: string;
}

/**
 * An organisation that these people have left, with the keys that they made in its
 * repository `shop`; the cases are in `security`.
 */
export async function startLeaversWithKeys(policy: Policy, leavers: readonly Person[], keys: readonly MadeKey[]) {
  const acme = await makeDoor({ rateLimit: 1_000_000 });
  const security = await acme.github.createRepository(acme.acme, 'security', { actor: acme.alice });
  const days = await startFastDays(acme);
  const { store } = days;
  const org = acme.acme.id;
  await store.organizations.save(acme.organization);
  await store.repositories.save(org, [asKnown(acme.shop), asKnown(security)]);
  await store.policies.save(org, { policy, origin: 'default', problems: [] });
  await store.people.save(org, leavers);
  const left = leavers.map(({ id, login }) => makeNotice({ who: { id, login }, effectiveAt: NOW }));
  await store.departures.add(org, left);
  const scope = { repositoryId: acme.shop.id, repository: 'acme/shop' };
  const made = keys.map(({ id, name }) => makeCredential({ id, name, scope }));
  await store.credentials.save(org, made, NOW);
  const said = keys.map(({ id, login }) => makeEvidence({ id: `made ${id}`, credential: id, who: { login } }));
  await store.evidence.add(org, said);
  const close = async () => {
    await days.close();
    await acme.close();
  };
  return { acme, days, close };
}
