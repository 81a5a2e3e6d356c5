// Everything there is on the stand-in GitHub, and how to find it.
import { randomBytes } from 'node:crypto';
import type { Token } from './caller.ts';
import { Description } from './description/description.ts';
import { Faults } from './faults.ts';
import type { Account, App, Installation, Issue, Organization, Place, PullRequest, Repository } from './model.ts';
import { type Delivery, Postbox } from './postbox.ts';
import { RateLimits } from './rate-limits.ts';
import type { Role, User } from './records.ts';
import { Refusal } from './refusal.ts';
import type { WorkflowRun } from './workflow-run.ts';

export interface WorldOptions {
  now: () => number;
  dataDir: string;
  patienceMs: number;
  rateLimit: number;
  host: string;
  watch: (delivery: Delivery) => void;
}

export class World {
  readonly now: () => number;
  readonly dataDir: string;
  readonly limits: RateLimits;
  readonly host: string;
  readonly web: string;
  readonly api: string;
  readonly users: User[] = [];
  readonly organizations: Organization[] = [];
  readonly repositories: Repository[] = [];
  readonly apps: App[] = [];
  readonly installations: Installation[] = [];
  readonly workflowRuns: WorkflowRun[] = [];
  readonly tokens = new Map<string, Token>();
  readonly manifests = new Map<string, { manifest: Record<string, unknown>; owner: Organization }>();
  /** Sign-ins on the website that the app has not collected yet: code -> who, for which app. */
  readonly signIns = new Map<string, { app: App; user: User }>();
  /** Names that things had before: "acme/old" or "oldorg" in lower case. */
  readonly formerNames = new Map<string, Repository | Organization>();
  readonly faults = new Faults();
  readonly description: Description;
  readonly post: Postbox;
  /** GitHub's own account, the committer of every merge made on the website. */
  readonly webFlow: User;
  readonly mergeQueue: User;
  #lastId = 1000;

  constructor(options: WorldOptions) {
    this.now = options.now;
    this.dataDir = options.dataDir;
    this.limits = new RateLimits(options.rateLimit, options.now);
    this.host = options.host;
    this.web = `http://${options.host}`;
    this.api = `${this.web}/api/v3`;
    this.description = new Description(this.web);
    const { faults, now } = this;
    const { patienceMs, watch } = options;
    this.post = new Postbox({ now, faults, nextId: () => this.nextId(), patienceMs, watch });
    this.webFlow = this.addUser('web-flow', { name: 'GitHub', email: 'noreply@github.com' });
    this.mergeQueue = this.addUser('github-merge-queue[bot]', { type: 'Bot' });
  }

  nextId(): number {
    return ++this.#lastId;
  }

  addUser(login: string, given: Partial<Pick<User, 'name' | 'email' | 'type' | 'createdAt'>> = {}): User {
    const email = given.email ?? `${login}@users.example`;
    const user: User = {
      type: 'User',
      id: this.nextId(),
      login,
      name: login,
      createdAt: this.now(),
      publicKeys: [],
      ...given,
      email,
    };
    this.users.push(user);
    return user;
  }

  account(login: string): Account | undefined {
    return this.organization(login) ?? this.user(login);
  }

  user(login: string): User | undefined {
    return this.users.find((user) => same(user.login, login));
  }

  /** The account behind a git address, as GitHub matches it. */
  userByEmail(email: string): User | undefined {
    const [, id] = /^(\d+)\+.*@users\.noreply\.github\.com$/.exec(email) ?? [];
    return this.users.find((user) => (id ? user.id === Number(id) : same(user.email, email)));
  }

  organization(login: string): Organization | undefined {
    return this.organizations.find((organization) => same(organization.login, login));
  }

  repository(owner: string, name: string): Repository | undefined {
    return this.repositories.find((repository) => same(repository.name, name) && same(repository.owner.login, owner));
  }

  repositoriesOf(account: Account): Repository[] {
    return this.repositories.filter((repository) => repository.owner === account);
  }

  issue(repository: Repository, number: number | string): Issue {
    return found(repository.issues.find((issue) => issue.number === Number(number)));
  }

  pull(repository: Repository, number: number | string): PullRequest {
    return found(repository.issues.filter(isPull).find((issue) => issue.number === Number(number)));
  }

  /** Whoever has rights in a repository of the organisation without being its member. */
  outsidersOf(org: Organization): User[] {
    const everybody = this.repositoriesOf(org).flatMap(({ collaborators }) => [...collaborators.keys()]);
    return [...new Set(everybody)].filter((user) => !org.members.has(user));
  }

  installationsOn(account: Account): Installation[] {
    return this.installations.filter((installation) => installation.account === account);
  }

  repositoriesFor(installation: Installation): Repository[] {
    return installation.repositories ?? this.repositoriesOf(installation.account);
  }

  /** What a user may do here, by whatever way; undefined when nothing, and the repository is private. */
  roleOf(user: User, repository: Repository): Role | undefined {
    return this.rightsOf(user, repository) ?? (repository.private ? undefined : 'read');
  }

  /** The same without what anybody may do: that a public repository can be read makes nobody its collaborator. */
  rightsOf(user: User, repository: Repository): Role | undefined {
    const { owner } = repository;
    const roles: (Role | undefined)[] = [repository.collaborators.get(user)];
    if (owner === user) roles.push('admin');
    if (owner.type === 'Organization') {
      const member = owner.members.get(user);
      if (member) roles.push(member === 'admin' ? 'admin' : 'read');
      for (const team of owner.teams) if (team.members.has(user)) roles.push(team.repositories.get(repository));
    }
    return ranks.findLast((rank) => roles.includes(rank));
  }

  /** GitHub writes no audit entry for a repository that no organisation owns. */
  audit(place: Place, action: string, actor: User, more: Record<string, unknown> = {}): void {
    const repository = repositoryOf(place);
    const organization = place.type === 'Organization' ? place : repository?.owner;
    if (organization?.type !== 'Organization') return;
    const about = repository
      ? { repo: `${organization.login}/${repository.name}`, repo_id: repository.id, public_repo: !repository.private }
      : {};
    const at = this.now();
    organization.audit.push({
      '@timestamp': at,
      _document_id: randomBytes(16).toString('base64url'),
      action,
      created_at: at,
      actor: actor.login,
      actor_id: actor.id,
      org: organization.login,
      org_id: organization.id,
      ...about,
      ...more,
      operation_type: /create|add|grant/.test(action)
        ? 'create'
        : /remove|delete|destroy|revoke/.test(action)
          ? 'remove'
          : 'modify',
    });
  }
}

const ranks: Role[] = ['read', 'triage', 'write', 'maintain', 'admin'];

export const atLeast = (role: Role | undefined, wanted: Role): boolean =>
  role !== undefined && ranks.indexOf(role) >= ranks.indexOf(wanted);

export const isPull = (issue: Issue): issue is PullRequest => issue.pull !== undefined;

const repositoryOf = (place: Place): Repository | undefined =>
  place.type === 'Repository' ? place : place.type === 'Environment' ? place.repository : undefined;

export const fullName = (repository: Repository): string => `${repository.owner.login}/${repository.name}`;

export const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

export function found<T>(thing: T | undefined | null, message = 'Not Found'): T {
  if (thing === undefined || thing === null) throw new Refusal(404, message);
  return thing;
}
