// The world after everybody who leaves has left and all re-checks are over: another pass changes nothing in it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { incidents, onboard, sweep } from '../../src/jobs/requests.ts';
import { DAY } from '../../src/model/time.ts';
import { layAround } from './answers.ts';
import { type Ledger, openLedger, run } from './pass.ts';
import { type Shown, shownIn } from './shown.ts';
import type { World } from './world.ts';

export interface AtRest {
  readonly answers: ReturnType<typeof layAround>;
  readonly ledger: Ledger;
  /** A whole pass so many days later, 1 if not said, and what people see at GitHub after it. */
  pass(days?: number): Promise<Shown>;
  close(): Promise<void>;
}

export async function bringToRest(world: World): Promise<AtRest> {
  const { acme, people, repositories, installationId, github } = world;
  const mirrors = await mkdtemp(join(tmpdir(), 'at-rest-mirrors-'));
  const answers = layAround(`${github.url}/api`);
  const ledger = await openLedger(world, mirrors);
  const pass = async (days = 1) => {
    ledger.clock += days * DAY;
    await run(ledger, sweep(acme.id), incidents(acme.id));
    return shownIn(world);
  };
  await run(ledger, onboard(installationId));
  for (const place of [repositories.shop, repositories.infra])
    github.removeCollaborator(place, people.alice, people.mallory);
  github.removeMember(acme, people.alice, people.ivan);
  world.revokeHis();
  // They are seen out, what is left of theirs is looked at, and the re-checks are over.
  for (const days of [1, 40]) await pass(days);
  const close = async () => {
    answers.takeAway();
    await ledger.close();
    await github.close();
    await rm(mirrors, { recursive: true, force: true });
  };
  return { answers, ledger, pass, close };
}
