import type { Act } from './stage.ts';
import { caseOf, issueUrl } from './views.ts';

/** What was proved and what was cut stays under watch. */
export const watching: readonly Act[] = [
  {
    name: 'keyCameBack',
    tells:
      'Carol finds Mallory’s old public key and adds it elsewhere, under another name. It was proved gone: her case opens again.',
    happens: ({ world: { github, repositories, people, malloryKey } }) => {
      github.addDeployKey(repositories.infra, people.carol, 'rsync', malloryKey.key, { readOnly: false });
    },
    seen: ({ world }) => {
      const { state, body, comments } = caseOf(world, 'mallory') ?? {};
      const reason = comments?.at(-1)?.body ?? '';
      return (
        state === 'open' &&
        body?.includes('- [ ] deploy key **shop deploy') === true &&
        reason.includes('Opened again') &&
        reason.includes('opens acme/infra')
      );
    },
    look: ({ world }) => issueUrl(world, caseOf(world, 'mallory')),
  },
  {
    name: 'keyGoneAgain',
    tells: 'Alice deletes it there, too. Proved again, and the case closes again.',
    happens: ({ world: { github, repositories, people, malloryKey } }) => {
      const again = repositories.infra.keys.find(({ key }) => key === malloryKey.key);
      if (again === undefined) throw new Error('the key was not added');
      github.deleteDeployKey(repositories.infra, people.alice, again);
    },
    seen: ({ world }) => {
      const { state, body } = caseOf(world, 'mallory') ?? {};
      return state === 'closed' && body?.includes('- [x] deploy key **shop deploy') === true;
    },
  },
  {
    name: 'usedAfterDeparture',
    tells:
      'Something signs in with Eve’s key. No event tells of it, but the sweep sees it. Her case says when, on top, and that nobody can say who.',
    happens: ({ world: { github, eveKey } }) => github.useDeployKey(eveKey),
    seen: ({ world }) => {
      const body = caseOf(world, 'eve')?.body ?? '';
      const [firstScreen = ''] = body.split('\n### ');
      return firstScreen.includes('> [!CAUTION]') && firstScreen.includes('**used by unknown since the departure');
    },
    look: ({ world }) => issueUrl(world, caseOf(world, 'eve')),
  },
];
