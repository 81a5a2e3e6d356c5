// The buttons of a check: what its commits bring is decided by the same rights as in a command.
import { describe, expect, it } from 'vitest';
import { PLAINTEXT_SECRET } from '../../../src/model/credential.ts';
import { judgeButton } from '../../../src/policy/commands/buttons.ts';
import type { Desk } from '../../../src/policy/commands/desk.ts';
import { ALICE, BOB, CAROL, deskOf, leaving, MALLORY } from '../../support/make-desk.ts';
import { makeCredential, makeEvidence, makeFile } from '../../support/make-facts.ts';

const SHA = 'a'.repeat(40);
const secret = (name: string, ...makers: readonly string[]) =>
  makeFile({
    credential: makeCredential({ id: credentialId(name), kind: PLAINTEXT_SECRET, name }),
    evidence: makers.map((login) => makeEvidence({ credential: credentialId(name), who: { login } })),
  });
const credentialId = (name: string) => `plaintext-secret:${name}` as ReturnType<typeof makeCredential>['id'];

/** A pull request whose commits bring these, opened by the given. */
function checkOf(speaker: typeof BOB, files: readonly ReturnType<typeof secret>[], given: Partial<Desk> = {}) {
  const found = files.map(({ credential }) => credential.id);
  const desk = deskOf(speaker, {
    departures: [],
    files: new Map(files.map((each) => [each.credential.id, each])),
    place: { at: 'pull', repositoryId: 1, found, authors: [ALICE.id] },
    ...given,
  });
  return (button: 'rotated' | 'false-positive') =>
    judgeButton(desk, { button, repository: 'shop', sha: SHA }).map((ruling) =>
      ruling.is === 'refused' ? ruling.says : ruling.is,
    );
}

describe('“False positive”', () => {
  it('is pressed by somebody who has nothing to do with it', () => {
    expect(checkOf(BOB, [secret('one')])('false-positive')).toEqual(['done']);
  });

  it('is refused to who opened the pull request, though GitHub does not tell who brought the value', () => {
    expect(checkOf(ALICE, [secret('one')])('false-positive')).toEqual([
      expect.stringContaining('you opened the pull request that brings it'),
    ]);
  });

  it('is refused for several, which the check does not tell apart', () => {
    expect(checkOf(BOB, [secret('one'), secret('two')])('false-positive')).toEqual([
      expect.stringContaining('names several secrets'),
    ]);
  });
});

describe('“I rotated it”', () => {
  const leaves = { departures: [leaving(MALLORY, 'scheduled')] };

  it('speaks of all that the commits bring', () => {
    expect(checkOf(ALICE, [secret('one', 'alice'), secret('two')])('rotated')).toEqual(['done', 'done']);
  });

  it('is refused to whose last day is set for what they made, wherever it stands among the others', () => {
    const [theirs, other] = [secret('one', 'mallory'), secret('two', 'bob')];
    for (const files of [
      [theirs, other],
      [other, theirs],
    ])
      expect(checkOf(MALLORY, files, leaves)('rotated')).toEqual([expect.stringContaining('your own last day is set')]);
    expect(checkOf(MALLORY, [other], leaves)('rotated')).toEqual(['done']);
    expect(checkOf(CAROL, [other, theirs], leaves)('rotated')).toEqual(['done', 'done']);
  });
});
