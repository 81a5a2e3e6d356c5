// How a survey goes on from job to job: GitHub is one that answers, or does not, and nothing else of it is asked.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GitHubFailure } from '../../src/github/github.ts';
import type { Context } from '../../src/jobs/context.ts';
import { runJob } from '../../src/jobs/index.ts';
import { ALL, survey, surveysOf } from '../../src/jobs/requests.ts';
import type { NewJob } from '../../src/model/job.ts';
import { makeSurveyed, type Surveyed } from '../support/make-survey.ts';

let world: Surveyed;
beforeAll(async () => {
  world = await makeSurveyed();
}, 60_000);
afterAll(() => world.close());

let org = 1_000_000;

interface Chain {
  /** Of a survey each, in their order: how much it was given. */
  readonly bytes: readonly number[];
  readonly questions: number;
  /** Repositories that were asked about in a question that was answered. */
  readonly asked: ReadonlySet<number>;
  readonly looks: readonly number[];
  /** What was to be done when all was looked at. */
  readonly ends: readonly string[];
}

/** In an organisation of its own, with repositories 1 to `many`; GitHub answers no question about those of `silent`. */
async function follow(many: number, silent: (id: number) => boolean, jobs: (org: number) => readonly NewJob[]) {
  org += 1;
  const { days, acme } = world;
  await days.store.organizations.save({ ...acme.organization, id: org, installationId: org });
  const repositories = Array.from({ length: many }, (_, at) => ({
    ...{ id: at + 1, fullName: `acme/r${at + 1}`, private: true, archived: false, defaultBranch: 'main' },
  }));
  await days.store.repositories.save(org, repositories);
  const chain = { bytes: [] as number[], questions: 0, asked: new Set<number>(), looks: [] as number[] };
  const waiting = [...jobs(org)];
  const ends = new Set<string>();
  const query = async (question: string) => {
    chain.questions += 1;
    const ids = [...question.matchAll(/name: "r(\d+)"/g)].map(([, id]) => Number(id));
    if (ids.some(silent)) throw new GitHubFailure('Something took too long', 502);
    for (const id of ids) chain.asked.add(id);
    return { data: {}, errors: [] };
  };
  const context = {
    ...days.context,
    github: { ...acme.app, forInstallation: async () => ({ ...acme.door, query, granted: async () => 'all' }) },
    queue: { ...days.context.queue, add: async (added: readonly NewJob[]) => waiting.push(...added) },
  } as unknown as Context;
  for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
    if (job.type === 'survey') {
      chain.bytes.push(JSON.stringify(job.payload).length);
      await runJob(context, { ...job, id: 'now', attempt: 1 });
    } else if (job.type === 'look') chain.looks.push((job.payload as { repositoryId: number }).repositoryId);
    else if (!['access', 'scan', 'find-heads'].includes(job.type)) ends.add(job.type);
  }
  return { ...chain, ends: [...ends] } satisfies Chain;
}

const upTo = (many: number) => Array.from({ length: many }, (_, at) => at + 1);
const pass = (id: number) => [survey(id, ALL)];

describe('a full pass', () => {
  it('asks about twenty at a time, looks at each repository once, and hands on as little in a large organisation as in a small one', async () => {
    const chain = await follow(1_000, () => false, pass);
    expect(chain.questions).toBe(50);
    expect(chain.looks).toEqual(upTo(1_000));
    expect(Math.max(...chain.bytes)).toBeLessThan(100);
    expect(chain.ends).toEqual(['audit-evidence', 'prove', 'enforce']);
  });

  it('asks about all but the one about which GitHub does not answer', async () => {
    const chain = await follow(200, (id) => id === 83, pass);
    expect(upTo(200).filter((id) => !chain.asked.has(id))).toEqual([83]);
    expect(chain.looks).toEqual(upTo(200));
    // Ten without it: what finding it costs is bounded.
    expect(chain.questions).toBeLessThanOrEqual(25);
  });

  it('leaves GitHub alone where it answers about none', async () => {
    const chain = await follow(1_200, () => true, pass);
    expect(chain.questions).toBeLessThanOrEqual(8);
    expect(chain.looks).toEqual(upTo(1_200));
  });

  it('looks at each repository once and comes to its end, whichever are not answered about', async () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(fc.nat(50), ids, async (many, silent) => {
        const chain = await follow(many, (id) => silent.includes(id), pass);
        expect(chain.looks).toEqual(upTo(many));
        expect(chain.ends).toEqual(['audit-evidence', 'prove', 'enforce']);
        expect([...chain.asked].filter((id) => silent.includes(id))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

it('chosen repositories are looked at once each, and nothing else is done', async () => {
  const chosen = upTo(1_000).filter((id) => id % 2 === 0);
  const chain = await follow(
    1_000,
    () => false,
    (id) => surveysOf(id, chosen),
  );
  expect(chain.looks.toSorted((a, b) => a - b)).toEqual(chosen);
  expect(chain.ends).toEqual([]);
  expect(Math.max(...chain.bytes)).toBeLessThan(1_200);
});
