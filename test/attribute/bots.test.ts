import { describe, expect, it } from 'vitest';
import { attribute } from '../../src/attribute/attribute.ts';
import { isProgram } from '../../src/attribute/bots.ts';
import { directory } from '../../src/attribute/people.ts';
import type { Who } from '../../src/model/person.ts';
import { EVERYBODY, makeEvidence, makePerson } from '../support/make-facts.ts';

const COPILOT: Who = { name: 'copilot-swe-agent[bot]', email: '198982749+Copilot@users.noreply.github.com' };

const PROGRAMS: readonly Who[] = [
  { login: 'github-actions[bot]' },
  { login: 'github-actions[bot]', email: '41898282+github-actions[bot]@users.noreply.github.com' },
  { email: '41898282+github-actions[bot]@users.noreply.github.com' },
  { login: 'dependabot[bot]', email: '49699333+dependabot[bot]@users.noreply.github.com' },
  COPILOT,
  { login: 'Copilot' },
  { login: 'web-flow', email: 'noreply@github.com' },
  { name: 'Claude', email: 'noreply@anthropic.com' },
  { name: 'Cursor Agent', email: 'cursoragent@cursor.com' },
  { name: 'aider (model)', email: 'aider@aider.chat' },
  { login: 'corp-ci', bot: true },
  { email: '77+renovate[bot]@users.noreply.ghe.corp.example' },
];

const HUMANS: readonly Who[] = [
  { login: 'mallory' },
  { name: 'Devin Smith', email: 'devin.smith@acme.example' },
  { name: 'Gemini Lopez', email: 'gemini@acme.example' },
  { name: 'Claude Monet', email: 'claude@acme.example' },
  { login: 'copilotfan' },
  { login: 'abbot' },
  { email: '7+mallory@users.noreply.github.com' },
];

describe('a program', () => {
  it.each(PROGRAMS)('is $login $name $email', (who) => {
    expect(isProgram(who)).toBe(true);
  });

  it.each(PROGRAMS)('is never the answer: $login $name $email', (who) => {
    const { creator, claims, says } = attribute([makeEvidence({ who })], directory(EVERYBODY));
    expect(creator).toBeUndefined();
    expect(claims).toHaveLength(1);
    expect(says).toMatch(/^Only programs are known to have made it/);
  });

  it.each(HUMANS)('is not $login $name $email', (who) => {
    expect(isProgram(who)).toBe(false);
  });

  it('is known by its account too, when the evidence itself does not say so', () => {
    const machine = makePerson({ id: 99, login: 'acme-ci', bot: true });
    const { creator, claims } = attribute([makeEvidence({ who: { id: 99, login: 'acme-ci' } })], directory([machine]));
    expect(creator).toBeUndefined();
    expect(claims[0]?.person?.login).toBe('acme-ci');
  });
});

describe('the human behind a program', () => {
  const author = makeEvidence({
    kind: 'commit-author',
    strength: 'claimed',
    who: COPILOT,
    did: 'is the author of the commit',
  });
  const coAuthor = makeEvidence({
    kind: 'commit-co-author',
    strength: 'claimed',
    who: { name: 'Mallory', email: '7+mallory@users.noreply.github.com' },
    did: 'is a co-author of the commit',
  });

  const pushed = (who: Who) => makeEvidence({ kind: 'ref-update', strength: 'authenticated', who });

  it('is the co-author, as a hint: anybody could have written such a commit. The program stays in the chain', () => {
    const { creator, chain } = attribute([author, coAuthor], directory(EVERYBODY));
    expect(creator?.person?.login).toBe('mallory');
    expect(creator?.level).toBe('weak');
    expect(chain.join('\n')).toContain('copilot-swe-agent[bot]');
  });

  it('is the co-author, and more than a hint, when the program itself pushed it', () => {
    const { creator } = attribute([author, coAuthor, pushed({ login: 'Copilot', bot: true })], directory(EVERYBODY));
    expect(creator?.person?.login).toBe('mallory');
    expect(creator?.level).toBe('certain');
  });

  it.each([
    ['any workflow of anybody', { login: 'github-actions[bot]', bot: true }],
    ['an app that does what it is told', { login: 'release-helper[bot]', bot: true }],
    ['somebody else', { id: 8, login: 'alice' }],
  ])('stays a hint when %s pushed it', (_, who) => {
    const { claims } = attribute([author, coAuthor, pushed(who)], directory(EVERYBODY));
    expect(claims.find(({ person }) => person?.login === 'mallory')?.level).toBe('weak');
  });

  it('is the author when the program is only the co-author', () => {
    const { creator } = attribute(
      [
        makeEvidence({ kind: 'commit-author', strength: 'claimed' }),
        makeEvidence({
          kind: 'commit-co-author',
          strength: 'claimed',
          who: { name: 'Claude', email: 'noreply@anthropic.com' },
        }),
      ],
      directory(EVERYBODY),
    );
    expect(creator?.person?.login).toBe('mallory');
    expect(creator?.matchedBy).toBe('login');
  });

  it('is whoever opened the pull request, when nobody is named in the commit', () => {
    const opened = makeEvidence({ kind: 'pull-request', strength: 'authenticated', who: { id: 8, login: 'alice' } });
    expect(attribute([author, opened], directory(EVERYBODY)).creator?.person?.login).toBe('alice');
  });

  it('is not found behind a deleted account: GitHub shows @ghost for all of them', () => {
    const ghost = makeEvidence({
      kind: 'pull-request',
      strength: 'authenticated',
      who: { id: 10_137, login: 'ghost' },
    });
    const { creator, chain } = attribute(
      [ghost],
      directory([...EVERYBODY, makePerson({ id: 10_137, login: 'ghost' })]),
    );
    expect(creator).toBeUndefined();
    expect(chain).toHaveLength(1);
  });
});
