import type { Presence } from '../../src/model/access.ts';
import type { KnownCredential } from '../../src/model/credential.ts';
import type { Departure } from '../../src/model/departure.ts';
import { type ResidualFacts, residualFinder, residualReasons } from '../../src/policy/residual.ts';
import { residualSection } from '../../src/policy/words/residual.ts';
import { makePerson, NOW } from './make-facts.ts';
import { makeRepository, makeSituation } from './make-situation.ts';

const MALLORY = makePerson({ id: 7, login: 'mallory', emails: [{ address: 'm@acme.example', source: 'github' }] });
export const OUT: Presence = { lookedAt: NOW, membership: 'none', outsider: false, teams: [] };
export const shop = makeRepository();
export const gone = makeRepository({ id: 2, fullName: 'acme/old', goneAt: 1 });
export const left: Departure = (() => {
  const [file] = makeSituation().cases;
  if (file === undefined) throw new Error('no case');
  return file.departure;
})();

type World = ResidualFacts & { readonly credentials: readonly KnownCredential[] };

export function residual(presence: Presence | undefined, world: Partial<World> = {}, departure = left) {
  const { credentials = [], ...given } = world;
  const found = residualFinder({
    presence: new Map(presence ? [['7', presence]] : []),
    access: [],
    invitations: asked([1, 2, 3, 4]),
    codeowners: new Map(),
    repositories: new Map([shop, gone].map((each) => [each.id, each])),
    ...given,
  })(credentials)(MALLORY, departure);
  const [text = ''] = residualSection(found, departure, 5000);
  return { state: found.state, reasons: residualReasons(departure, found, 'acme'), text, found };
}

export const writes = (repositoryId: number, seenAt: number, goneAt?: number) => ({
  repositoryId,
  lookedAt: seenAt,
  people: [{ id: 7, login: 'mallory', role: 'write' as const, since: 1, seenAt, ...(goneAt ? { goneAt } : {}) }],
});
export const asked = (ids: readonly number[], lookedAt = NOW, unseen = false) =>
  new Map(ids.map((id) => [String(id), { lookedAt, invited: [], ...(unseen ? { unseen: true as const } : {}) }]));
export const invited = (id: number) =>
  new Map([[String(id), { lookedAt: NOW, invited: [{ id: 7, login: 'mallory' }] }]]);
