import type { ChangedFile } from '../git/changed-files.ts';
import type { CheckRun, PullRequest, Repository } from '../model.ts';
import { type Unmet, unmetChecks, usesMergeQueue } from '../rules.ts';
import { fullName, type World } from '../world.ts';
import { type Html, html, markdown } from './html.ts';
import { conversation, crumbsOf } from './issue-page.ts';
import { badge, layout, when } from './layout.ts';

export async function pullPage(_world: World, one: PullRequest): Promise<Html> {
  const { repository, pull, number, title } = one;
  const { head, base } = pull;
  const start = await repository.git.mergeBase(base.sha, head.sha);
  const [files, commits] = await Promise.all([
    repository.git.files(start, head.sha),
    repository.git.log([`${start ?? base.sha}..${head.sha}`]),
  ]);
  const runs = repository.checks.filter((run) => run.sha === head.sha);
  return layout(
    `${title} · Pull request #${number}`,
    crumbsOf(one),
    conversation(one),
    html`<p class="muted">${commits.length} ${commits.length === 1 ? 'commit' : 'commits'} into <code>${base.ref}</code> from <code>${head.repository.owner.login}:${head.ref}</code></p>`,
    mergeBox(one, runs),
    html`<h2>Commits</h2><ul>${commits.map((commit) => html`<li><code>${commit.sha.slice(0, 7)}</code> ${commit.message.split('\n')[0]} <span class="muted">${commit.author.name}</span></li>`)}</ul>`,
    html`<h2>Files changed</h2>${files.map(changes)}`,
  );
}

/** What GitHub's grey box says: each check, and whether the button would work. */
function mergeBox(one: PullRequest, runs: CheckRun[]): Html {
  const { repository, pull, state } = one;
  if (state !== 'open') return html`<h2>Checks</h2>${runs.map((run) => checkLine(repository, run))}`;
  const unmet = unmetChecks(repository, pull.base.ref, pull.head.sha);
  const queued = repository.queue.some((entry) => entry.pull === one);
  const verdict =
    unmet.length > 0
      ? 'Merging is blocked'
      : queued
        ? 'Queued to merge'
        : usesMergeQueue(repository, pull.base.ref)
          ? 'Ready for the merge queue'
          : 'Ready to merge';
  return html`<h2>Checks</h2>
<div class="card ${unmet.length > 0 ? 'bad' : 'good'}">
<div class="top">${badge(unmet.length > 0 ? 'failure' : 'success', verdict)}</div>
<div class="body">${unmet.map(missing)}${runs.map((run) => checkLine(repository, run))}</div>
</div>`;
}

const words = {
  expected: 'Expected — waiting for status to be reported',
  pending: 'has not finished',
  failing: 'did not succeed',
};

const missing = ({ check, state }: Unmet): Html =>
  html`<p>${badge('wait', 'Required')} <b>${check.context}</b> <span class="muted">${words[state]}</span></p>`;

const checkLine = (repository: Repository, run: CheckRun): Html => html`
<p>${verdictOf(run)} <a href="/${fullName(repository)}/runs/${run.id}"><b>${run.name}</b></a> <span class="muted">by ${run.app.name}</span> ${run.output.title}</p>`;

const verdictOf = ({ status, conclusion }: CheckRun): Html =>
  status === 'completed'
    ? badge(conclusion === 'success' ? 'success' : conclusion === 'failure' ? 'failure' : 'muted', conclusion ?? '')
    : badge('wait', status);

const changes = ({ filename, status, additions, deletions, patch }: ChangedFile): Html => html`
<div class="card"><div class="top"><code>${filename}</code> <span class="muted">${status}, +${additions} −${deletions}</span></div>
${patch === undefined ? '' : html`<pre>${patch.split('\n').map(line)}</pre>`}</div>`;

const line = (text: string): Html =>
  text.startsWith('+') ? html`<ins>${text}</ins>` : text.startsWith('-') ? html`<del>${text}</del>` : html`${text}\n`;

export function runPage(_world: World, repository: Repository, run: CheckRun): Html {
  const crumbs = [
    { text: repository.owner.login, href: `/${repository.owner.login}` },
    { text: repository.name, href: `/${fullName(repository)}` },
  ];
  const annotations = run.annotations.map(
    (one) =>
      html`<tr><td><code>${String(one['path'])}:${String(one['start_line'])}</code></td><td>${String(one['annotation_level'])}</td><td>${String(one['message'])}</td></tr>`,
  );
  return layout(
    run.name,
    crumbs,
    html`<h1>${run.name} <small>by ${run.app.name}</small></h1>`,
    html`<p>${verdictOf(run)} <span class="muted">on</span> <code>${run.sha.slice(0, 7)}</code> <span class="muted">${when(run.startedAt)}</span></p>`,
    html`<div class="card"><div class="top"><b>${run.output.title ?? 'No title'}</b></div><div class="body">${markdown(run.output.summary)}${markdown(run.output.text)}</div></div>`,
    annotations.length > 0 ? html`<h2>Annotations</h2><table>${annotations}</table>` : '',
    run.actions.map((action) => html`<span class="label">${action.label}</span>`),
  );
}
