import { describe, expect, it } from 'vitest';
import { sayPerson } from '../../src/policy/words/residual.ts';
import { makeCredential, NOW } from '../support/make-facts.ts';
import { gone, invited, left, OUT, residual, shop, writes } from '../support/make-residual.ts';
import { makeRepository } from '../support/make-situation.ts';

describe('a case stays open for the person', () => {
  it.each([
    ['a member', { ...OUT, membership: 'active' as const }, {}, 'still a member of acme'],
    ['invited again', { ...OUT, membership: 'pending' as const }, {}, 'still invited to acme'],
    ['an outside collaborator who reads', { ...OUT, outsider: true }, {}, 'still an outside collaborator of acme'],
    ['a writer', { ...OUT, outsider: true }, { access: [writes(1, NOW)] }, 'can still write to acme/shop'],
    [
      'a writer, seen after the last look at all',
      OUT,
      { access: [writes(1, NOW + 1)] },
      'can still write to acme/shop',
    ],
    [
      'a writer, by the last look that could tell: outside collaborators may not be seen now',
      { lookedAt: NOW, membership: 'none' as const },
      { access: [writes(1, NOW - 1)] },
      'can still write to acme/shop',
    ],
    ['invited to a repository', OUT, { invitations: invited(1) }, 'still invited to acme/shop'],
  ])('while they are %s', (_, presence, given, reason) => {
    expect(residual(presence, given)).toMatchObject({ state: 'in', reasons: [reason] });
  });

  it.each([
    ['never', undefined],
    ['before the end', { ...OUT, lookedAt: left.effectiveAt - 1 }],
  ])('when somebody looked %s: that is neither in nor out', (_, presence) => {
    expect(residual(presence)).toMatchObject({
      state: 'unknown',
      reasons: ['their own access not looked at since the departure'],
    });
  });
});

describe('somebody is called out', () => {
  it('by a look at or after the end, and after it was known', () => {
    const { effectiveAt } = left;
    const known = { ...left, learnedAt: effectiveAt + 9 };
    for (const [lookedAt, state] of [
      [effectiveAt + 8, 'unknown'],
      [effectiveAt + 9, 'out'],
    ] as const)
      expect(residual({ ...OUT, lookedAt }, {}, known).state).toBe(state);
    expect(residual({ ...OUT, lookedAt: effectiveAt }, {}, { ...left, learnedAt: 0 }).state).toBe('out');
  });

  it.each([
    ['membership', { lookedAt: NOW, outsider: false }],
    ['outside collaborators', { lookedAt: NOW, membership: 'none' as const }],
  ])('never while %s may not be seen', (_, presence) => {
    expect(residual(presence)).toMatchObject({ state: 'unknown', reasons: [] });
  });
});

describe('of each repository', () => {
  const [infra, zoo] = [
    makeRepository({ id: 3, fullName: 'acme/infra' }),
    makeRepository({ id: 4, fullName: 'acme/zoo' }),
  ];
  const repositories = new Map([shop, infra, zoo].map((each) => [each.id, each]));
  const inside = { ...OUT, outsider: true };

  it('what is open counts, whichever stretch of it was read last', () => {
    const [was, is] = [writes(1, NOW - 2, NOW - 1), writes(1, NOW)];
    for (const access of [
      [was, is],
      [is, was],
      [is, is],
    ])
      expect(residual(inside, { access }).found.repositories).toEqual([
        { repository: 'acme/shop', role: 'write', ended: false },
      ]);
  });

  it('open ones are told first, and each kind by name', () => {
    const access = [writes(4, NOW - 2, NOW - 1), writes(1, NOW), writes(3, NOW - 2, NOW - 1)];
    const listed = residual(inside, { access, repositories }).found.repositories;
    expect(listed.map(({ repository, ended }) => [repository, ended])).toEqual([
      ['acme/shop', false],
      ['acme/infra', true],
      ['acme/zoo', true],
    ]);
  });

  it('one that was seen at the moment of the look at the whole organisation counts as open', () => {
    expect(residual(OUT, { access: [writes(1, NOW)] }).found.repositories).toMatchObject([{ ended: false }]);
  });

  it('three are named, and how many more there are', () => {
    const many = [1, 2, 3, 4].map((id) => makeRepository({ id, fullName: `acme/r${id}` }));
    const world = (some: typeof many) => ({
      repositories: new Map(some.map((each) => [each.id, each])),
      access: some.map(({ id }) => writes(id, NOW)),
    });
    expect(residual(inside, world(many)).reasons).toEqual(['can still write to acme/r1, acme/r2, acme/r3 and 1 more']);
    expect(residual(inside, world(many.slice(1))).reasons).toEqual(['can still write to acme/r2, acme/r3, acme/r4']);
  });
});

