import { isDependabot, type Unread } from '../model/use.ts';
import { newBudget } from './budget.ts';
import { isWorkflow } from './called.ts';
import { registryUses } from './dependabot.ts';
import type { Frame } from './frame.ts';
import { workflowUses } from './jobs.ts';
import { NO_MATRIX } from './matrix.ts';
import type { ReadUse } from './read-use.ts';
import { fileKey } from './steps.ts';
import { eventsOf, withStores } from './stores.ts';
import { asRecord, asText, readYaml } from './yaml.ts';

export interface WorkflowFile {
  readonly path: string;
  readonly text: string;
  /** `owner/name@ref` of another repository; missing for a file of the repository itself. */
  readonly origin?: string;
}

export interface ReadMap {
  readonly uses: readonly ReadUse[];
  readonly unread: readonly Unread[];
  /**
   * What other repositories of the organisation hold and was not given, as `uses:` has it: with it more would be known.
   */
  readonly missing: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Which workflow, job, environment and action uses which secret and variable. `files`: everything
 * below `.github/workflows`, and every `action.yml` of the repository, Dependabot's configuration,
 * and what is called of other ones. `owner`: the organisation whose own actions are not foreign.
 */
export function useMap(files: readonly WorkflowFile[], owner: string): ReadMap {
  const read = files.map(({ path, text, origin }) => ({ path, origin, key: fileKey(path, origin), ...readYaml(text) }));
  const contents = new Map(read.flatMap((each) => ('content' in each ? [[each.key, each.content] as const] : [])));
  const unread = read.flatMap((each) => ('why' in each ? [{ path: each.key, why: each.why }] : []));
  const missing = new Set<string>();
  let spent = 0;
  const perWorkflow = rootsOf(read).map(([path, content]) => {
    const budget = newBudget(spent);
    const [before, reading] = [budget.left, { owner, files: contents, budget, missing }];
    const none: Frame = { inputs: new Map(), env: new Map(), matrix: NO_MATRIX };
    const uses = isDependabot(path)
      ? registryUses(path, content, budget)
      : withStores(workflowUses({ reading, path, origin: '', through: [] }, content, none), path, content['on']);
    spent += before - budget.left;
    return { uses, unread: budget.left < 0 ? [{ path, why: TOO_LARGE }] : [] };
  });
  return {
    uses: perWorkflow.flatMap(({ uses }) => uses),
    unread: [...unread, ...perWorkflow.flatMap((each) => each.unread)],
    missing: [...missing].toSorted(),
  };
}

const TOO_LARGE = 'it does or calls more than Handback follows; what it does first is known';

/**
 * The workflows that something starts, and what Dependabot is told. What is only called is
 * read where it is called: there its names have a meaning.
 */
function rootsOf(
  read: readonly { readonly path: string; readonly origin?: string | undefined; readonly content?: Fields }[],
): readonly (readonly [string, Fields])[] {
  const workflows = read.flatMap(({ path, origin, content }) =>
    content !== undefined && origin === undefined && (isWorkflow(path) || isDependabot(path))
      ? [[path, content] as const]
      : [],
  );
  const callees = new Set(workflows.flatMap(([, content]) => localCalls(content)));
  return workflows.filter(([path, { on }]) => !(callees.has(path) && onlyCalled(on)));
}

function localCalls(content: Fields): readonly string[] {
  return Object.values(asRecord(content['jobs'])).flatMap((job) => {
    const uses = asText(asRecord(job)['uses']);
    return uses?.startsWith('./') ? [uses.slice(2)] : [];
  });
}

function onlyCalled(on: unknown): boolean {
  const names = eventsOf(on);
  return names.length === 1 && names[0] === 'workflow_call';
}
