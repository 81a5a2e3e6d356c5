import type { StoreName, Use } from '../model/use.ts';
import { asRecord } from './yaml.ts';

/**
 * Events with which Dependabot starts workflows: such a run takes the secrets of Dependabot
 * in the place of those of Actions
 * (https://docs.github.com/code-security/dependabot/troubleshooting-dependabot/troubleshooting-dependabot-on-github-actions).
 */
const DEPENDABOTS = new Set([
  'create',
  'deployment',
  'deployment_status',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'push',
]);

/** With this job of this workflow a coding agent sets up its machine; run by hand, it is a workflow like any other. */
const SETUP = { path: '.github/workflows/copilot-setup-steps.yml', job: 'copilot-setup-steps' };

/** The names of what starts a workflow, in each of the forms that `on:` may have. */
export function eventsOf(on: unknown): readonly string[] {
  if (typeof on === 'string') return [on];
  return Array.isArray(on) ? on.filter((each) => typeof each === 'string') : Object.keys(asRecord(on));
}

/** The same uses with the stores from which their runs may take the names. */
export function withStores<T extends Use>(uses: readonly T[], path: string, on: unknown): readonly T[] {
  const forDependabot = eventsOf(on).some((event) => DEPENDABOTS.has(event));
  return uses.map((use) => {
    const forAgents = path === SETUP.path && (use.job === SETUP.job || use.job.startsWith(`${SETUP.job} / `));
    if (!forDependabot && !forAgents) return use;
    const others: readonly StoreName[] = [
      ...(forDependabot && use.what === 'secret' ? (['dependabot'] as const) : []),
      ...(forAgents ? (['agents'] as const) : []),
    ];
    return others.length === 0 ? use : { ...use, stores: ['actions', ...others] };
  });
}

export function takesFrom({ stores = ['actions'] }: Use, store: StoreName): boolean {
  return stores.includes(store);
}
