import { gitPush } from './git-push.ts';
import type { Act } from './stage.ts';
import { caseOf, checkOf, issueUrl, ledger, pullUrl, refusesMerge } from './views.ts';

/** Acme installs Handback, and a contractor pushes a token. */
export const opening: readonly Act[] = [
  {
    name: 'inventoryFound',
    tells: 'Acme installs Handback. It looks through eight repositories, their history, keys, secrets and variables.',
    happens: () => {},
    seen: async ({ app }) => {
      const { credentials } = await ledger(app);
      return ['nightly export', 'shop deploy (mallory)', 'DEPLOY_TOKEN', 'NPM_TOKEN', 'SIGNING_KEY'].every((name) =>
        credentials.some((each) => each.credential.name === name),
      );
    },
  },
  {
    name: 'formerContractorFound',
    tells: 'The roster says that Eve left last week. Her deploy key still opens the ledger: a case opens by itself.',
    happens: () => {},
    seen: ({ world }) =>
      caseOf(world, 'eve')?.state === 'open' &&
      caseOf(world, 'eve')?.body?.includes('- [ ] deploy key **nightly export**') === true,
    look: ({ world }) => issueUrl(world, caseOf(world, 'eve')),
  },
  {
    name: 'secretPushed',
    tells: 'Mallory, a contractor, really pushes a branch with a GitHub token in it and opens a pull request.',
    happens: async (stage) => {
      const { github, people, repositories } = stage.world;
      const token = github.createPersonalAccessToken(people.mallory);
      await gitPush(stage.world, 'mallory', 'faster-deploys', 'Faster deploys', {
        'scripts/release.sh': `#!/bin/sh\ncurl -H "Authorization: token ${token}" https://api.github.com/repos/acme/shop\n`,
      });
      const pull = await github.openPull(repositories.shop, people.mallory, {
        title: 'Faster deploys',
        head: 'faster-deploys',
      });
      stage.leak = { pull, token, firstSha: pull.pull.head.sha };
    },
    seen: ({ leak }) => checkOf(leak?.pull)?.conclusion === 'failure',
    look: ({ world, leak }) => leak && pullUrl(world, leak.pull),
  },
  {
    name: 'mergeBlocked',
    tells: 'Bob tries to merge it. GitHub refuses: the check is required, and it is red.',
    happens: () => {},
    seen: ({ world, leak }) => refusesMerge(world, leak?.pull),
  },
  {
    name: 'removalIsNoProof',
    tells:
      'Mallory takes the token out again in a second commit. It is still in the history, and it still works: the check stays red.',
    happens: ({ world }) =>
      gitPush(world, 'mallory', 'faster-deploys', 'Take the token out', {
        'scripts/release.sh': '#!/bin/sh\necho released\n',
      }),
    seen: ({ leak }) => leak?.pull.pull.head.sha !== leak?.firstSha && checkOf(leak?.pull)?.conclusion === 'failure',
  },
];
