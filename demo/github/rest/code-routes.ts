// Files, commits, branches, comparisons and the activity of a repository.
import { renameRepository } from '../acts/repositories.ts';
import type { Activity } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { rulesetsFor } from '../rules.ts';
import { commit, file, gitCommit } from '../views/code.ts';
import { pull } from '../views/issues.ts';
import { activity, fullRepository, fullRuleset, ruleset, rulesOf } from '../views/repositories.ts';
import { found, fullName } from '../world.ts';
import { type Answer, addressOf, type Call, type Routes, roleOfCaller } from './call.ts';
import { compare } from './compare.ts';
import { showBlob, showContent, showTree } from './files.ts';
import { pullsHolding } from './network.ts';
import { cursorPage, page } from './pages.ts';

export const codeRoutes: Routes = {
  'GET /repos/{owner}/{repo}': ['metadata:read', showRepository],
  'PATCH /repos/{owner}/{repo}': ['administration:write', editRepository],
  'GET /repos/{owner}/{repo}/branches': ['contents:read', listBranches],
  'GET /repos/{owner}/{repo}/branches/{branch}': ['contents:read', showBranch],
  'GET /repos/{owner}/{repo}/contents/{path}': ['contents:read', showContent],
  'GET /repos/{owner}/{repo}/commits': ['contents:read', listCommits],
  'GET /repos/{owner}/{repo}/commits/{ref}': ['contents:read', showCommit],
  'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls': ['pull_requests:read', pullsOfCommit],
  'GET /repos/{owner}/{repo}/compare/{basehead}': ['contents:read', compare],
  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}': [
    'contents:read',
    async (call) =>
      gitCommit(call.world, call.repository, found(await call.repository.git.commit(call.param('commit_sha')))),
  ],
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': ['contents:read', showTree],
  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': ['contents:read', showBlob],
  'GET /repos/{owner}/{repo}/activity': ['contents:read', listActivity],
  'GET /repos/{owner}/{repo}/rules/branches/{branch}': ['metadata:read', branchRules],
  'GET /repos/{owner}/{repo}/rulesets': [
    'metadata:read',
    (call) => page(call, call.repository.rulesets, (one) => ruleset(call.world, call.repository, one)),
  ],
  'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}': ['metadata:read', showRuleset],
};

function editRepository(call: Call): unknown {
  const { world, repository } = call;
  const name = call.text('name');
  if (name !== undefined && name !== repository.name) renameRepository(world, repository, call.actor, name);
  repository.description = call.text('description') ?? repository.description;
  return showRepository(call);
}

function showRepository(call: Call): unknown {
  const { world, repository, caller } = call;
  return fullRepository(world, repository, caller.kind === 'user' ? roleOfCaller(world, caller, repository) : 'read');
}

async function listBranches(call: Call): Promise<Answer> {
  const refs = [...(await call.repository.git.refs(['refs/heads']))];
  return page(call, refs, ([ref, sha]) => {
    const name = ref.slice('refs/heads/'.length);
    const isProtected = rulesetsFor(call.repository, name).length > 0;
    return { name, commit: { sha, url: `${addressOf(call)}/commits/${sha}` }, protected: isProtected };
  });
}

async function showBranch(call: Call): Promise<unknown> {
  const { world, repository } = call;
  const name = call.param('branch');
  const tip = found(await repository.git.commit(`refs/heads/${name}`), 'Branch not found');
  const [self, html] = [`${addressOf(call)}/branches/${name}`, `${world.web}/${fullName(repository)}/tree/${name}`];
  const isProtected = rulesetsFor(repository, name).length > 0;
  return { name, commit: commit(world, repository, tip), _links: { self, html }, protected: isProtected };
}

async function listCommits(call: Call): Promise<Answer> {
  const { world, repository } = call;
  const { sha = repository.defaultBranch, since, until, author, path } = call.query;
  const tip = await repository.git.resolve(sha);
  if (!tip) throw new Refusal(409, 'Git Repository is empty.');
  const email = author === undefined ? undefined : (world.user(author)?.email ?? author);
  const limits = [
    ...(since ? [`--since=${since}`] : []),
    ...(until ? [`--until=${until}`] : []),
    ...(email ? [`--author=${email}`] : []),
  ];
  return page(call, await repository.git.log([tip, ...limits], path ? [path] : []), (one) =>
    commit(world, repository, one),
  );
}

async function showCommit(call: Call): Promise<unknown> {
  const { world, repository } = call;
  const sha = await repository.git.resolve(call.param('ref'));
  if (!sha) throw new Refusal(422, `No commit found for SHA: ${call.param('ref')}`);
  const one = found(await repository.git.commit(sha));
  const files = await repository.git.files(one.parents[0], sha);
  const additions = files.reduce((sum, each) => sum + each.additions, 0);
  const deletions = files.reduce((sum, each) => sum + each.deletions, 0);
  const stats = { additions, deletions, total: additions + deletions };
  return {
    ...commit(world, repository, one),
    stats,
    files: files.slice(0, 300).map((each) => file(world, repository, sha, each)),
  };
}

/** The pull request that brought a commit; open ones for a commit that is not on the default branch. */
async function pullsOfCommit(call: Call): Promise<Answer> {
  const { world, repository } = call;
  const sha = found(await repository.git.resolve(call.param('commit_sha')));
  return page(call, await pullsHolding(repository, sha), (one) => pull(world, one));
}

function listActivity(call: Call): Answer {
  const { ref, actor, activity_type: type, direction } = call.query;
  const wanted = (one: Activity): boolean =>
    (ref === undefined || one.ref === ref || one.ref === `refs/heads/${ref}`) &&
    (actor === undefined || one.actor?.login === actor) &&
    (type === undefined || one.type === type);
  const kept = call.repository.activity.filter(wanted);
  const ordered = direction === 'asc' ? kept : kept.toReversed();
  return cursorPage(
    call,
    ordered,
    (one) => activity(call.world, one),
    (one) => String(one.id),
    'after',
  );
}

function branchRules(call: Call): Answer {
  const { repository } = call;
  const rules = rulesetsFor(repository, call.param('branch')).flatMap((one) => {
    const own = repository.rulesets.includes(one);
    const source = own ? fullName(repository) : repository.owner.login;
    const from = {
      ruleset_source_type: own ? 'Repository' : 'Organization',
      ruleset_source: source,
      ruleset_id: one.id,
    };
    return rulesOf(one).map((rule) => ({ ...rule, ...from }));
  });
  return page(call, rules, (rule) => rule);
}

function showRuleset(call: Call): unknown {
  const { world, repository } = call;
  return fullRuleset(world, repository, found(repository.rulesets.find((one) => one.id === call.id('ruleset_id'))));
}
