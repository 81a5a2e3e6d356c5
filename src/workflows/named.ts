import { ANY_NAME, type Use, type Used } from '../model/use.ts';
import { referencesIn } from './expression.ts';
import { useMap, type WorkflowFile } from './use-map.ts';
import { readYaml, textsIn } from './yaml.ts';

/**
 * What one version of a workflow uses, and what it only names, as in a variable that no
 * step gets yet: out of a history both tell who wrote it.
 */
export function namedIn(file: WorkflowFile, owner: string): readonly (Used & Pick<Use, 'environment'>)[] {
  const read = readYaml(file.text);
  if ('why' in read) return [];
  const { uses } = useMap([file], owner);
  const known = new Set(uses.map(({ what, name }) => `${what} ${name}`));
  const named = textsIn(read.content)
    .flatMap(referencesIn)
    .flatMap(({ context, name }): Used[] => {
      const what = { secrets: 'secret', vars: 'variable' }[context] as Used['what'] | undefined;
      return what === undefined || name === ANY_NAME || known.has(`${what} ${name}`) ? [] : [{ what, name }];
    });
  return [...uses, ...named];
}
