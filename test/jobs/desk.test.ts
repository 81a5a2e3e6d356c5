import fc from 'fast-check';
import { minimatch } from 'minimatch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deskFacts, type Said } from '../../src/jobs/reading/desk-facts.ts';
import { readGround } from '../../src/jobs/reading/ground.ts';
import { type FullSituation, situation } from '../../src/jobs/reading/situation.ts';
import type { CredentialId } from '../../src/model/credential.ts';
import type { Decision } from '../../src/model/decision.ts';
import type { Organization } from '../../src/model/organization.ts';
import { DAY } from '../../src/model/time.ts';
import { judgeButton } from '../../src/policy/commands/buttons.ts';
import type { Command } from '../../src/policy/commands/command.ts';
import type { Desk, Place } from '../../src/policy/commands/desk.ts';
import { judge } from '../../src/policy/commands/judge.ts';
import { isToReview } from '../../src/policy/reviews.ts';
import { login, makeDice } from '../support/dice.ts';
import { type MadeOrganizations, madeOrganizations } from '../support/made-organizations.ts';
import { NOW } from '../support/make-facts.ts';
import { createRandom } from '../support/random.ts';

let world: MadeOrganizations;
beforeAll(async () => {
  world = await madeOrganizations();
});
afterAll(() => world.close());

const HOME = 100;
const REVIEWS = [
  [900, 'review:2026-10-31'],
  [901, 'review:2026-10-01'],
] as const;
const VENDORS = new Map([
  [1, 'Contoso'],
  [2, 'contoso'],
]);
const by = { id: 98, login: 'decider' };

/** With an issue for every departure and review, a roster, and what people asked for and kept. */
async function peopled(organization: Organization): Promise<FullSituation> {
  const { store } = world;
  const { id: org } = organization;
  const { departures, files, reading } = await situation(store, organization, NOW);
  const issues = [...departures.map(({ id }, at) => [at + 1, id] as const), ...REVIEWS];
  for (const [remote, key] of issues)
    await store.outcomes.save(org, `case-issue:${key}`, { hash: 'x', remote, state: 'open' });
  const asked = { reviews: { since: '2026-10-01', every_days: 30 }, actions: { allow: ['deploy-key' as const] } };
  const exceptions = reading.policy.exceptions.filter((each) => !('decision' in each));
  await store.policies.save(org, { ...reading, policy: { ...reading.policy, exceptions, ...asked } });
  await store.engagements.replace(org, [
    ...[...VENDORS].map(([id, vendor]) => ({ who: { login: login(id) }, type: 'vendor' as const, vendor })),
    { who: { id: 4 }, type: 'service', sponsor: login(5).toUpperCase() },
  ]);
  const ids = [...files.keys()] as CredentialId[];
  const decided = ids.slice(0, 12).map((credential, at): Decision => {
    const said = { id: `asked ${at}`, at: NOW - DAY, by, said: 'acme/security#1' };
    const line = { of: 'credential', id: credential } as const;
    return at % 2 === 0
      ? { ...said, decides: 'request', credential, remediation: 'deploy-key', expiresAt: NOW + DAY }
      : { ...said, decides: 'keep', review: REVIEWS[0][1], line, because: 'it is used' };
  });
  await store.decisions.add(org, decided);
  return situation(store, organization, NOW);
}

/** Every place in which somebody may say something, as everything that is known has it. */
function placesIn({ cases, departures, upkeep, heads, files }: FullSituation) {
  const pulls = heads.map(({ repositoryId, subject, scan, sha }) => {
    const found = scan.state === 'done' ? scan.found.map(({ credential }) => credential) : [];
    const same = heads.filter((each) => each.repositoryId === repositoryId && each.sha === sha);
    const authors = same.flatMap(({ author }) => author?.id ?? []);
    const place: Place = { at: 'pull', repositoryId, found, authors };
    return { repositoryId, issue: Number(subject.slice('pull/'.length)), place };
  });
  const issueOf = (id: string) => departures.findIndex((each) => each.id === id) + 1;
  const living = [...files.values()].filter(isToReview);
  const reviews = (upkeep?.reviews ?? []).map((listed) => {
    const review = { ...listed, files: living };
    const issue = REVIEWS.find(([, key]) => key === review.campaign.key)?.[0] ?? 0;
    return { repositoryId: HOME, issue, place: { at: 'review', review } as const };
  });
  const ofCases = cases.map((file) => ({
    repositoryId: HOME,
    issue: issueOf(file.departure.id),
    place: { at: 'case', case: file } as const,
  }));
  return [...ofCases, ...reviews, ...pulls];
}

