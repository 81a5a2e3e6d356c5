// One enforce from a cold store, without what goes out: reads the facts, derives where everything stands, and plans.
import { situations } from '../src/jobs/narrow.ts';
import { plan } from '../src/policy/plan.ts';
import { openStore } from '../src/store/open.ts';
import { NOW, ORG } from './enforce-world.ts';

const store = await openStore({ dataDir: process.argv[2] ?? '' });
const organization = await store.organizations.byId(ORG);
if (organization === undefined) throw new Error('The ledger has no organisation: fill it first.');
const before = process.cpuUsage();
let [steps, derived] = [0, 0];
for await (const part of situations(store, organization, NOW)) {
  steps += plan(part, NOW).length;
  derived += part.files.size;
}
const { user, system } = process.cpuUsage(before);
await store.close();
console.log(JSON.stringify({ cpu: (user + system) / 1e6, rss: process.resourceUsage().maxRSS / 1024, steps, derived }));
