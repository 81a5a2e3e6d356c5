// acme on a clock of its own, whose texts are read as a sweep reads them; and what Handback
// then says of a secret in one.
import type { Issue } from '../../demo/github/model.ts';
import { attribute } from '../../src/attribute/attribute.ts';
import { directory } from '../../src/attribute/people.ts';
import { createDetector } from '../../src/detect/detector.ts';
import { fingerprint } from '../../src/detect/fingerprint.ts';
import type { Context, Site } from '../../src/jobs/context.ts';
import { runJob } from '../../src/jobs/index.ts';
import { askOwed } from '../../src/jobs/people/owed-evidence.ts';
import { look, lookWhereDeleted } from '../../src/jobs/requests.ts';
import { credentialId, PLAINTEXT_SECRET } from '../../src/model/credential.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { NewJob } from '../../src/model/job.ts';
import { Secret } from '../../src/model/secret.ts';
import { DAY } from '../../src/model/time.ts';
import { openAcme } from '../audit/ledger.ts';
import { fake } from './fake-tokens.ts';
import { asKnown, type Door, makeDoor } from './make-door.ts';

export type ReadTexts = Awaited<ReturnType<typeof startReading>>;

/** Tokens of GitHub last an hour: whatever passes here is less. */
export async function startReading() {
  let clock = Date.now() - (Date.now() % 1000);
  const now = () => clock;
  const world = await makeDoor({ now, rateLimit: 1_000_000 });
  const ledger = await openAcme();
  const quiet = () => undefined;
  const context = {
    store: ledger.store,
    queue: ledger.queue,
    github: world.app,
    detector: createDetector(),
    fingerprintKey: new Uint8Array(32),
    dataDir: ledger.dataDir,
    now,
    log: { info: quiet, warn: quiet, error: quiet },
  } as unknown as Context;
  const { id: org } = world.acme;
  await ledger.store.organizations.save(world.organization);
  await ledger.store.repositories.save(org, [asKnown(world.shop)]);
  const site: Site = { organization: world.organization, github: world.door };
  const tokens: string[] = [];

  const run = (job: NewJob) => runJob(context, { ...job, id: 'test', attempt: 1 });
  const pass = (seconds: number) => {
    clock += seconds * 1000;
  };
  const evidenceOf = (token: string): Promise<readonly Evidence[]> => {
    const print = fingerprint(new Secret(token), context.fingerprintKey);
    return ledger.store.evidence.of(org, [credentialId(PLAINTEXT_SECRET, print.slice(0, 32))]);
  };
  return {
    world,
    store: ledger.store,
    now,
    pass,
    tokens: tokens as readonly string[],
    newToken: () => {
      const token = fake('ghp_{base62:30}{crc32-base62}', tokens.length + 1);
      tokens.push(token);
      return token;
    },
    /** By bob. */
    issue: (body: string, title = 'It fails') => world.github.openIssue(world.shop, world.bob, { title, body }),
    /** Returns when. */
    edit: async (issue: Issue, who: Door['bob'], change: { title?: string; body?: string }) => {
      pass(2);
      await world.github.editIssue(issue, who, change);
      return clock;
    },
    /** Returns what was asked of GitHub. */
    read: async (): Promise<readonly string[]> => {
      pass(10);
      const before = world.github.requests.length;
      await run(look(org, world.shop.id, { sources: ['conversation'] }));
      return world.github.requests.slice(before).map(({ method, path }) => `${method} ${path}`);
    },
    /** As after the event that tells of it. */
    deleted: (name: string) => run(lookWhereDeleted(org, world.shop.id, name)),
    /** A sweep so many days from now; returns how many jobs came of what was owed. */
    sweep: async (days: number): Promise<number> => {
      ledger.jobs.splice(0);
      await askOwed({ ...context, now: () => clock + days * DAY }, site, world.shop.id);
      const jobs = ledger.jobs.splice(0);
      for (const job of jobs) await run(job);
      return jobs.length;
    },
    gap: async () => {
      const looks = await ledger.store.coverage.at(org, world.shop.id);
      return looks.find(({ source }) => source === 'evidence: text-author')?.gap;
    },
    evidenceOf,
    answer: async (token: string) => {
      const found = await evidenceOf(token);
      const { creator, rivals, says } = attribute(found, directory(await ledger.store.people.list(org)));
      const said = found.map(({ who, strength, did, at }) => ({ who: who.login, strength, did, at }));
      const [maker, ...others] = [creator, ...rivals].map((claim) => claim?.person?.login);
      return { maker, level: creator?.level, rivals: others, says, said };
    },
    close: async () => {
      await world.github.settled();
      await world.close();
      await ledger.close();
    },
  };
}