function whole(facts: FullSituation, place: Place, said: Said): Desk {
  const { departures, files, decisions, attempts, repositories } = facts;
  return {
    now: NOW,
    organization: 'acme',
    policy: facts.reading.policy,
    place,
    speaker: said.speaker,
    departures,
    files,
    repositories: [...repositories.values()],
    decisions,
    attempts,
    vendorOf: (person) => VENDORS.get(person),
    matches: minimatch,
    said: said.where,
    comment: said.comment,
  };
}

const [because, until] = ['because', '2026-12-01'];
const LEARNED = {
  account: { id: 3, login: login(3) },
  incident: { repositoryId: 1, issue: 5, shown: 'acme/service-1#5' },
  act: { name: 'deploy-key', does: 'delete it', warning: 'Gone for good.' },
} as const;

test('commands and buttons are judged by a part of the ledger as by all of it', async () => {
  const told = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const organization = await world.make(seed);
      const facts = await peopled(organization);
      const ground = await readGround(world.store, organization, NOW);
      const { pick } = makeDice(createRandom(`desk ${seed}`));
      const ids = [...facts.files.keys(), 'deploy-key:9:9'];
      const commands = (id: string): readonly Command[] => [
        { name: 'claim' },
        { name: 'claim', credential: id },
        { name: 'owner', credential: id, login: login(3) },
        { name: 'rotated', credential: id, because },
        { name: 'except', credential: id, repositories: 'service-1', until, because },
        { name: 'break-glass', credential: id, incident: { owner: 'acme', repository: 'x', issue: 5 }, because },
        { name: 'revoke', credential: id },
        { name: 'approve', id: `asked ${pick([0, 2, 4, 6])}` },
        { name: 'cancel', id: pick(['none', ...facts.decisions.map(({ id: each }) => each)]) },
        { name: 'keep', line: id, because },
        { name: 'keep', line: pick(['service-1', 'acme/Service-2']), because },
        { name: 'attest' },
      ];
      for (const { repositoryId, issue, place } of placesIn(facts)) {
        const repository = facts.repositories.get(repositoryId);
        if (repository === undefined) continue;
        const who = pick([1, 2, 3, 5, 98]);
        const said: Said = {
          comment: { repositoryId, issue, id: 7 },
          speaker: { id: who, login: login(who) },
          where: 'there',
        };
        const items = place.at === 'case' ? place.case.items.map(({ file }) => file.credential.id) : [];
        const shown = place.at === 'pull' ? place.found : items;
        const all = commands(pick(shown.length === 0 ? ids : [pick(ids), ...shown, ...shown]));
        const some = place.at === 'review' ? all.slice(-3) : all.slice(0, -2);
        const spoken = [pick(some), pick(some)];
        const desk = await deskFacts(world.store, ground, repository, said, spoken);
        const full = whole(facts, place, said);
        for (const each of spoken) {
          const ruling = judge(full, each, LEARNED);
          const key = `${place.at} ${ruling.is}`;
          told.set(key, (told.get(key) ?? 0) + 1);
          expect(desk && judge(desk, each, LEARNED)).toStrictEqual(ruling);
        }
        for (const button of ['rotated', 'false-positive'] as const) {
          const pressed = { button, repository: 'service-1', sha: 'a'.repeat(40) };
          expect(desk && judgeButton(desk, pressed)).toStrictEqual(judgeButton(full, pressed));
        }
      }
    }),
    { numRuns: world.share(150) },
  );
  for (const at of ['case', 'review', 'pull'] as const)
    for (const is of ['done', 'refused'])
      expect(told.get(`${at} ${is}`) ?? 0, `${at} ${is}`).toBeGreaterThan(world.enough(10));
  expect((told.get('case waiting') ?? 0) + (told.get('pull waiting') ?? 0)).toBeGreaterThan(world.enough(2));
});
