import { describe, expect, it } from 'vitest';
import type { DepartureNotice } from '../../src/model/departure.ts';
import { departures } from '../../src/policy/departures.ts';
import { derive, only, people } from '../support/make-departures.ts';
import { makeNotice, NOW } from '../support/make-facts.ts';

describe('somebody of the directory whom nobody knows', () => {
  const jo = (directory: string, given: Partial<DepartureNotice> = {}) =>
    makeNotice({ source: 'directory', who: { email: 'jo@acme.example', directory }, ...given });

  it('is one departure with whoever is named by that address alone', () => {
    const byAddress = makeNotice({ source: 'roster', who: { email: 'Jo@acme.example' } });
    expect(derive(jo('one'), byAddress)).toHaveLength(1);
  });

  it('is not the next owner of the address, and the address alone then names neither', () => {
    const byAddress = makeNotice({ source: 'roster', who: { email: 'jo@acme.example' } });
    expect(derive(jo('one'), jo('two'), byAddress)).toHaveLength(3);
  });

  it('does not come back because a new entry has the old name', () => {
    const known = (who: DepartureNotice['who']) => (who.directory ? people.find({ id: 7 })?.person : undefined);
    const back = jo('two', { says: 'stays', effectiveAt: NOW, learnedAt: NOW });
    const [departure] = departures([jo('one'), back], known, NOW);
    expect(departure).toMatchObject({ state: 'effective', contradicted: [{ says: 'stays' }] });
    const same = jo('one', { says: 'stays', effectiveAt: NOW, learnedAt: NOW });
    expect(departures([jo('one'), same], known, NOW)[0]?.state).toBe('rehired');
  });

  it('keeps the case that was opened when they become known', () => {
    const before = only(derive(jo('one')));
    const known = (who: DepartureNotice['who']) => (who.directory ? people.find({ id: 7 })?.person : undefined);
    expect(departures([jo('one')], known, NOW)).toMatchObject([{ id: before.id, person: { id: 7 } }]);
  });
});

it.each<[string, DepartureNotice['who'][]]>([
  ['id', [{ id: 80 }, { id: 81 }]],
  ['login', [{ login: 'ghost' }, { login: 'spook' }]],
  ['address', [{ email: 'ghost@x.example' }, { email: 'spook@x.example' }]],
  ['entry of the directory', [{ directory: 'a' }, { directory: 'b' }]],
])('a stranger of whom only the %s is known is somebody else than another one', (_, whos) => {
  const ids = derive(...whos.map((who) => makeNotice({ source: 'scim', who }))).map(({ id }) => id);
  expect(new Set(ids).size).toBe(2);
});
