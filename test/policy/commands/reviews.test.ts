import { minimatch } from 'minimatch';
import { describe, expect, it } from 'vitest';
import type { KeepDecision } from '../../../src/model/decision.ts';
import type { Departure } from '../../../src/model/departure.ts';
import type { CredentialFile } from '../../../src/model/violation.ts';
import type { Command } from '../../../src/policy/commands/command.ts';
import type { Desk } from '../../../src/policy/commands/desk.ts';
import { judge } from '../../../src/policy/commands/judge.ts';
import type { Review } from '../../../src/policy/upkeep.ts';
import { makeCredential, makeEvidence, makeFile, makePerson, NOW } from '../../support/make-facts.ts';
import { makePolicy, makeRepository, makeSituation } from '../../support/make-situation.ts';

const [BOB, CAROL] = [makePerson({ id: 9, login: 'bob' }), makePerson({ id: 10, login: 'carol' })];
const because = 'the shop deploys with it';

function keyOf(maker: typeof BOB, id: number): CredentialFile {
  const credential = makeCredential({ id: `deploy-key:1:${id}` as never, name: `key of ${maker.login}` });
  const evidence = [makeEvidence({ credential: credential.id, who: { id: maker.id, login: maker.login } })];
  return makeFile({ credential, evidence, people: [BOB, CAROL] });
}
const [bobs, carols] = [keyOf(BOB, 5), keyOf(CAROL, 6)];
const shop = makeRepository();
const writer = { id: BOB.id, login: 'bob', role: 'write', since: 1, seenAt: NOW } as const;

function reviewOf(given: Partial<Review> = {}): Review {
  return {
    campaign: { key: 'review:2026-10-01', start: NOW - 1, end: NOW + 1 },
    state: 'running',
    kept: [],
    files: [bobs, carols],
    access: [{ repository: shop, access: { repositoryId: shop.id, lookedAt: NOW, people: [writer] } }],
    ...given,
  };
}

function deskOf(speaker: typeof BOB, given: Partial<Desk> & { review?: Partial<Review> } = {}): Desk {
  const { review, ...rest } = given;
  return {
    now: NOW,
    organization: 'acme',
    policy: makePolicy(),
    place: { at: 'review', review: reviewOf(review) },
    speaker,
    departures: [],
    files: new Map([bobs, carols].map((file) => [file.credential.id, file])),
    repositories: [shop],
    decisions: [],
    attempts: new Map(),
    vendorOf: () => undefined,
    matches: minimatch,
    said: 'acme/security#3, comment 12',
    comment: { repositoryId: 2, issue: 3, id: 12 },
    ...rest,
  };
}
const keep = (line: string): Command => ({ name: 'keep', line, because });
const ruled = (desk: Desk, command: Command) => judge(desk, command, {});
const kept = (by: typeof BOB, of: CredentialFile): KeepDecision => ({
  id: `kept by ${by.login}`,
  at: NOW,
  by,
  said: 'there',
  decides: 'keep',
  review: 'review:2026-10-01',
  line: { of: 'credential', id: of.credential.id },
  because,
});
const leaving = (state: Departure['state']): Departure => {
  const [file] = makeSituation().cases;
  if (file === undefined) throw new Error('no case');
  return { ...file.departure, state, person: BOB };
};