describe('nothing keeps it open', () => {
  it('when they are in nothing any more, whatever an older look at a repository saw', () => {
    expect(residual(OUT, { access: [writes(1, NOW - 1)] })).toMatchObject({ state: 'out', reasons: [] });
  });

  it('when the repository is gone', () => {
    const given = { access: [writes(2, NOW + 1)], invitations: invited(2) };
    expect(residual(OUT, given)).toMatchObject({ state: 'out', reasons: [] });
  });

  it('when it may not be seen, which is not called out', () => {
    const { state, reasons, text, found } = residual({ lookedAt: NOW });
    expect({ state, reasons }).toEqual({ state: 'unknown', reasons: [] });
    expect(text).toContain('- membership and outside collaborators, teams: not visible: needs Members: read');
    expect(sayPerson(found)).toBe('The person’s own access: **not visible**.');
  });

  it.each(['scheduled', 'cancelled', 'rehired'] as const)('when the departure is %s', (state) => {
    expect(residual({ ...OUT, membership: 'active' }, {}, { ...left, state }).reasons).toEqual([]);
  });
});

describe('the section', () => {
  it('has a box for each access, ticked by the look that no longer sees it', () => {
    const open = residual({ ...OUT, membership: 'active', teams: ['ops'] }, { access: [writes(1, NOW)] });
    expect(open.text).toMatch(/- \[ \] Member of the organisation/);
    expect(open.text).toMatch(/- \[ \] Can write to `acme\/shop` \(write\)/);
    expect(open.text).toMatch(/- \[ \] In the teams `ops`/);
    const done = residual(OUT, { access: [writes(1, NOW - 2, NOW - 1)] });
    expect(done.text).not.toContain('- [ ]');
    expect(done.text).toMatch(/- \[x\] Can no longer write to `acme\/shop`/);
  });

  it('names the settings that still name them, which keep no case open', () => {
    const scope = { repositoryId: 1, repository: 'acme/shop', environment: 'production' };
    const rules = [
      { line: 3, pattern: '*', owners: ['@Mallory'] },
      { line: 9, pattern: 'docs/', owners: ['M@acme.example', '@bob'] },
    ];
    const { text, reasons, state } = residual(OUT, {
      codeowners: new Map([['1', { lookedAt: 1, path: 'CODEOWNERS', rules }]]),
      credentials: [makeCredential({ kind: 'actions-secret', scope, facts: { approvers: '@bob @Mallory' } })],
    });
    expect({ reasons, state }).toEqual({ reasons: [], state: 'out' });
    expect(text).toContain(
      '- [ ] Named as code owner in `CODEOWNERS of acme/shop, line 3`, `CODEOWNERS of acme/shop, line 9`',
    );
    expect(text).toContain('- [ ] Required reviewer of the environments `production of acme/shop`');
  });

  it('names no setting of a repository or an environment that is gone', () => {
    const owned = { lookedAt: 1, path: 'CODEOWNERS', rules: [{ line: 3, pattern: '*', owners: ['@mallory'] }] };
    const scope = { repositoryId: 1, repository: 'acme/shop', environment: 'production' };
    const { found } = residual(OUT, {
      codeowners: new Map([String(gone.id), '9'].map((id) => [id, owned])),
      credentials: [makeCredential({ kind: 'actions-secret', scope, facts: { approvers: '@mallory' }, goneAt: NOW })],
    });
    expect(found).toMatchObject({ codeOwner: [], reviewer: [] });
  });

  it('names environments that they approve by a team, while they are in it', () => {
    const scope = { repositoryId: 1, repository: 'acme/shop', environment: 'production' };
    const credentials = [makeCredential({ kind: 'actions-secret', scope, facts: { approvers: '@bob team/Ops' } })];
    const inOps = { ...OUT, membership: 'active' as const, teams: ['ops'] };
    expect(residual(inOps, { credentials }).text).toContain(
      '- [ ] May approve deployments to `production of acme/shop, as one of ops`: remove them from the team',
    );
    expect(residual(OUT, { credentials }).text).toContain('- [x] Reviewer of no environment that holds secrets');
  });

  it('says what nobody may see, and is the same after every look that sees the same', () => {
    expect(residual(OUT).text).toContain('bypass lists of rulesets: not visible: needs Administration: write');
    expect(residual({ ...OUT, lookedAt: NOW + 9 }).text).toBe(residual(OUT).text);
  });
});
