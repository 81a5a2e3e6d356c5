// Organisations, people and repositories: who is in, what lies where. Never a secret's value.
import type { Account, Issue, Organization, Repository } from '../model.ts';
import { fullName, isPull, type World } from '../world.ts';
import { type Html, html, type Part } from './html.ts';
import { stateOf } from './issue-page.ts';
import { badge, layout, when } from './layout.ts';

export const homePage = (world: World): Html =>
  layout(
    'GitHub',
    [{ text: 'GitHub', href: '/' }],
    html`<h1>Organisations</h1>`,
    html`<ul>${world.organizations.map(({ login, name }) => html`<li><a href="/${login}">${name}</a></li>`)}</ul>`,
  );

export const accountPage = (world: World, account: Account): Html =>
  layout(
    account.name,
    [{ text: account.login, href: `/${account.login}` }],
    html`<h1>${account.name} <small>${account.login}</small></h1>`,
    html`<h2>Repositories</h2>`,
    table(
      world.repositoriesOf(account),
      (one) =>
        html`<td><a href="/${fullName(one)}">${one.name}</a> ${badge('muted', one.private ? 'Private' : 'Public')}</td><td class="muted">${one.description}</td>`,
    ),
    account.type === 'Organization' ? people(world, account) : '',
  );

function people(world: World, org: Organization): Part {
  const all = [
    ...[...org.members].map(([user, role]) => ({ user, role: role === 'admin' ? 'Owner' : 'Member' })),
    ...world.outsidersOf(org).map((user) => ({ user, role: 'Outside collaborator' })),
  ];
  return [
    html`<h2>People</h2>`,
    table(
      all,
      ({ user, role }) =>
        html`<td><img src="/avatars/${user.id}" alt=""> <a href="/${user.login}">${user.login}</a> <span class="muted">${user.name}</span></td><td>${role}</td>`,
    ),
  ];
}

export async function repositoryPage(_world: World, repository: Repository): Promise<Html> {
  const { owner, name, issues, keys, vault } = repository;
  const commits = await repository.git.log([repository.defaultBranch, '--max-count=10']).catch(() => []);
  return layout(
    fullName(repository),
    [
      { text: owner.login, href: `/${owner.login}` },
      { text: name, href: `/${fullName(repository)}` },
    ],
    html`<h1>${name} ${badge('muted', repository.private ? 'Private' : 'Public')}${repository.archived ? badge('wait', 'Archived') : ''}</h1>`,
    repository.description ? html`<p>${repository.description}</p>` : '',
    list('Pull requests', issues.filter(isPull)),
    list(
      'Issues',
      issues.filter((one) => !isPull(one)),
    ),
    html`<h2>Latest commits</h2>`,
    table(
      commits,
      (one) =>
        html`<td><code>${one.sha.slice(0, 7)}</code></td><td>${one.message.split('\n')[0]}</td><td class="muted">${one.author.name}, ${when(Date.parse(one.author.date))}</td>`,
    ),
    html`<h2>Deploy keys</h2>`,
    table(
      keys,
      (one) =>
        html`<td>${one.title}</td><td>${one.readOnly ? 'Read-only' : 'Read/write'}</td><td class="muted">added by ${one.addedBy.login}, ${when(one.createdAt)}</td>`,
    ),
    html`<h2>Actions secrets and variables</h2>`,
    table(
      [...vault.secrets.actions.values(), ...vault.variables.values()],
      (one) => html`<td><code>${one.name}</code></td><td class="muted">updated ${when(one.updatedAt)}</td>`,
    ),
  );
}

const list = (title: string, issues: Issue[]): Part => [
  html`<h2>${title}</h2>`,
  table(
    issues.toReversed(),
    (one) =>
      html`<td>${stateOf(one)}</td><td><a href="/${fullName(one.repository)}/${isPull(one) ? 'pull' : 'issues'}/${one.number}">${one.title}</a> <span class="muted">#${one.number} by ${one.user.login}</span></td>`,
  ),
];

const table = <T>(rows: T[], cells: (row: T) => Html): Html =>
  rows.length > 0
    ? html`<table class="list">${rows.map((row) => html`<tr>${cells(row)}</tr>`)}</table>`
    : html`<p class="muted">None.</p>`;
