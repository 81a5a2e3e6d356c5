// One enforce from a cold store, without what goes out: reads all facts, derives where everything stands, and plans.
import { situation } from '../src/jobs/situation.ts';
import { plan } from '../src/policy/plan.ts';
import { openStore } from '../src/store/open.ts';
import { NOW, ORG } from './enforce-world.ts';

const store = await openStore({ dataDir: process.argv[2] ?? '' });
const organization = await store.organizations.byId(ORG);
if (organization === undefined) throw new Error('The ledger has no organisation: fill it first.');
const before = process.cpuUsage();
const steps = plan(await situation(store, organization, NOW), NOW);
const { user, system } = process.cpuUsage(before);
await store.close();
console.log(
  JSON.stringify({ cpu: (user + system) / 1e6, rss: process.resourceUsage().maxRSS / 1024, steps: steps.length }),
);
