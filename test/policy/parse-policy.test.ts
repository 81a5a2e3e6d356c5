import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, type PolicyProblem } from '../../src/model/policy.ts';
import { parsePolicy } from '../../src/policy/parse-policy.ts';

const EXAMPLES = join(import.meta.dirname, '../../docs/examples');
const FILE = '.github/handback.yml';

function problemsIn(...lines: string[]): readonly PolicyProblem[] {
  const parsed = parsePolicy(lines.join('\n'), FILE);
  return parsed.ok ? [] : parsed.problems;
}
const told = (...lines: string[]) => problemsIn(...lines).map(({ line, says }) => `${line}: ${says}`);

describe('an example of the documentation', () => {
  const names = readdirSync(EXAMPLES).filter((name) => name.endsWith('.yml') && name !== 'people.yml');

  it.each(names)('%s is a good policy', (name) => {
    expect(parsePolicy(readFileSync(join(EXAMPLES, name), 'utf8'), name)).toMatchObject({ ok: true });
  });

  it('is there at all', () => {
    expect(names.length).toBeGreaterThanOrEqual(3);
  });
});

describe('a policy', () => {
  it('of one line is the default', () => {
    expect(parsePolicy('version: 1', FILE)).toEqual({ ok: true, policy: DEFAULT_POLICY });
  });

  it('in the form of JSON is good too', () => {
    expect(parsePolicy('{"version": 1, "mode": "block"}', FILE)).toMatchObject({ ok: true, policy: { mode: 'block' } });
  });

  it('may name a value once and use it again', () => {
    const text = 'version: 1\ngrace_days: &days 9\nnotice_days: *days';
    expect(parsePolicy(text, FILE)).toMatchObject({ ok: true, policy: { grace_days: 9, notice_days: 9 } });
  });
});

describe('a problem is told with its line', () => {
  it('unknown settings, each of them', () => {
    expect(told('version: 1', 'modee: block', 'cases:', '  repository: security', '  label: x')).toEqual([
      '2: modee: there is no such setting',
      '5: cases.label: there is no such setting',
    ]);
  });

  it('an unknown setting of one repository', () => {
    expect(told('version: 1', 'repositories:', '  - match: a', '  - match: b', '    mod: block')).toEqual([
      '5: repositories.1.mod: there is no such setting',
    ]);
  });

  it('a kind that no credential has, with the one that was probably meant', () => {
    const lines = ['version: 1', 'proof:', '  deploy-key: P3', '  deploy_key: P4', '  ssh: P4', 'max_age_days:'];
    expect(told(...lines, '  webhooks: 9', '  default: 9', '  constructor: 9')).toEqual([
      expect.stringMatching(
        /^4: proof.deploy_key: there is no such kind; did you mean deploy-key\? \(known: actions-secret, /,
      ),
      expect.stringMatching(/^5: proof.ssh: there is no such kind \(known: .*plaintext-secret, /),
      expect.stringMatching(/^7: max_age_days.webhooks: .*; did you mean webhook\? .*, default\)$/),
      expect.stringMatching(/^9: max_age_days.constructor: there is no such kind/),
    ]);
  });

  it('a name that would name nothing: one with the organisation in front, or with an @', () => {
    const alone = 'write the name alone, without the organisation';
    expect(
      told(
        'version: 1',
        'cases: { repository: acme/security, assignees: ["@alice"] }',
        'roster: { repository: acme/people }',
        'repositories: [{ match: "acme/payments-*", mode: block }]',
      ),
    ).toEqual([
      `2: cases.repository: ${alone}`,
      '2: cases.assignees.0: write a login, without @',
      `3: roster.repository: ${alone}`,
      `4: repositories.0.match: ${alone}`,
    ]);
  });

  it('an @ with nobody behind it', () => {
    const entry = 'match: "deploy-key:ci", purpose: deploys, expires: 2027-01-01';
    const exception = 'credential: a, repositories: ["*"], reason: "until it moves", until: 2027-01-01';
    expect(
      told('version: 1', `credentials: [{ ${entry}, owner: "@" }]`, `exceptions: [{ ${exception}, owner: "@" }]`),
    ).toEqual([expect.stringMatching(/^2: credentials.0.owner: /), expect.stringMatching(/^3: exceptions.0.owner: /)]);
  });

  it('wrong types and values', () => {
    expect(told('version: 1', 'mode: loud', 'grace_days: soon', 'cases: 5', 'proof:', '  deploy-key: P9')).toEqual([
      expect.stringMatching(/^2: mode: .*"observe"\|"warn"\|"block"/),
      expect.stringMatching(/^3: grace_days: .*expected number/),
      expect.stringMatching(/^4: cases: .*expected object/),
      expect.stringMatching(/^6: proof.deploy-key: .*"P0"/),
    ]);
  });

  it('days that no calendar has', () => {
    expect(told('version: 1', 'birth: { since: 2026-02-30 }')).toEqual(['2: birth.since: there is no such day']);
    expect(told('version: 1', 'birth: { since: 2026-13-01 }')).toEqual(['2: birth.since: there is no such day']);
    expect(told('version: 1', 'birth: { since: 2024-02-29 }')).toEqual([]);
  });

  it('numbers out of bounds', () => {
    expect(told('version: 1', 'grace_days: -1', 'notice_days: 366')).toHaveLength(2);
  });

  it('another version', () => {
    expect(told('version: 2')).toEqual([expect.stringMatching(/^1: version:/)]);
  });

  it('a missing setting, at the thing that lacks it', () => {
    expect(told('version: 1', 'cases:', '  labels: [a]')).toEqual([expect.stringMatching(/^3: cases.repository:/)]);
  });

  it('YAML that is none', () => {
    expect(told('version: 1', 'mode: [block')).toEqual([expect.stringMatching(/^\d: /)]);
    expect(told('version: 1', 'version: 1')).toEqual([expect.stringMatching(/^2: Map keys must be unique/)]);
    expect(told('version: 1', '\tmode: block')).not.toEqual([]);
  });

  it('a key that stands there twice, at any depth, and only where it is one map', () => {
    expect(told('version: 1', 'cases:', '  repository: a', '  repository: b')).toEqual([
      expect.stringMatching(/^4: Map keys must be unique/),
    ]);
    expect(told('version: 1', 'repositories: [{ match: a, mode: warn, match: b }]')).toEqual([
      expect.stringMatching(/^2: Map keys must be unique/),
    ]);
    expect(told('version: 1', 'repositories: [{ match: a }, { match: b }]')).toEqual([]);
  });

  it.each(['', '# nothing yet', '---', 'null'])('a file with nothing in it: "%s"', (text) => {
    expect(told(text)).toEqual(['1: the file is empty; begin with `version: 1`']);
  });

  it.each(['hello', '- version: 1', '42'])('something else altogether: %s', (text) => {
    expect(told(text)).toEqual([expect.stringMatching(/^1: .*expected object/)]);
  });
});
