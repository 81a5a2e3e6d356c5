// Labels of repositories and of issues.
import { setLabels } from '../acts/issues.ts';
import { labelNamed } from '../acts/new-issue.ts';
import type { Label } from '../records.ts';
import { invalid } from '../refusal.ts';
import { label as labelView } from '../views/issues.ts';
import { found, same } from '../world.ts';
import { Answer, type Call, type Routes } from './call.ts';
import { issueOf, namesIn } from './issue-of.ts';
import { page } from './pages.ts';

export const labelRoutes: Routes = {
  'GET /repos/{owner}/{repo}/issues/{issue_number}/labels': [
    'issues:read',
    (call) => page(call, issueOf(call).labels, labelShown(call)),
  ],
  'POST /repos/{owner}/{repo}/issues/{issue_number}/labels': [
    'issues:write',
    (call) => relabel(call, [...labelNames(call), ...namesGiven(call)]),
  ],
  'PUT /repos/{owner}/{repo}/issues/{issue_number}/labels': ['issues:write', (call) => relabel(call, namesGiven(call))],
  'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}': [
    'issues:write',
    (call) =>
      relabel(
        call,
        labelNames(call).filter((name) => !same(name, call.param('name'))),
      ),
  ],
  'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels': ['issues:write', (call) => void relabel(call, []), 204],
  'GET /repos/{owner}/{repo}/labels': ['issues:read', (call) => page(call, call.repository.labels, labelShown(call))],
  'POST /repos/{owner}/{repo}/labels': ['issues:write', createLabel, 201],
  'GET /repos/{owner}/{repo}/labels/{name}': ['issues:read', (call) => labelShown(call)(labelOf(call))],
  'PATCH /repos/{owner}/{repo}/labels/{name}': ['issues:write', patchLabel],
  'DELETE /repos/{owner}/{repo}/labels/{name}': ['issues:write', dropLabel, 204],
};

const labelShown = (call: Call) => (one: Label) => labelView(call.world, call.repository, one);

const labelNames = (call: Call): string[] => issueOf(call).labels.map((label) => label.name);

const namesGiven = (call: Call): string[] => namesIn(call.body['labels'] ?? call.body);

function relabel(call: Call, names: string[]): unknown[] {
  setLabels(call.world, issueOf(call), call.actor, names);
  return issueOf(call).labels.map(labelShown(call));
}

const labelOf = (call: Call): Label =>
  found(call.repository.labels.find((label) => same(label.name, call.param('name'))));

function createLabel(call: Call): Answer {
  const name = call.text('name') ?? '';
  if (call.repository.labels.some((label) => same(label.name, name))) throw invalid('Label', 'name', 'already_exists');
  const color = call.text('color') ?? 'ededed';
  if (!/^[0-9a-f]{6}$/i.test(color)) throw invalid('Label', 'color');
  const more = { color, description: call.text('description') ?? null };
  const shown = labelShown(call)(labelNamed(call.world, call.repository, name, more));
  return new Answer(201, shown, { location: String(shown['url']) });
}

function patchLabel(call: Call): unknown {
  const label = labelOf(call);
  label.name = call.text('new_name') ?? call.text('name') ?? label.name;
  label.color = call.text('color') ?? label.color;
  label.description = call.text('description') ?? label.description;
  return labelShown(call)(label);
}

function dropLabel(call: Call): void {
  const gone = labelOf(call);
  const { repository } = call;
  repository.labels = repository.labels.filter((label) => label !== gone);
  for (const issue of repository.issues) issue.labels = issue.labels.filter((label) => label !== gone);
}
