// GET /search/issues
import type { Issue } from '../model.ts';
import { issue as issueView } from '../views/issues.ts';
import { isPull, same } from '../world.ts';
import type { Answer, Call } from './call.ts';
import { listed } from './listed.ts';
import { page } from './pages.ts';

/** The qualifiers repo, org, author, label, state, is and type; other words are looked for in title and body. */
export function searchIssues(call: Call): Answer {
  const words = (call.query['q'] ?? '').match(/[\w-]+:"[^"]*"|"[^"]*"|\S+/g) ?? [];
  const all = call.world.repositories.filter((one) => call.sees(one)).flatMap((one) => one.issues);
  const hits = listed(
    { query: { ...call.query, state: 'all' } },
    all.filter((one) => words.every((word) => holds(one, word))),
  );
  const more = { incomplete_results: false };
  return page(call, hits, (one) => ({ ...issueView(call.world, one), score: 1 }), { key: 'items', more });
}

function holds(issue: Issue, word: string): boolean {
  const [, key = '', quoted = ''] = /^([\w-]+):(.*)$/.exec(word) ?? [];
  const value = quoted.replaceAll('"', '');
  const { owner, name } = issue.repository;
  if (key === 'repo') return same(`${owner.login}/${name}`, value);
  if (key === 'org' || key === 'user') return same(owner.login, value);
  if (key === 'author') return same(issue.user.login, value.replace(/^app\/(.*)$/, '$1[bot]'));
  if (key === 'label') return issue.labels.some((label) => same(label.name, value));
  if (key === 'state' || value === 'open' || value === 'closed') return issue.state === value;
  if (key === 'is' || key === 'type')
    return value === 'pr' || value === 'pull-request' ? isPull(issue) : !isPull(issue);
  if (key === 'in') return true;
  return `${issue.title}\n${issue.body ?? ''}`.toLowerCase().includes(word.replaceAll('"', '').toLowerCase());
}
