import type { Use } from '../../src/model/use.ts';
import { useMap } from '../../src/workflows/use-map.ts';

/** The uses of a repository of acme with these workflows, and other files by their paths. */
export function usesOf(workflows: Readonly<Record<string, string>>, others: Readonly<Record<string, string>> = {}) {
  const named = Object.entries(workflows).map(([name, text]) => [`.github/workflows/${name}.yml`, text] as const);
  const files = [...named, ...Object.entries(others)].map(([path, text]) => ({ path, text }));
  return useMap(files, 'acme');
}

/**
 * `build / Deploy: TOKEN -> owner/name@v1 (input KEY)`; `in prod alone`: what this stores,
 * and nothing of that name above it.
 */
export function say({ job, step, name, receiver, how, as, environment, fromEnvironment, through }: Use): string {
  const to = receiver.kind === 'action' || receiver.kind === 'workflow' ? receiver.called.text : receiver.kind;
  const where = [job, ...(step === undefined ? [] : [step])].join(' > ');
  const known = as === undefined ? '' : ` ${as}`;
  const guarded =
    environment === undefined
      ? ''
      : ` in ${environment}${fromEnvironment === undefined ? '' : ` alone, ${fromEnvironment}`}`;
  const by = through.length === 0 ? '' : ` through ${through.join(', ')}`;
  return `${where}: ${name} -> ${to} (${how}${known})${guarded}${by}`;
}