describe('keeping a line of a review', () => {
  it('is a decision with a reason, by somebody whom it does not concern', () => {
    expect(ruled(deskOf(BOB), keep(carols.credential.id))).toMatchObject({
      is: 'done',
      decision: {
        decides: 'keep',
        line: { of: 'credential', id: carols.credential.id },
        because,
        by: { login: 'bob' },
      },
    });
  });

  it.each(['acme/shop', 'shop', 'Shop'])('names a repository as %s', (line) => {
    expect(ruled(deskOf(CAROL), keep(line))).toMatchObject({
      is: 'done',
      decision: { line: { of: 'repository', id: shop.id } },
    });
  });

  it.each<[string, Desk, string, string]>([
    ['what they made themselves', deskOf(BOB), bobs.credential.id, 'you made it or set it last'],
    ['a repository that they write to', deskOf(BOB), 'acme/shop', 'you can write there yourself'],
    ['what is no line of it', deskOf(BOB), 'deploy-key:9:9', '`deploy-key:9:9` is no line of this review'],
    [
      'a repository that nobody looked into',
      deskOf(CAROL, { review: { access: [{ repository: shop, access: undefined }] } }),
      'shop',
      'is no line',
    ],
    ['without the right to decide', deskOf(BOB, { noRight: 'you may not' }), carols.credential.id, 'you may not'],
    [
      'when their own last day is set',
      deskOf(BOB, { departures: [leaving('scheduled')] }),
      carols.credential.id,
      'own last day',
    ],
    ['when they have left', deskOf(BOB, { departures: [leaving('effective')] }), carols.credential.id, 'you have left'],
    ['what their vendor made', deskOf(BOB, { vendorOf: () => 'Initech' }), carols.credential.id, 'the same vendor'],
    [
      'when the review is over',
      deskOf(BOB, { review: { state: 'missed' } }),
      carols.credential.id,
      'this review is over',
    ],
    [
      'in a pull request',
      deskOf(BOB, { place: { at: 'pull', repositoryId: 1, found: [], authors: [] } }),
      carols.credential.id,
      'in the issue of an access review',
    ],
  ])('is refused: %s', (_, desk, line, why) => {
    expect(ruled(desk, keep(line))).toMatchObject({ is: 'refused', says: expect.stringContaining(why) });
  });

  it.each(['Bob', '@bob'])(
    'of what a machine account made is not for those who answer for the machine: %s',
    (holder) => {
      const attribution = {
        ...carols.attribution(),
        claims: carols.attribution().claims.map((claim) => ({ ...claim, service: { holders: [holder] } })),
      };
      const files = new Map([[carols.credential.id, { ...carols, attribution: () => attribution }]]);
      expect(ruled(deskOf(BOB, { files }), keep(carols.credential.id)).is).toBe('refused');
    },
  );
});

describe('attesting all of a review', () => {
  const attest = { name: 'attest' } as const;

  it('is for whoever made nothing in it', () => {
    expect(ruled(deskOf(makePerson({ id: 11, login: 'dave' })), attest)).toMatchObject({
      is: 'done',
      decision: { decides: 'attest', review: 'review:2026-10-01' },
    });
  });

  it('waits until somebody else has kept what the speaker made, and says what that is', () => {
    expect(ruled(deskOf(BOB), attest)).toMatchObject({
      is: 'refused',
      says: expect.stringContaining('you or your vendor made or hold 1 credential in it'),
    });
    expect(ruled(deskOf(BOB), attest)).toMatchObject({ says: expect.stringContaining('`deploy-key:1:5`') });
    expect(ruled(deskOf(BOB, { review: { kept: [kept(BOB, bobs)] } }), attest).is).toBe('refused');
    expect(ruled(deskOf(BOB, { review: { kept: [kept(CAROL, carols)] } }), attest).is).toBe('refused');
    expect(ruled(deskOf(BOB, { review: { kept: [kept(CAROL, bobs)] } }), attest).is).toBe('done');
  });

  it('is refused to whoever may not decide', () => {
    expect(ruled(deskOf(BOB, { noRight: 'you may not' }), attest)).toMatchObject({ says: 'Not done: you may not.' });
  });
});

it('a credential of a review can be claimed, attested and taken away in it, one of no review cannot', () => {
  expect(ruled(deskOf(BOB), { name: 'claim', credential: carols.credential.id }).is).toBe('done');
  expect(ruled(deskOf(BOB), { name: 'rotated', credential: 'deploy-key:9:9', because })).toMatchObject({
    says: 'Not done: `deploy-key:9:9` is no credential of this review.',
  });
});
