import { setTimeout as sleep } from 'node:timers/promises';
import type { Act } from './stage.ts';
import { caseOf, checkOf, issueUrl } from './views.ts';

/** Wishing does not close it; proof does. */
export const closing: readonly Act[] = [
  {
    name: 'earlyCloseReopened',
    tells: 'Alice closes the case by hand. It opens again, with the reason.',
    happens: ({ world }) => {
      const issue = caseOf(world, 'mallory');
      if (issue === undefined) throw new Error('no case');
      return world.github.closeIssue(issue, world.people.alice);
    },
    seen: ({ world }) =>
      caseOf(world, 'mallory')?.state === 'open' &&
      (caseOf(world, 'mallory')?.comments.some(({ body }) => body.includes('Opened again')) ?? false),
  },
  {
    name: 'deployKeyProved',
    tells: 'Alice deletes Mallory’s deploy key. GitHub no longer knows it: proof P3, the box ticks itself.',
    happens: ({ world: { github, repositories, people, malloryKey } }) =>
      github.deleteDeployKey(repositories.shop, people.alice, malloryKey),
    seen: ({ world }) => caseOf(world, 'mallory')?.body?.includes('- [x] deploy key **shop deploy') === true,
  },
  {
    name: 'secretReplaced',
    tells:
      'Bob stores a new DEPLOY_TOKEN. GitHub sends no event for that: the sweep sees it. P1 is all that this proves: replaced here, and perhaps alive elsewhere.',
    happens: async ({ world: { github, repositories, people } }) => {
      // GitHub's dates have whole seconds: what is saved in the second of the departure does not
      // count as saved after it.
      await sleep(1_100);
      github.setSecret(repositories.shop, people.bob, 'DEPLOY_TOKEN');
    },
    seen: ({ world }) => caseOf(world, 'mallory')?.body?.includes('- [x] Actions secret **DEPLOY') === true,
  },
  {
    name: 'tokenRevoked',
    tells: 'The token is revoked. Handback asks GitHub, its issuer, which refuses it: proof P4.',
    happens: ({ world, leak }) => {
      if (leak === undefined) throw new Error('no token');
      world.github.revokePersonalAccessToken(leak.token);
    },
    seen: ({ world }) => caseOf(world, 'mallory')?.state === 'closed',
  },
  {
    name: 'caseClosed',
    tells: 'Everything is proved gone, or replaced: the case closes itself, with a summary.',
    happens: () => {},
    seen: ({ world }) =>
      caseOf(world, 'mallory')?.comments.some(({ body }) => body.includes('proved gone or replaced')) === true,
    look: ({ world }) => issueUrl(world, caseOf(world, 'mallory')),
  },
  {
    name: 'mergesFlowAgain',
    tells: 'The checks turn green, and Carol’s pull request is merged.',
    happens: () => {},
    seen: async ({ world: { github, people }, harmless }) => {
      if (harmless === undefined || checkOf(harmless)?.conclusion !== 'success') return false;
      await github.mergePull(harmless, people.bob);
      return harmless.pull.mergedAt !== undefined;
    },
  },
];
