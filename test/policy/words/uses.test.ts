import { describe, expect, it } from 'vitest';
import type { CredentialUses, Dependent } from '../../../src/model/use.ts';
import { exposedSection } from '../../../src/policy/words/exposure.ts';
import { sayOwner, usesLines } from '../../../src/policy/words/uses.ts';
import { makeCredential } from '../../support/make-facts.ts';

const dependent = (given: Partial<Dependent> = {}): Dependent => ({
  repositoryId: 1,
  repository: 'acme/shop',
  workflow: '.github/workflows/ci.yml',
  jobs: ['ship'],
  environments: [],
  receivers: [],
  sure: true,
  ...given,
});
const say = (given: Partial<CredentialUses>) =>
  usesLines({ state: 'used', dependents: [], unread: 0, ...given }).split('\n');

describe('who fails without a credential', () => {
  it('is counted and named, with the last run of each', () => {
    const ran = dependent({ environments: ['prod'], lastRunAt: Date.UTC(2026, 10, 20) });
    expect(say({ dependents: [ran, dependent({ workflow: 'b.yml', lastRunAt: null })] })).toEqual([
      '  - **2 workflows will fail without it**; last ran 2026-11-20',
      '    - `.github/workflows/ci.yml` of `acme/shop`: job `ship`, environment `prod`, last ran 2026-11-20',
      '    - `b.yml` of `acme/shop`: job `ship`, never ran',
    ]);
  });

  it.each([
    [{ state: 'unused' as const }, '  - Used by no workflow'],
    [{ state: 'unknown' as const, unread: 2 }, '  - Not known to be used: 2 files could not be read'],
    [
      { state: 'unknown' as const, dependents: [dependent({ sure: false })] },
      '  - May be used by 1 workflow, which hands on every secret, computes its name or calls a workflow that may take it',
    ],
  ])('%j: %s', (given, expected) => {
    expect(say(given)[0]).toBe(expected);
  });

  it('may be a registry of Dependabot, a run that it starts, or an agent, whom no file names', () => {
    const registry = dependent({ workflow: '.github/dependabot.yml', jobs: ['npm'] });
    const beyond = 'agents get it all the same';
    expect(say({ dependents: [registry, dependent({ startedBy: 'dependabot' })], unread: 1, beyond })).toEqual([
      '  - **2 configurations will fail without it**; 1 file could not be read; agents get it all the same',
      '    - `.github/dependabot.yml` of `acme/shop`: registry `npm`',
      '    - `.github/workflows/ci.yml` of `acme/shop`: job `ship`, when Dependabot starts it',
    ]);
    expect(say({ state: 'unknown', beyond })).toEqual(['  - Not known to be used: agents get it all the same']);
  });

  it('is clipped, and harmless whatever it is called', () => {
    const many = Array.from({ length: 100 }, (_, at) =>
      dependent({ workflow: `${at}`, jobs: ['`<!-- @all [x](y)', 'b', 'c', 'd'] }),
    );
    const lines = say({ dependents: many });
    expect(lines).toHaveLength(1 + 5 + 1);
    expect(lines.join('\n')).not.toMatch(/<!--/);
    expect(lines[1]).toContain('and 1 more');
  });
});

it('an owner is shown and not woken, and nobody is an answer', () => {
  const by = { by: 'codeowners' as const, says: 'CODEOWNERS line 3' };
  expect(sayOwner({ names: ['@alice', '@acme/ops'], ...by })).toBe('`@alice`, `@acme/ops` (CODEOWNERS line 3)');
  expect(sayOwner(null)).toMatch(/^nobody/);
});

it('what a leaver could read is counted in full and listed in part; nothing seen is not nothing there', () => {
  const credentials = Array.from({ length: 30 }, (_, at) => makeCredential({ kind: 'actions-secret', name: `S${at}` }));
  const exposure = { repositories: 3, count: 100, credentials, spared: [] };
  const [text = ''] = exposedSection(exposure, 4000);
  expect(text).toMatch(/3 repositories.*\*\*100 more secrets\*\*/);
  expect(text.match(/^- Actions secret/gm)).toHaveLength(20);
  expect(text).toContain('- … and 80 more');
  const [none] = exposedSection({ repositories: 0, count: 0, credentials: [], spared: [] }, 4000);
  expect(none).toContain('has not seen this person with write access');
});
