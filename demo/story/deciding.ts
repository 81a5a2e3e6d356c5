import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { idInCase, personCalled, receiptOf } from './said.ts';
import type { Act, Stage } from './stage.ts';
import { caseOf, issueUrl } from './views.ts';

const GRACES_KEY = 'metrics of grace';

/** What cannot be undone takes two people, and what is certified can be checked. */
export const deciding: readonly Act[] = [
  {
    name: 'revokeAsked',
    tells:
      'Alice asks Handback to delete a key of Globex: 👀, the answer says what may break, and nothing happens yet.',
    happens: ({ world: { github, people }, world }) => {
      const file = caseOf(world, 'grace');
      if (file === undefined) throw new Error('no case');
      github.comment(file, people.alice, `/handback revoke ${idInCase(file, GRACES_KEY)}`);
    },
    seen: (stage) => {
      const { reactions, answer } = receiptOf(stage.world, caseOf(stage.world, 'grace'), stage.world.people.alice);
      return reactions.join() === 'eyes' && requestIn(answer) !== undefined && isThere(stage);
    },
    look: ({ world }) => issueUrl(world, caseOf(world, 'grace')),
  },
  {
    name: 'revokedByTwo',
    tells:
      'Bob approves, and Handback deletes the key, once. Alice takes Grace’s own access away, too: only then the case closes.',
    happens: ({ world: { github, people, repositories }, world }) => {
      const file = caseOf(world, 'grace');
      const id = requestIn(receiptOf(world, file, people.alice).answer);
      if (file === undefined || id === undefined) throw new Error('no request');
      github.comment(file, people.bob, `/handback approve ${id}`);
      github.removeCollaborator(repositories.shop, people.alice, personCalled(world, 'grace'));
    },
    seen: (stage) => {
      const file = caseOf(stage.world, 'grace');
      const { reactions } = receiptOf(stage.world, file, stage.world.people.bob);
      return (
        reactions.join() === '+1' &&
        !isThere(stage) &&
        file?.state === 'closed' &&
        file.body?.includes(`- [x] deploy key **${GRACES_KEY}**`) === true
      );
    },
    look: ({ world }) => issueUrl(world, caseOf(world, 'grace')),
  },
  {
    name: 'certificateHolds',
    tells:
      'For the auditor: a certificate of Mallory’s departure. `handback verify` finds it intact, and the journal as well.',
    happens: async ({ app }) =>
      writeFile(certificateOf(app), await app.command('certificate', 'mallory', '--format', 'json')),
    // `verify` ends with 1 for anything that was touched, and so the command fails.
    seen: ({ app }) =>
      app
        .command('verify', certificateOf(app))
        .then(() => app.command('verify'))
        .then(
          () => true,
          () => false,
        ),
    look: ({ app }) => certificateOf(app),
  },
];

function isThere({ world: { repositories } }: Stage): boolean {
  return repositories.shop.keys.some(({ title }) => title === GRACES_KEY);
}

function requestIn(answer: string): string | undefined {
  return /\/handback approve ([\da-f]{12})/.exec(answer)?.[1];
}

function certificateOf({ logFile }: Stage['app']): string {
  return join(dirname(logFile), 'certificate-mallory.json');
}
