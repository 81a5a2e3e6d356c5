// Enforce from a cold store, without what goes out: reads the facts, derives where everything stands, and plans. Once in a new process, which
// compiles as it goes, and once more in the same one with the store opened anew, as a service does that has run for a while.
import { keepHeapSmall } from '../src/cli/heap.ts';
import { situations } from '../src/jobs/narrow.ts';
import { plan } from '../src/policy/plan.ts';
import { openStore } from '../src/store/open.ts';
import { NOW, ORG } from './enforce-world.ts';
import { ledgerAt } from './where.ts';

keepHeapSmall();
const first = await pass();
const later = await pass();
console.log(JSON.stringify({ ...first, later: later.cpu, rss: process.resourceUsage().maxRSS / 1024 }));

async function pass() {
  const store = await openStore(ledgerAt(process.argv[2]));
  const organization = await store.organizations.byId(ORG);
  if (organization === undefined) throw new Error('The ledger has no organisation: fill it first.');
  const [before, began] = [process.cpuUsage(), performance.now()];
  let [steps, derived] = [0, 0];
  for await (const part of situations(store, organization, NOW)) {
    steps += plan(part, NOW).length;
    derived += part.files.size;
  }
  const { user, system } = process.cpuUsage(before);
  const wall = (performance.now() - began) / 1000;
  await store.close();
  return { cpu: (user + system) / 1e6, wall, steps, derived };
}
