// Enforce from a cold store, without what goes out: reads the facts, derives where everything stands,
// and plans. Once in a new process, which compiles as it goes, and once more in the same one with the
// store opened anew, as a service does that has run for a while. Beside it the reading of the same
// facts alone, from a store opened anew as well: no plan that follows from the facts can cost less.
import { keepHeapSmall } from '../src/cli/heap.ts';
import { factsNaming } from '../src/jobs/reading/facts.ts';
import { namesEver, readGround } from '../src/jobs/reading/ground.ts';
import { situations } from '../src/jobs/reading/narrow.ts';
import type { Organization } from '../src/model/organization.ts';
import { plan } from '../src/policy/plan.ts';
import { openStore } from '../src/store/open.ts';
import type { Store } from '../src/store/store.ts';
import { NOW, ORG } from './enforce-world.ts';
import { ledgerAt } from './where.ts';

const TOGETHER = 8;

keepHeapSmall();
const first = await measured(pass);
const later = await measured(pass);
const rss = process.resourceUsage().maxRSS / 1024;
await measured(reading);
const read = await measured(reading);
console.log(JSON.stringify({ ...first, later: later.cpu, reading: read.cpu, rss }));

async function pass(store: Store, organization: Organization) {
  let [steps, derived] = [0, 0];
  for await (const part of situations(store, organization, NOW)) {
    steps += plan(part, NOW).length;
    derived += part.files.size;
  }
  return { steps, derived };
}

/** As many departures at a time as a pass has on the average. */
async function reading(store: Store, organization: Organization) {
  const ground = await readGround(store, organization, NOW);
  let derived = 0;
  for (let at = 0; at < ground.departures.length; at += TOGETHER) {
    const people = ground.departures.slice(at, at + TOGETHER).flatMap(({ person }) => person ?? []);
    derived += (await factsNaming(store, ORG, namesEver(ground, people))).credentials.length;
  }
  return { derived };
}

async function measured<T extends object>(work: (store: Store, organization: Organization) => Promise<T>) {
  const store = await openStore(ledgerAt(process.argv[2]));
  const organization = await store.organizations.byId(ORG);
  if (organization === undefined) throw new Error('The ledger has no organisation: fill it first.');
  const [before, began] = [process.cpuUsage(), performance.now()];
  const done = await work(store, organization);
  const { user, system } = process.cpuUsage(before);
  const wall = (performance.now() - began) / 1000;
  await store.close();
  return { ...done, cpu: (user + system) / 1e6, wall };
}
