import { describe, expect, it } from 'vitest';
import { attribute } from '../../src/attribute/attribute.ts';
import { directory } from '../../src/attribute/people.ts';
import type { Engagement } from '../../src/model/person.ts';
import { EVERYBODY, makeEvidence, makePerson } from '../support/make-facts.ts';

describe('an account that is no single human', () => {
  const service = makePerson({ id: 99, login: 'acme-ci' });
  const added = makeEvidence({ who: { id: 99, login: 'acme-ci' } });
  const asked = (...roster: Engagement[]) => attribute([added], directory([...EVERYBODY, service], roster));

  it('is named as such, with its holder, where the roster says so', () => {
    const { creator, says } = asked({ who: { login: 'acme-ci' }, type: 'service', sponsor: '@alice' });
    expect(creator).toMatchObject({ person: { login: 'acme-ci' }, service: { holders: ['@alice'] } });
    expect(says).toMatch(/^@acme-ci \(no human by itself, held by @alice, says the roster\) added this deploy key/);
  });

  it('has a holder whom the roster names by an address under their login', () => {
    const al = makePerson({ id: 98, login: 'al', emails: [{ address: 'al@acme.example', source: 'roster' }] });
    const roster: Engagement[] = [{ who: { login: 'acme-ci' }, type: 'service', sponsor: 'Al@acme.example' }];
    const { creator } = attribute([added], directory([service, al], roster));
    expect(creator?.service?.holders).toEqual(['al']);
  });

  it('is shared by all whom the roster names with it', () => {
    const one = { who: { login: 'acme-ci', name: 'Bo' }, type: 'contractor' } as const;
    expect(asked(one, { ...one, who: { id: 99, name: 'Al' } }).creator?.service?.holders).toEqual(['Al', 'Bo']);
  });

  it('of somebody who came back under a second engagement it is not', () => {
    const one = { who: { login: 'acme-ci', name: 'Bo' }, type: 'contractor' } as const;
    expect(
      asked(one, { ...one, who: { ...one.who, name: 'BO ' }, end: '2026-01-01' }).creator?.service,
    ).toBeUndefined();
  });

  it('has no known holder where the roster names none', () => {
    expect(asked({ who: { login: 'acme-ci' }, type: 'service' }).says).toContain(
      '@acme-ci (no human by itself, says the roster)',
    );
  });
});
