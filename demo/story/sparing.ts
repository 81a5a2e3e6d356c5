import { DAY, isoDay } from '../../src/model/time.ts';
import { append } from './append.ts';
import { idInCase, receiptOf } from './said.ts';
import type { Act } from './stage.ts';
import { caseOf, checkOf, issueUrl, pullUrl } from './views.ts';

/** An exception, and the days that it lasts. */
export const sparing: readonly Act[] = [
  {
    name: 'ledgerHeldBack',
    tells: 'Carol opens a pull request in the ledger. Eve’s key still opens that repository: red.',
    happens: async (stage) => {
      const { github, people, repositories } = stage.world;
      const files = { 'AUDIT.md': '# Audit\n' };
      await github.push(repositories.ledger, people.carol, [
        { branch: 'audit', message: 'Say what is audited', files },
      ]);
      const named = { title: 'Say what is audited', head: 'audit' };
      stage.audited = await github.openPull(repositories.ledger, people.carol, named);
    },
    seen: ({ audited }) => checkOf(audited)?.conclusion === 'failure',
    look: ({ world, audited }) => audited && pullUrl(world, audited),
  },
  {
    name: 'exceptionSpares',
    tells:
      'The nightly export needs that key for three more days, so Bob answers for it: `/handback except`, with a reason and an end. Green, and the check says why.',
    happens: ({ world }) => {
      const file = caseOf(world, 'eve');
      if (file === undefined) throw new Error('no case');
      const until = isoDay(Date.now() + world.clock.aheadMs + 3 * DAY);
      const said = `/handback except ${idInCase(file, 'nightly export')} in ledger until ${until} because the export moves on that day`;
      world.github.comment(file, world.people.bob, said);
    },
    seen: ({ world, audited }) => {
      const check = checkOf(audited);
      const { reactions } = receiptOf(world, caseOf(world, 'eve'), world.people.bob);
      return (
        reactions.join() === '+1' &&
        check?.conclusion === 'success' &&
        check.output.summary?.includes('Spared for now') === true &&
        caseOf(world, 'eve')?.state === 'open'
      );
    },
    look: ({ world }) => issueUrl(world, caseOf(world, 'eve')),
  },
  {
    name: 'deletingAllowed',
    tells:
      'Handback may delete nothing. Alice lets it delete deploy keys, for later: a line of the policy, and the permission that it needs.',
    happens: async ({ world }) => {
      const { github, people, repositories } = world;
      const [installation] = github.world.installations;
      if (installation === undefined) throw new Error('the App is not installed');
      // GitHub tells the App, which takes a new token: the one that it has would not do.
      github.acceptPermissions(installation.id, people.alice, { administration: 'write' });
      await append(world, repositories.policy, '.github/handback.yml', 'actions:\n  allow: [deploy-key]\n');
    },
    seen: async ({ world: { repositories }, app }) => {
      const version = await repositories.policy.git.text(['rev-parse', 'HEAD:.github/handback.yml']);
      return (await app.command('plan')).includes(`handback.yml@${version.trim()}`);
    },
  },
  {
    name: 'exceptionRanOut',
    tells:
      'Six days pass: the clocks of GitHub and of Handback’s machine are set that much ahead. Nobody took the exception back, and it holds no more: red.',
    happens: async ({ world: { clock }, app }) => {
      await app.stop();
      clock.aheadMs += 6 * DAY;
      await app.start();
    },
    seen: ({ world, audited }) =>
      checkOf(audited)?.conclusion === 'failure' && caseOf(world, 'eve')?.body?.includes('Excepted in') === false,
    look: ({ world, audited }) => audited && pullUrl(world, audited),
  },
  {
    name: 'lastDayCame',
    tells: 'Dave’s last day is over as well. Nobody had to say so again: he left, says his case.',
    happens: () => {},
    seen: ({ world }) => caseOf(world, 'dave')?.body?.includes('left on') === true,
    look: ({ world }) => issueUrl(world, caseOf(world, 'dave')),
  },
];
