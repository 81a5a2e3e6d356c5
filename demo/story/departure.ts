import { gitPush } from './git-push.ts';
import type { Act } from './stage.ts';
import { caseOf, checkOf, issueUrl, pullUrl, refusesMerge } from './views.ts';

/** The contractor leaves: the case, and what it means for everybody else. */
export const departure: readonly Act[] = [
  {
    name: 'departureSeen',
    tells: 'Mallory’s contract ends: Alice removes her from both repositories. Nobody has to tell Handback more.',
    happens: ({ world: { github, people, repositories } }) => {
      github.removeCollaborator(repositories.infra, people.alice, people.mallory);
      github.removeCollaborator(repositories.shop, people.alice, people.mallory);
    },
    seen: ({ world }) => caseOf(world, 'mallory')?.state === 'open',
    look: ({ world }) => issueUrl(world, caseOf(world, 'mallory')),
  },
  {
    name: 'caseHoldsEverything',
    tells: 'The case lists what she made, with evidence: a deploy key, a CI secret, the token in the pull request.',
    happens: () => {},
    seen: ({ world }) => {
      const body = caseOf(world, 'mallory')?.body ?? '';
      return [
        '- [ ] deploy key **shop deploy',
        '- [ ] Actions secret **DEPLOY',
        '- [ ] **GitHub personal access token',
      ].every((line) => body.includes(line));
    },
  },
  {
    name: 'othersBlockedMeanwhile',
    tells: 'Carol opens a harmless pull request in the same repository. It must wait: Mallory’s key still opens it.',
    happens: async (stage) => {
      const { github, people, repositories } = stage.world;
      await gitPush(stage.world, 'carol', 'typo', 'Fix a typo', { 'README.md': '# Shop\n' });
      stage.harmless = await github.openPull(repositories.shop, people.carol, { title: 'Fix a typo', head: 'typo' });
    },
    seen: ({ world, harmless }) => checkOf(harmless)?.conclusion === 'failure' && refusesMerge(world, harmless),
    look: ({ world, harmless }) => harmless && pullUrl(world, harmless),
  },
];
