import fc from 'fast-check';
import { marked, type Tokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { credentialId } from '../../../src/model/credential.ts';
import {
  makeAlive,
  makeCoverage,
  makeCredential,
  makeEvidence,
  makeFile,
  makeNotice,
  makeObservation,
  makePlaintext,
  makeSighting,
} from '../../support/make-facts.ts';
import { caseStepOf, makePolicy } from '../../support/make-situation.ts';
import { hostile, shownText } from './hostile.ts';

const boxes = (body: string) => {
  const found: boolean[] = [];
  void marked.walkTokens(marked.lexer(body), (token) => {
    if (token.type === 'list_item' && (token as Tokens.ListItem).task)
      found.push((token as Tokens.ListItem).checked === true);
  });
  return found;
};
const headings = (body: string) =>
  marked.lexer(body).flatMap((token) => (token.type === 'heading' ? [(token as Tokens.Heading).text] : []));

/** A case in which every word that comes from outside is the given one. */
function caseOf(word: string) {
  const scope = { repositoryId: 1, repository: word, environment: word };
  const evidence = (credential: ReturnType<typeof credentialId>) => [
    makeEvidence({ credential, source: word, did: word }),
    makeEvidence({ credential, kind: 'commit-author', who: { id: 7, name: word, email: `${word}@x` } }),
  ];
  const key = makeCredential({ name: word, scope, id: credentialId('deploy-key', 1, 1) });
  const secret = makeCredential({
    kind: 'actions-secret',
    name: word,
    scope,
    id: credentialId('actions-secret', 1, 2),
  });
  const text = makePlaintext({ name: word, scope });
  const looks = [makeObservation({ says: word, asked: { request: word, status: 404 } })];
  return caseStepOf({
    policy: makePolicy(),
    problems: [{ file: word, line: 1, says: word }],
    notices: [
      makeNotice({ detail: word, source: word }),
      makeNotice({ source: 'roster', says: 'stays', detail: word }),
    ],
    files: [
      makeFile({ credential: key, evidence: evidence(key.id) }),
      makeFile({ credential: secret, evidence: evidence(secret.id), observations: looks }),
      makeFile({ credential: text, evidence: evidence(text.id), sightings: [makeSighting({ path: word, scope })] }),
    ],
    coverage: [makeCoverage({ source: word, scope, gap: { why: 'permission', says: word } })],
  });
}

describe('a case made of hostile words', () => {
  const calm = caseOf('calm');

  it('keeps its boxes and its headings, whatever the words', () => {
    expect(boxes(calm.body)).toEqual([false, false, true]);
    fc.assert(
      fc.property(hostile, (word) => {
        const { body } = caseOf(word);
        expect(boxes(body)).toEqual([false, false, true]);
        expect(headings(body)).toEqual(headings(calm.body));
        expect(body.length).toBeLessThanOrEqual(65_000);
      }),
      { numRuns: 300 },
    );
  });

  it('links, shows and mentions nothing in body, closing and reopening', () => {
    fc.assert(
      fc.property(hostile, (word) => {
        const { body, closing, reopening } = caseOf(word);
        for (const html of [body, closing, reopening].map((part) => marked.parse(part, { async: false }))) {
          expect(html).not.toMatch(/<(a|img|script|h1|table|hr|del)[\s>]/);
          expect(shownText(html)).not.toMatch(/@[a-z\d]|#\d|\bGH-\d|:\/\//i);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('carries no marker but the one that the action adds', () => {
    expect(caseOf('<!-- handback:case:x -->').body).not.toContain('<!--');
  });
});

describe('a case says', () => {
  it('who made a credential and every line of how that is known', () => {
    const { body } = caseStepOf();
    expect(body).toContain('- [ ] deploy key **ci** of `acme/shop`');
    expect(body).toContain('Made by: @\u200bmallory added this deploy key on 2026-03-01');
    expect(body).toContain('  - stated: @\u200bmallory');
    expect(body).toContain('Next: Add a new key for what still needs it');
  });

  it('what is proved, with the request that proved it', () => {
    const { body } = caseStepOf({ files: [makeFile({ observations: [makeObservation()] })] });
    expect(body).toContain('- [x] deploy key **ci**');
    expect(body).toContain(
      '**P3**: GitHub, which lets the key in, no longer knows it (2026-11-21, `GET /repos/acme/shop/keys/5` → 404)',
    );
    expect(body).not.toContain('  - Next:');
    expect(body).toContain('**Next:** nobody has to do anything.');
  });

  it('what is proved only in part, and what was asked for', () => {
    const observations = [makeObservation({ grade: 'P1', says: 'removed from the store' })];
    const { body } = caseStepOf({ files: [makeFile({ observations })] });
    expect(body).toContain('- [ ] deploy key');
    expect(body).toContain('P1 of the P3 that the policy asks for');
  });

  it('that something still works', () => {
    const { body } = caseStepOf({ files: [makeFile({ observations: [makeAlive(Date.UTC(2026, 10, 21))] })] });
    expect(body).toContain('Proof: **still works**: the key still opens the repository');
  });

  it('that the re-check of a proof told nothing', () => {
    const at = Date.UTC(2026, 10, 20);
    const unseen = makeObservation({ result: 'unknown', says: 'GitHub answered 502', at: at + 86_400_000 });
    const { body } = caseStepOf({ files: [makeFile({ observations: [makeObservation({ at }), unseen] })] });
    expect(body).toContain('; the re-check of 2026-11-21 gave no clear answer: GitHub answered 502');
  });

  it('that it was last seen alive, where nobody could look since', () => {
    const unseen = makeObservation({
      result: 'unknown',
      says: 'the keys could not be listed',
      at: Date.UTC(2026, 10, 21),
    });
    const looks = [makeAlive(Date.UTC(2026, 10, 20)), unseen];
    const { body } = caseStepOf({ files: [makeFile({ observations: looks })] });
    expect(body).toContain(
      'Proof: not proved, and it worked when that could last be seen: the keys could not be listed',
    );
    expect(body).not.toContain('**still works**');
  });

  it('that none is known, and not how many of none are open', () => {
    const { body } = caseStepOf({ files: [] });
    expect(body).toContain('No credential is known to be theirs.');
    expect(body).not.toContain('of 0');
  });

  it('that removing a value from the code proves nothing', () => {
    const secret = makePlaintext();
    const file = makeFile({ credential: secret, sightings: [makeSighting(), makeSighting({ id: 'other' })] });
    const { body } = caseStepOf({ files: [file] });
    expect(body).toContain('in `src/deploy.sh:3` of `acme/shop` and 1 more place ');
    expect(body).toContain('Removing it from the code proves nothing');
  });

  it('who contradicts the departure', () => {
    const stays = makeNotice({ source: 'cli', says: 'stays', detail: 'taken back on the command line' });
    expect(caseStepOf({ notices: [makeNotice(), stays] }).body).toContain(
      '> Contrary: cli says taken back on the command line',
    );
  });

  it('that nobody is known by the name, without waking whoever has it', () => {
    const { body, title } = caseStepOf({
      notices: [makeNotice({ who: { email: 'ghost_writer@x.example' } })],
      files: [],
    });
    expect(title).toBe('Handback: credentials of ghost_writer@\u200bx.example');
    expect(body).toContain('nobody with this name is known to Handback');
  });
});
