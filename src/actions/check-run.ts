import { z } from 'zod';
import { ownerAndName } from '../github/github.ts';
import { CHECK_NAME } from '../model/head.ts';
import { partsOf } from '../model/parts.ts';
import type { Annotation, HeadStep } from '../model/step.ts';
import type { ActionWorld, HeadAction } from './action.ts';

/** GitHub takes 50 annotations a request; each further request adds to them. */
const ANNOTATIONS = 50;

const CheckRun = z.object({
  id: z.number(),
  status: z.string(),
  external_id: z.string().nullish(),
  app: z.object({ slug: z.string().optional() }).nullish(),
});

const ShownAnnotation = z.object({
  path: z.string(),
  start_line: z.number(),
  title: z.string().nullable(),
  message: z.string().nullable(),
});

/**
 * The gate: one check run a head. No conclusion, which is how it starts, blocks a required
 * check just as a failure does.
 */
export const checkRun: HeadAction = {
  name: 'check-run',
  subject: 'head',
  permission: 'Checks: write',

  carryOut: async (world, step) => {
    const where = ownerAndName(step.repository);
    const { id, concluded } = await placeOf(world, step);
    // GitHub adds annotations to those a run has, so they go with its first conclusion only.
    const wanted = concluded ? [] : step.verdict.annotations;
    const missing = id === undefined ? wanted : await notYetShown(world, step, id, wanted);
    const [first = [], ...more] = partsOf(missing, ANNOTATIONS);
    const run = id === undefined ? await create(world, step, first) : await update(world, step, id, first);
    for (const annotations of more) {
      const route = 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}';
      await world.github.send(route, { ...where, check_run_id: run.id, output: output(step, annotations) }, CheckRun);
    }
    return { remote: run.id, state: step.verdict.conclusion === undefined ? 'open' : 'closed' };
  },
};

/** The run that is to say it, if there is one, and whether it has concluded before. */
async function placeOf(world: ActionWorld, step: HeadStep): Promise<{ id: number | undefined; concluded: boolean }> {
  const { remembered } = world;
  const { conclusion, annotations } = step.verdict;
  // Looking again is a new run, as GitHub does it itself: a concluded run keeps what it said.
  const again =
    remembered !== undefined &&
    conclusion === undefined &&
    (remembered.unsure === true || remembered.state === 'closed');
  if (remembered !== undefined && !remembered.unsure && !again)
    return { id: remembered.remote, concluded: remembered.state === 'closed' };
  const found = await find(world, step, again);
  // Its annotations came with the conclusion, as many as fit one request.
  const isWhole = annotations.length <= ANNOTATIONS && remembered?.unsure === true;
  return { id: found?.id, concluded: isWhole && found?.status === 'completed' };
}

/** A run that was made although its answer was lost. Looking again, only one that has not concluded will do. */
async function find({ github, botLogin }: ActionWorld, step: HeadStep, again: boolean) {
  const where = { ...ownerAndName(step.repository), ref: step.head.sha, check_name: CHECK_NAME };
  for await (const run of github.pages('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', where, CheckRun)) {
    const fits = run.external_id === step.key && !(again && run.status === 'completed');
    if (fits && `${run.app?.slug}[bot]` === botLogin) return run;
  }
  return undefined;
}

/**
 * A run may have got some of its annotations before we were killed. What fits one request
 * is not asked about: it would cost a question for every secret to keep a few annotations
 * from standing twice, should we die between GitHub's answer and our note of it.
 */
async function notYetShown(
  { github }: ActionWorld,
  step: HeadStep,
  check_run_id: number,
  wanted: readonly Annotation[],
): Promise<readonly Annotation[]> {
  if (wanted.length <= ANNOTATIONS) return wanted;
  const shown = new Set<string>();
  const route = 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations';
  const where = { ...ownerAndName(step.repository), check_run_id };
  for await (const one of github.pages(route, where, ShownAnnotation)) shown.add(placeAndText(one));
  return wanted.filter((one) => !shown.has(placeAndText(asGitHubSays(one))));
}

function placeAndText({ path, start_line, title, message }: z.infer<typeof ShownAnnotation>): string {
  return JSON.stringify([path, start_line, title, message]);
}

function create({ github }: ActionWorld, step: HeadStep, annotations: readonly Annotation[]) {
  const where = ownerAndName(step.repository);
  const identity = { name: CHECK_NAME, head_sha: step.head.sha, external_id: step.key };
  return github.send(
    'POST /repos/{owner}/{repo}/check-runs',
    { ...where, ...identity, ...body(step, annotations, true) },
    CheckRun,
  );
}

function update({ github }: ActionWorld, step: HeadStep, check_run_id: number, annotations: readonly Annotation[]) {
  const where = ownerAndName(step.repository);
  const route = 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}';
  return github.send(route, { ...where, check_run_id, ...body(step, annotations) }, CheckRun);
}

function body(step: HeadStep, annotations: readonly Annotation[], isNew = false) {
  const { conclusion } = step.verdict;
  const state = conclusion === undefined ? { status: 'queued' } : { status: 'completed', conclusion };
  const stands = conclusion === 'failure' || conclusion === 'neutral';
  const actions = stands && bringsSecrets(step) ? [RESCAN, ROTATED, FALSE_POSITIVE] : [RESCAN];
  return { ...state, output: output(step, annotations, isNew), actions };
}

/** GitHub takes three buttons, 20 characters on each and 40 to explain it. jobs/buttons.ts knows the identifiers. */
const RESCAN = { label: 'Re-scan', description: 'Look at the commits and the proofs now', identifier: 'again' };
const ROTATED = { label: 'I rotated it', description: 'Attest that the old value is dead (P0)', identifier: 'rotated' };
const FALSE_POSITIVE = {
  label: 'False positive',
  description: 'It is no secret; not for your commits',
  identifier: 'false-positive',
};

function bringsSecrets({ head: { scan } }: HeadStep): boolean {
  return scan.state === 'done' && scan.found.length > 0;
}

/** A run keeps what an update leaves out: "" takes the text of before away. A new one has none to lose. */
function output({ verdict }: HeadStep, annotations: readonly Annotation[], isNew = false) {
  const { title, summary, text } = verdict;
  return { title, summary, ...(isNew && text === '' ? {} : { text }), annotations: annotations.map(asGitHubSays) };
}

function asGitHubSays({ path, startLine, endLine, level, title, message }: Annotation) {
  return { path, start_line: startLine, end_line: endLine, annotation_level: level, title, message };
}
