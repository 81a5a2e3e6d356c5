import { rules } from '../../src/detect/rules/index.ts';

/** As `jobs/prove.ts` looks it up. */
export const probeOf = (rule: string) => rules.find(({ id }) => id === rule)?.probe;
