// Who reads one repository may not know of another: what stands in both is told of this one alone.
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/policy/commands/judge.ts';
import { CAROL, deskOf, inPull } from '../support/make-desk.ts';
import { makeEvidence, makeFile, makePlaintext, makeSighting } from '../support/make-facts.ts';
import { makeHeadFinding, makeHeadWith, makePolicy, verdictOf } from '../support/make-situation.ts';

it.each([
  [{ repositories: ['shop', 'hidden'] }, 'Excepted here until 2026-11-30 at the latest, by `@ada`: replaced next week'],
  [
    { repositories: ['*'], incident: 'acme/hidden#3' },
    'Break-glass until 2026-11-30 at the latest, by `@ada`: replaced next week',
  ],
])('what spares a credential is told without the other repositories that it names: %#', (given, says) => {
  const until = {
    credential: makeFile().credential.id,
    owner: 'ada',
    reason: 'replaced next week',
    until: '2026-11-30',
  };
  const { summary } = verdictOf({ policy: { ...makePolicy(), exceptions: [{ ...until, ...given }] } });
  expect(summary).toContain(`- \`deploy-key:1:5\`: ${says}`);
  expect(summary).not.toContain('hidden');
});

describe('a value that stands in another private repository, too', () => {
  const elsewhere = { repositoryId: 2, repository: 'acme/hidden' };
  const spread = makeFile({
    credential: makePlaintext({ scope: elsewhere }),
    sightings: [
      makeSighting({ id: 'there', scope: elsewhere, path: 'prod/root.env' }),
      makeSighting({ id: 'here', path: 'src/deploy.sh' }),
    ],
    evidence: [makeEvidence({ credential: makePlaintext().id })],
  });

  it('is told as far as it stands in this one, whose readers may know of no other', () => {
    const { summary, text } = verdictOf({ files: [spread], heads: [makeHeadWith([makeHeadFinding()])] });
    expect(summary).toContain(
      '- `github-pat` (ghp&#95;… &#40;40 characters&#41;) in `src/deploy.sh:3` of `acme/shop`: made',
    );
    expect(text).toContain('`github-pat` (ghp&#95;… &#40;40 characters&#41;) of `acme/shop`');
    expect(`${summary}${text}`).not.toMatch(/hidden|root\.env|more place/);
  });

  it.each([{}, { act: { name: 'github-token', does: 'report this token', warning: 'It dies.' } } as const])(
    'is talked of in a pull request of this one in the same way: %#',
    (learned) => {
      const policy = makePolicy({ actions: { allow: ['github-token'] } });
      const desk = deskOf(CAROL, { place: inPull, policy, files: new Map([[spread.credential.id, spread]]) });
      const ruling = judge(desk, { name: 'revoke', credential: spread.credential.id }, learned);
      const says = 'says' in ruling ? ruling.says : '';
      expect(says).toContain('in `src/deploy.sh:3` of `acme/shop`');
      expect(says).not.toMatch(/hidden|root\.env|more place|2 places/);
    },
  );
});
