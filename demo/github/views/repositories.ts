import type { Repository } from '../model.ts';
import type { Activity, Invitation, Role, Ruleset } from '../records.ts';
import { fullName, type World } from '../world.ts';
import { account, accountOrNull } from './people.ts';
import { iso, links, nodeId, rights, type View } from './view.ts';

const repositoryLinks =
  'forks keys=/keys{/key_id} collaborators=/collaborators{/collaborator} teams hooks issue_events=/issues/events{/number} events ' +
  'assignees=/assignees{/user} branches=/branches{/branch} tags blobs=/git/blobs{/sha} git_tags=/git/tags{/sha} ' +
  'git_refs=/git/refs{/sha} trees=/git/trees{/sha} statuses=/statuses/{sha} languages stargazers contributors subscribers ' +
  'subscription commits=/commits{/sha} git_commits=/git/commits{/sha} comments=/comments{/number} ' +
  'issue_comment=/issues/comments{/number} contents=/contents/{+path} compare=/compare/{base}...{head} merges ' +
  'archive=/{archive_format}{/ref} downloads issues=/issues{/number} pulls=/pulls{/number} milestones=/milestones{/number} ' +
  'notifications=/notifications{?since,all,participating} labels=/labels{/name} releases=/releases{/id} deployments';

export const repository = (world: World, one: Repository): View => {
  const url = `${world.api}/repos/${fullName(one)}`;
  const html = `${world.web}/${fullName(one)}`;
  const open = one.issues.filter((issue) => issue.state === 'open').length;
  return {
    id: one.id,
    node_id: nodeId('Repository', one.id),
    name: one.name,
    full_name: fullName(one),
    private: one.private,
    owner: account(world, one.owner),
    html_url: html,
    description: one.description,
    fork: one.parent !== undefined,
    url,
    ...links(url, repositoryLinks),
    created_at: iso(one.createdAt),
    updated_at: iso(one.updatedAt),
    pushed_at: iso(one.pushedAt),
    git_url: `git://${world.host}/${fullName(one)}.git`,
    ssh_url: `git@${world.host}:${fullName(one)}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    homepage: null,
    size: 0,
    language: null,
    mirror_url: null,
    license: null,
    topics: [],
    disabled: false,
    has_issues: one.hasIssues,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    forks_count: 0,
    forks: 0,
    allow_forking: true,
    is_template: false,
    archived: one.archived,
    open_issues_count: open,
    open_issues: open,
    web_commit_signoff_required: false,
    visibility: one.private ? 'private' : 'public',
    default_branch: one.defaultBranch,
    custom_properties: {},
  };
};

export const fullRepository = (world: World, one: Repository, role: Role = 'read'): View => ({
  ...repository(world, one),
  permissions: rights(role),
  ...(role === 'admin' ? mergeSettings : {}),
  ...(one.owner.type === 'Organization' ? { organization: account(world, one.owner) } : {}),
  ...(one.parent ? { parent: repository(world, one.parent), source: repository(world, one.parent) } : {}),
  security_and_analysis: { secret_scanning: { status: one.alerts ? 'enabled' : 'disabled' } },
});

const mergeSettings = {
  allow_squash_merge: true,
  allow_merge_commit: true,
  allow_rebase_merge: true,
  allow_auto_merge: false,
  delete_branch_on_merge: false,
  allow_update_branch: false,
  use_squash_pr_title_as_default: false,
};

/** The few members by which an installation event names a repository. */
export const repositoryName = (one: Repository): View => ({
  id: one.id,
  node_id: nodeId('Repository', one.id),
  name: one.name,
  full_name: fullName(one),
  private: one.private,
});

export const invitation = (world: World, place: Repository, one: Invitation): View => ({
  id: one.id,
  node_id: nodeId('RepositoryInvitation', one.id),
  repository: repository(world, place),
  invitee: account(world, one.invitee),
  inviter: account(world, one.inviter),
  permissions: one.role,
  created_at: iso(one.createdAt),
  expired: false,
  url: `${world.api}/user/repository_invitations/${one.id}`,
  html_url: `${world.web}/${fullName(place)}/invitations`,
});

export const activity = (world: World, one: Activity): View => ({
  id: one.id,
  node_id: nodeId('PushActivity', one.id),
  before: one.before,
  after: one.after,
  ref: one.ref,
  timestamp: iso(one.at),
  activity_type: one.type,
  actor: accountOrNull(world, one.actor),
});

export const rulesOf = (ruleset: Ruleset): View[] => [
  ...(ruleset.checks.length > 0
    ? [
        {
          type: 'required_status_checks',
          parameters: {
            strict_required_status_checks_policy: false,
            do_not_enforce_on_create: false,
            required_status_checks: ruleset.checks.map(({ context, integrationId }) => ({
              context,
              ...(integrationId === undefined ? {} : { integration_id: integrationId }),
            })),
          },
        },
      ]
    : []),
  ...(ruleset.mergeQueue ? [{ type: 'merge_queue' }] : []),
];

export const ruleset = (world: World, owner: Repository | string, one: Ruleset): View => {
  const base = typeof owner === 'string' ? `orgs/${owner}` : `repos/${fullName(owner)}`;
  return {
    id: one.id,
    name: one.name,
    target: 'branch',
    source_type: typeof owner === 'string' ? 'Organization' : 'Repository',
    source: typeof owner === 'string' ? owner : fullName(owner),
    enforcement: one.enforcement,
    node_id: nodeId('RepositoryRuleset', one.id),
    _links: {
      self: { href: `${world.api}/${base}/rulesets/${one.id}` },
      html: { href: `${world.web}/${base}/rules/${one.id}` },
    },
    created_at: iso(one.createdAt),
    updated_at: iso(one.updatedAt),
  };
};

export const fullRuleset = (world: World, owner: Repository | string, one: Ruleset): View => ({
  ...ruleset(world, owner, one),
  bypass_actors: [],
  conditions: {
    ref_name: {
      include: one.branches.map((branch) => (branch.startsWith('~') ? branch : `refs/heads/${branch}`)),
      exclude: [],
    },
  },
  rules: rulesOf(one),
});
