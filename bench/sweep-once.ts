// What a full pass does with the ledger, in a process of its own; nothing goes out.
import { keepHeapSmall } from '../src/cli/heap.ts';
import { situationIn, situations } from '../src/jobs/reading/narrow.ts';
import { changed, isConcluded } from '../src/jobs/writing/carry-out.ts';
import type { Credential } from '../src/model/credential.ts';
import { identity } from '../src/model/identity.ts';
import type { HeadStep } from '../src/model/step.ts';
import { plan } from '../src/policy/plan.ts';
import { openStore } from '../src/store/open.ts';
import { login, NOW, ORG } from './enforce-world.ts';
import { SOURCES } from './sweep-world.ts';
import { ledgerAt } from './where.ts';

/** Repositories that are looked at: as many as tell what one costs. */
const LOOKED_AT = 300;
const CHECKED = 50;

keepHeapSmall();
const store = await openStore(ledgerAt(process.argv[2]));
const organization = await store.organizations.byId(ORG);
if (organization === undefined) throw new Error('The ledger has no organisation: fill it first.');

/** As `look` reads and writes: what was looked at before, each listing, who made what is in it, who may write. */
async function lookAt(repositoryId: number): Promise<void> {
  const looks = await store.coverage.at(ORG, repositoryId);
  const scope = { repositoryId, repository: `acme/service-${repositoryId}` };
  const listed: readonly Credential[] = await store.credentials.find(ORG, { places: [repositoryId] });
  for (const source of SOURCES) {
    const coverage = { source, scope, lookedAt: NOW + looks.length };
    await store.credentials.saveListing(ORG, coverage, source === SOURCES[0] ? listed : []);
    await store.sightings.at(ORG, repositoryId);
  }
  await store.evidence.add(
    ORG,
    listed.map(({ id }, at) => ({
      id: identity('again', id),
      credential: id,
      kind: 'audit-log',
      role: 'setter',
      strength: 'stated',
      at: NOW,
      who: { id: at + 1, login: login(at + 1) },
      did: 'saved it again',
      source: 'the audit log',
    })),
  );
  const access = await store.records.read(ORG, 'access', String(repositoryId));
  if (access !== undefined) await store.records.save(ORG, 'access', new Map([[String(repositoryId), access]]));
}

async function measured(work: () => Promise<number>) {
  const [before, began] = [process.cpuUsage(), performance.now()];
  const many = await work();
  const { user, system } = process.cpuUsage(before);
  const wall = (performance.now() - began) / 1000;
  return { many, cpu: (user + system) / 1e6, wall, rss: process.resourceUsage().maxRSS / 1024 };
}

const open = organization;
const enforced = await measured(async () => {
  let steps = 0;
  const checks: HeadStep[] = [];
  for await (const part of situations(store, open, NOW)) {
    const planned = plan(part, NOW);
    steps += planned.length;
    for (const step of planned) if (isConcluded(step)) checks.push(step);
  }
  return steps - checks.length + (await changed(store, ORG, checks)).length;
});
const looked = await measured(async () => {
  for (let id = 1; id <= LOOKED_AT; id++) await lookAt(id);
  return LOOKED_AT;
});
const checked = await measured(async () => {
  for (let id = 1; id <= CHECKED; id++)
    await changed(store, ORG, plan(await situationIn(store, open, id, NOW), NOW).filter(isConcluded));
  return CHECKED;
});
await store.close();
console.log(JSON.stringify({ enforced, looked, checked }));
