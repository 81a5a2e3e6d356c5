// How a survey goes on from job to job: GitHub is one that answers, or does not, and nothing else of it is asked.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GitHubFailure } from '../../src/github/github.ts';
import type { Context } from '../../src/jobs/context.ts';
import { runJob } from '../../src/jobs/index.ts';
import { survey, surveysOf } from '../../src/jobs/survey-requests.ts';
import type { NewJob } from '../../src/model/job.ts';
import { DAY, HOUR } from '../../src/model/time.ts';
import { makeSurveyed, type Surveyed } from '../support/make-survey.ts';

let world: Surveyed;
beforeAll(async () => {
  world = await makeSurveyed();
}, 60_000);
afterAll(() => world.close());

interface Setting {
  /** GitHub answers no question about these. */
  readonly silent?: (id: number) => boolean;
  /** While this question is asked, from 1, a sweep asks for a pass. */
  readonly sweptAt?: number;
  /** This question ends its job, which is not tried again. */
  readonly lostAt?: number;
}

let orgs = 1_000_000;

/** An organisation with repositories 1 to `many`. */
async function start(many: number, { silent = () => false, sweptAt, lostAt }: Setting = {}) {
  orgs += 1;
  const org = orgs;
  const { days, acme } = world;
  await days.store.organizations.save({ ...acme.organization, id: org, installationId: org });
  const repositories = Array.from({ length: many }, (_, at) => ({
    id: at + 1,
    fullName: `acme/r${at + 1}`,
    private: true,
    archived: false,
    defaultBranch: 'main',
  }));
  await days.store.repositories.save(org, repositories);
  const chain = {
    /** Of each survey, how much it was given. */
    bytes: [] as number[],
    questions: 0,
    /** Repositories that were asked about in a question that was answered. */
    asked: new Set<number>(),
    looks: [] as number[],
    /** What was to be done when all was looked at. */
    ends: [] as string[],
    /** What the log says of how far it has come. */
    said: [] as string[],
  };
  let waiting: NewJob[] = [];
  const add = async (jobs: readonly NewJob[]) => {
    const isNew = ({ coalesce }: NewJob) => !waiting.some((each) => each.coalesce === coalesce);
    waiting = [...waiting, ...jobs.filter(isNew)];
    return jobs.length;
  };
  const query = async (question: string) => {
    chain.questions += 1;
    if (chain.questions === sweptAt) await add([survey(org, 'all')]);
    if (chain.questions === lostAt) throw new Error('lost');
    const ids = [...question.matchAll(/name: "r(\d+)"/g)].map(([, id]) => Number(id));
    if (ids.some(silent)) throw new GitHubFailure('Something took too long', 502);
    for (const id of ids) chain.asked.add(id);
    return { data: {}, errors: [] };
  };
  const context = {
    ...days.context,
    github: { ...acme.app, forInstallation: async () => ({ ...acme.door, query, granted: async () => 'all' }) },
    queue: { ...days.context.queue, add },
    log: {
      ...days.context.log,
      info: ({ begun, of }: { begun?: number; of?: number }) => void (of && chain.said.push(`${begun} of ${of}`)),
    },
  } as unknown as Context;
  const take = () => {
    const [job, ...rest] = waiting;
    waiting = rest;
    return job;
  };
  return Object.assign(chain, {
    org,
    work: async (jobs: readonly NewJob[]): Promise<void> => {
      await add(jobs);
      for (let job = take(); job !== undefined; job = take()) {
        if (job.type === 'look') chain.looks.push((job.payload as { repositoryId: number }).repositoryId);
        else if (job.type === 'survey') {
          chain.bytes.push(JSON.stringify(job.payload).length);
          await runJob(context, { ...job, id: 'now', attempt: 1 }).catch((error: Error) => {
            if (error.message !== 'lost') throw error;
          });
        } else if (!['access', 'scan', 'find-heads'].includes(job.type)) chain.ends.push(job.type);
      }
    },
  });
}

async function pass(many: number, setting: Setting = {}) {
  const chain = await start(many, setting);
  await chain.work([survey(chain.org, 'all')]);
  return chain;
}

const upTo = (many: number) => Array.from({ length: many }, (_, at) => at + 1);
const ENDS = ['account-keys', 'audit-evidence', 'prove', 'enforce'];

describe('a full pass', () => {
  it('asks about twenty at a time, looks at each repository once, and hands on as little in a large organisation as in a small one', async () => {
    const chain = await pass(1_000);
    expect(chain.questions).toBe(50);
    expect(chain.looks).toEqual(upTo(1_000));
    expect(Math.max(...chain.bytes)).toBeLessThan(100);
    expect(chain.ends).toEqual(ENDS);
  });

  it('tells how far it has come, of how many, and the next begins anew', async () => {
    const chain = await pass(45);
    expect(chain.said).toEqual(['20 of 45', '40 of 45', '45 of 45']);
    await chain.work([survey(chain.org, 'all')]);
    expect(chain.said.slice(3)).toEqual(['20 of 45', '40 of 45', '45 of 45']);
    await chain.work(surveysOf(chain.org, upTo(30)));
    expect(chain.said).toHaveLength(6);
  });

  it('asks about all but the one about which GitHub does not answer', async () => {
    const chain = await pass(200, { silent: (id) => id === 83 });
    expect(upTo(200).filter((id) => !chain.asked.has(id))).toEqual([83]);
    expect(chain.looks).toEqual(upTo(200));
    // Ten without it: what finding it costs is bounded.
    expect(chain.questions).toBeLessThanOrEqual(25);
  });

  it('leaves GitHub alone where it answers about none', async () => {
    const chain = await pass(1_200, { silent: () => true });
    expect(chain.questions).toBeLessThanOrEqual(8);
    expect(chain.looks).toEqual(upTo(1_200));
  });

  it('looks at each repository once and comes to its end, whichever are not answered about and whenever a sweep wants another', async () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(fc.nat(50), ids, fc.nat(20), async (many, silent, sweptAt) => {
        const chain = await pass(many, { silent: (id) => silent.includes(id), sweptAt });
        // One that is wanted while the last portion is asked about is another pass.
        const [passes, rest] = [chain.ends.length / ENDS.length, chain.ends.length % ENDS.length];
        expect([passes >= 1 && passes <= 2, rest]).toEqual([true, 0]);
        expect(chain.looks).toEqual(Array.from({ length: passes }, () => upTo(many)).flat());
        expect([...chain.asked].filter((id) => silent.includes(id))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('that lost its job goes on where it was when the next is wanted, and begins anew after a day', async () => {
    const chain = await pass(100, { lostAt: 3 });
    expect([chain.looks, chain.ends]).toEqual([upTo(40), []]);
    world.days.advance(6 * HOUR);
    await chain.work([survey(chain.org, 'all')]);
    expect([chain.looks, chain.ends]).toEqual([upTo(100), ENDS]);

    const late = await pass(100, { lostAt: 3 });
    world.days.advance(DAY + HOUR);
    await late.work([survey(late.org, 'all')]);
    expect(late.looks).toEqual([...upTo(40), ...upTo(100)]);
  });
});

it('chosen repositories are looked at once each, and nothing else is done', async () => {
  const chosen = upTo(1_000).filter((id) => id % 2 === 0);
  const chain = await start(1_000);
  await chain.work(surveysOf(chain.org, chosen));
  expect(chain.looks.toSorted((a, b) => a - b)).toEqual(chosen);
  expect(chain.ends).toEqual([]);
  expect(Math.max(...chain.bytes)).toBeLessThan(1_200);
});
