import type { GitHub } from '../../github/github.ts';
import type { Hold } from '../../model/job.ts';
import type { Context } from '../context.ts';

/** The same door, through which nothing is changed any more once somebody else may be at the same thing. */
export function heldDoor(github: GitHub, hold: Hold): GitHub {
  return {
    ...github,
    send: (...args) => {
      hold.check();
      return github.send(...args);
    },
  };
}

/** For one job: what it changes outside is changed while the job is its own. Facts may be written twice. */
export function heldContext(context: Context, hold: Hold): Context {
  const { github } = context;
  const forInstallation: typeof github.forInstallation = async (...args) =>
    heldDoor(await github.forInstallation(...args), hold);
  return { ...context, github: { ...github, forInstallation } };
}
