import { expect, test } from 'vitest';
import type { Fault } from '../../demo/github/faults.ts';
import { story } from '../../demo/story/story.ts';
import { openStore } from '../../src/store/open.ts';
import { countFaults, type Struck } from '../support/faults.ts';
import { openTheatre, wrongs } from '../support/played-story.ts';
import { until } from '../support/until.ts';

const all = Object.fromEntries(story.map(({ name }) => [name, true]));

/** What goes wrong with the webhooks of an act. Dropped twice: the first redelivery is lost as well. */
const WRONG: Record<string, { readonly name: string; readonly fault: Fault }> = {
  removalIsNoProof: { name: 'doubled', fault: { on: /WEBHOOK (push|pull_request)\./, twice: true, times: 2 } },
  othersBlockedMeanwhile: { name: 'dropped', fault: { on: /WEBHOOK pull_request\.opened/, drop: true, times: 2 } },
  earlyCloseReopened: { name: 'late', fault: { on: /WEBHOOK issues\.closed/, lateMs: 2_000 } },
  deployKeyProved: { name: 'dropped', fault: { on: /WEBHOOK deploy_key\.deleted/, drop: true } },
};

/** The App is not there while it happens: a push, a pull request, a removal. */
const MISSED = ['secretPushed', 'departureSeen'];

test('the story runs to its end with webhooks missed, dropped, doubled and late', async () => {
  let struck: Struck | undefined;
  const theatre = await openTheatre({
    prepare: ({ github }) => {
      struck = countFaults(github);
    },
  });
  const { acts } = await theatre.play({
    before: async ({ name }) => {
      const wrong = WRONG[name];
      if (wrong !== undefined) struck?.plan(wrong.name, wrong.fault);
      if (MISSED.includes(name)) await theatre.app.kill();
    },
    between: async ({ name }) => {
      if (!MISSED.includes(name)) return;
      await theatre.world.github.settled();
      await theatre.app.start();
    },
  });
  await theatre.world.github.settled();
  expect(acts).toEqual(all);
  expect({ doubled: struck?.times('doubled'), dropped: struck?.times('dropped'), late: struck?.times('late') }).toEqual(
    {
      doubled: 2,
      dropped: 3,
      late: 1,
    },
  );
  const { deliveries } = theatre.world.github;
  const missed = () => deliveries.filter(({ statusCode, redelivery }) => statusCode === 0 && !redelivery);
  expect(missed().length).toBeGreaterThan(4);
  // In the ledger, not in GitHub's list: what was kept just before the App was killed got no
  // answer, and is not sent again.
  const ledger = await openStore({ dataDir: theatre.options.dataDir });
  await until('every missed delivery to be kept', async () => {
    const kept = await Promise.all(missed().map(({ guid }) => ledger.deliveries.has(guid)));
    return kept.every(Boolean);
  });
  await ledger.close();
  expect(wrongs(theatre)).toEqual([]);
  await theatre.close();
}, 300_000);
