// What is asked of one thing, or of everything outside of a pass, each in a process of its own; nothing goes out.
import { keepHeapSmall } from '../src/cli/heap.ts';
import { certificateFacts } from '../src/jobs/reading/certificate-facts.ts';
import { deskFacts } from '../src/jobs/reading/desk-facts.ts';
import { readGround } from '../src/jobs/reading/ground.ts';
import { planned } from '../src/jobs/writing/planned.ts';
import { Policy } from '../src/model/policy.ts';
import { certificate } from '../src/policy/certificate.ts';
import { judge } from '../src/policy/commands/judge.ts';
import { openStore } from '../src/store/open.ts';
import { NOW, ORG } from './enforce-world.ts';
import { ledgerAt } from './where.ts';

const ISSUE = 7;

keepHeapSmall();
const [, , where, what = ''] = process.argv;
const store = await openStore(ledgerAt(where));
const organization = await store.organizations.byId(ORG);
if (organization === undefined) throw new Error('The ledger has no organisation: fill it first.');
const open = organization;

async function commanded(): Promise<number> {
  const ground = await readGround(store, open, NOW);
  const [departure] = ground.departures;
  const home = ground.repositories.values().find(({ fullName }) => fullName === 'acme/security');
  if (departure === undefined || home === undefined) throw new Error('The ledger has no case.');
  await store.outcomes.save(ORG, `case-issue:${departure.id}`, { hash: 'x', remote: ISSUE, state: 'open' });
  const comment = { repositoryId: home.id, issue: ISSUE, id: 1 };
  const said = { comment, speaker: { id: 99, login: 'person-99' }, where: 'a benchmark' };
  const credential = `actions-secret:1::SECRET_${(departure.person?.id ?? 1) - 1}`;
  const command = { name: 'except', credential, repositories: 'service-1', until: '2026-12-01', because: 'x' } as const;
  const desk = await deskFacts(store, ground, home, said, [command]);
  if (desk === undefined || judge(desk, command, {}).is !== 'done') throw new Error('The command was refused.');
  return 1;
}

async function certified(): Promise<number> {
  const ground = await readGround(store, open, NOW);
  const [departure] = ground.departures;
  if (departure === undefined) throw new Error('The ledger has no case.');
  return certificate(await certificateFacts(store, ground, [departure])).population.credentials;
}

async function plannedSteps(): Promise<number> {
  const { cases, steps } = planned(store, open, { now: NOW });
  for await (const _ of cases);
  return steps().length;
}

async function upkept(): Promise<number> {
  const reviews = { since: '2026-10-01', every_days: 90 };
  const cases = { repository: 'security' };
  const policy = Policy.parse({ version: 1, mode: 'block', cases, max_age_days: { default: 90 }, reviews });
  await store.policies.save(ORG, { policy, origin: 'default', problems: [] });
  return plannedSteps();
}

const work = { commanded, certified, planned: plannedSteps, upkept }[what];
if (work === undefined) throw new Error(`There is nothing called ${what}.`);
const [before, began] = [process.cpuUsage(), performance.now()];
const many = await work();
const { user, system } = process.cpuUsage(before);
const wall = (performance.now() - began) / 1000;
await store.close();
const rss = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ many, cpu: (user + system) / 1e6, wall, rss }));
