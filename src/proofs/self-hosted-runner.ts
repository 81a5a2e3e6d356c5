import { ownerAndName } from '../github/github.ts';
import type { ProofKind } from './proof-kind.ts';
import { observeEntry } from './shared/entry.ts';

/** GitHub hands jobs to the machines that it lists. What an old job left on the machine, nobody can see from here. */
export const selfHostedRunnerGone: ProofKind = {
  name: 'self-hosted-runner-gone',
  best: 'P3',
  permission: 'Administration: read',
  appliesTo: ({ credential }) => credential.kind === 'self-hosted-runner',

  observe: (world, file) => {
    const { repository } = file.credential.scope;
    return observeEntry(world, file, {
      proof: 'self-hosted-runner-gone',
      list: repository === undefined ? 'GET /orgs/{org}/actions/runners' : 'GET /repos/{owner}/{repo}/actions/runners',
      where: repository === undefined ? { org: world.organization } : ownerAndName(repository),
      called: 'the runners',
      key: 'runner_id',
      value: file.credential.facts['runnerId'],
      gone: {
        result: 'gone',
        grade: 'P3',
        says: 'GitHub gives the machine no more jobs; secrets of past jobs may still be on it',
      },
      there: () => ({ result: 'alive', says: 'GitHub still gives jobs, with their secrets, to the machine' }),
    });
  },
};
