import type { Issue } from '../model.ts';
import type { Label, User } from '../records.ts';
import { fullName, isPull, type World } from '../world.ts';
import { type Html, html, markdown, type Part } from './html.ts';
import { badge, type Crumb, layout, when } from './layout.ts';

export const issuePage = (_world: World, issue: Issue): Html =>
  layout(`${issue.title} · Issue #${issue.number}`, crumbsOf(issue), conversation(issue));

export const crumbsOf = ({ repository }: Issue): Crumb[] => [
  { text: repository.owner.login, href: `/${repository.owner.login}` },
  { text: repository.name, href: `/${fullName(repository)}` },
];

/** The title, what it says, and what people and apps said to it. */
export const conversation = (issue: Issue): Part => [
  html`<h1>${issue.title} <small>#${issue.number}</small></h1>`,
  html`<p>${stateOf(issue)} <span class="muted">opened ${when(issue.createdAt)} by</span> ${issue.user.login} ${issue.labels.map(label)}</p>`,
  issue.assignees.length > 0
    ? html`<p class="muted">Assigned to ${issue.assignees.map(({ login }) => login).join(', ')}</p>`
    : '',
  said(issue.user, issue.createdAt, issue.body),
  issue.comments.map(
    (comment) =>
      html`<div id="issuecomment-${comment.id}">${said(comment.user, comment.createdAt, comment.body)}</div>`,
  ),
  issue.closedAt
    ? html`<p class="muted">Closed ${when(issue.closedAt)}${issue.closedBy ? ` by ${issue.closedBy.login}` : ''}.</p>`
    : '',
];

export function stateOf(issue: Issue): Html {
  if (isPull(issue) && issue.pull.mergedAt !== undefined) return badge('merged', 'Merged');
  if (issue.state === 'open') return badge('open', 'Open');
  return issue.reason === 'completed' ? badge('completed', 'Closed as completed') : badge('closed', 'Closed');
}

const label = ({ name, color }: Label): Html => html`<span class="label" style="border-color:#${color}">${name}</span>`;

const said = (user: User, at: number, text: string | null): Html => html`
<div class="card">
<div class="top"><img src="/avatars/${user.id}" alt=""> <b>${user.login}</b> <span class="muted">${when(at)}</span></div>
<div class="body">${text ? markdown(text) : html`<p class="muted">No description.</p>`}</div>
</div>`;
