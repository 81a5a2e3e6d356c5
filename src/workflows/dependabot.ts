import { affordable, type Budget } from './budget.ts';
import type { Frame } from './frame.ts';
import { NO_MATRIX } from './matrix.ts';
import type { ReadUse } from './read-use.ts';
import { handedTo } from './steps.ts';
import { asRecord } from './yaml.ts';

/**
 * What Dependabot logs in to registries with: `registries:` of its configuration, each entry told as a job is
 * (https://docs.github.com/code-security/dependabot/working-with-dependabot/dependabot-options-reference).
 */
export function registryUses(path: string, content: Readonly<Record<string, unknown>>, budget: Budget): ReadUse[] {
  const frame: Frame = { inputs: new Map(), env: new Map(), matrix: NO_MATRIX };
  return Object.entries(asRecord(content['registries'])).flatMap(([job, registry]) => {
    const uses = handedTo({ workflow: path, through: [], job }, { kind: 'job' }, 'input', registry, frame);
    const secrets = uses.filter(({ what }) => what === 'secret');
    return affordable(budget, secrets).map((use): ReadUse => ({ ...use, stores: ['dependabot'] }));
  });
}
