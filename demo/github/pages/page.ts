// What a person sees at html_url: an organisation, a repository, an issue, a pull request, a check run.
import type { ServerResponse } from 'node:http';
import { found, isPull, same, type World } from '../world.ts';
import { type Html, html } from './html.ts';
import { issuePage } from './issue-page.ts';
import { layout } from './layout.ts';
import { accountPage, homePage, repositoryPage } from './place-pages.ts';
import { pullPage, runPage } from './pull-page.ts';

export async function page(world: World, res: ServerResponse, url: URL): Promise<void> {
  const headers = { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'" };
  const [, avatarOf] = /^\/avatars\/(\d+)$/.exec(url.pathname) ?? [];
  if (avatarOf) {
    res.writeHead(200, { ...headers, 'content-type': 'image/svg+xml' }).end(avatar(world, Number(avatarOf)));
    return;
  }
  const shown = await render(world, url.pathname).catch(() => undefined);
  const text =
    shown ?? layout('Not found', [{ text: 'GitHub', href: '/' }], html`<h1>404</h1><p>There is nothing here.</p>`);
  res.writeHead(shown ? 200 : 404, { ...headers, 'content-type': 'text/html; charset=utf-8' }).end(text.text);
}

async function render(world: World, path: string): Promise<Html> {
  const [owner, name, kind, id] = path.split('/').filter(Boolean).map(decodeURIComponent);
  if (owner === undefined) return homePage(world);
  if (name === undefined) return accountPage(world, found(world.account(owner)));
  const repository = found(world.repository(owner, name));
  if (kind === undefined) return repositoryPage(world, repository);
  if (kind === 'runs') return runPage(world, repository, found(repository.checks.find((run) => run.id === Number(id))));
  const issue = world.issue(repository, id ?? '');
  if (kind === 'pull' && isPull(issue)) return pullPage(world, issue);
  return issuePage(world, issue);
}

function avatar(world: World, id: number): string {
  const account = [...world.users, ...world.organizations].find((one) => one.id === id);
  const initial = /[a-z0-9]/i.exec(account?.login ?? '')?.[0]?.toUpperCase() ?? '?';
  const isPerson = account !== undefined && !world.organizations.some((one) => same(one.login, account.login));
  const shape = isPerson ? '<circle cx="20" cy="20" r="20"' : '<rect width="40" height="40" rx="6"';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">${shape} fill="hsl(${(id * 47) % 360} 45% 45%)"/>\
<text x="20" y="27" text-anchor="middle" font-family="sans-serif" font-size="20" fill="#fff">${initial}</text></svg>`;
}
