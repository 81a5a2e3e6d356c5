// The nouns of the stand-in GitHub. Plain data: acts change it, views show it.

import type { KeyObject } from 'node:crypto';
import type { BareRepository } from './git/bare-repository.ts';
import type { PullFate } from './pull-records.ts';
import type {
  Activity,
  AuditEntry,
  CheckReport,
  Comment,
  DeployKey,
  Hook,
  Invitation,
  Label,
  Permissions,
  PrivateRegistry,
  Rename,
  Role,
  Ruleset,
  Runner,
  SecretAlert,
  Signed,
  SsoAuthorization,
  StoreName,
  TokenGrant,
  User,
  Written,
} from './records.ts';
import type { EnvironmentRules, RepositorySwitches } from './switches.ts';

export type Account = User | Organization;
export type Place = Repository | Organization | Environment;

export interface Organization {
  type: 'Organization';
  id: number;
  login: string;
  name: string;
  email: string;
  createdAt: number;
  /** The audit log has a REST API on 'enterprise' only. */
  plan: 'free' | 'team' | 'enterprise';
  members: Map<User, 'admin' | 'member'>;
  teams: Team[];
  vault: Vault;
  hooks: Hook[];
  audit: AuditEntry[];
  grants: TokenGrant[];
  requests: TokenGrant[];
  rulesets: Ruleset[];
  runners: Runner[];
  registries: PrivateRegistry[];
  /** Listed on 'enterprise' only. */
  ssoAuthorizations: SsoAuthorization[];
  readonly blocked: Set<User>;
}

export interface Team {
  id: number;
  name: string;
  slug: string;
  members: Set<User>;
  repositories: Map<Repository, Role>;
}

/** What an environment, a repository or an organisation keeps for its workflows. */
export interface Vault {
  secrets: Record<StoreName, Map<string, Setting>>;
  variables: Map<string, Setting>;
  agentsVariables: Map<string, Setting>;
}

export interface Setting {
  name: string;
  /** Shown for variables; for secrets it never leaves the stand-in. */
  value: string;
  createdAt: number;
  updatedAt: number;
  visibility?: 'all' | 'private' | 'selected';
  repositories: Repository[];
}

export interface Environment extends EnvironmentRules {
  type: 'Environment';
  id: number;
  name: string;
  repository: Repository;
  createdAt: number;
  reviewers: (User | Team)[];
  vault: Vault;
}

export interface Repository extends RepositorySwitches {
  type: 'Repository';
  id: number;
  owner: Account;
  name: string;
  description: string | null;
  defaultBranch: string;
  createdAt: number;
  updatedAt: number;
  pushedAt: number;
  parent?: Repository;
  git: BareRepository;
  issues: Issue[];
  checks: CheckRun[];
  suites: CheckSuite[];
  labels: Label[];
  keys: DeployKey[];
  vault: Vault;
  environments: Environment[];
  hooks: Hook[];
  runners: Runner[];
  activity: Activity[];
  signatures: Map<string, Signed>;
  collaborators: Map<User, Role>;
  invitations: Invitation[];
  rulesets: Ruleset[];
  alerts: SecretAlert[] | null;
  queue: QueueEntry[];
}

export interface Issue extends Written {
  id: number;
  number: number;
  repository: Repository;
  title: string;
  body: string | null;
  renames?: Rename[];
  assignees: User[];
  labels: Label[];
  state: 'open' | 'closed';
  reason: 'completed' | 'not_planned' | 'duplicate' | 'reopened' | null;
  locked: boolean;
  closedAt?: number;
  closedBy?: User;
  comments: Comment[];
  pull?: Pull;
}

/** An issue that is a pull request: what `pullOf` finds and `openPull` makes. */
export type PullRequest = Issue & { pull: Pull };

interface Pull extends PullFate {
  head: { repository: Repository; ref: string; sha: string };
  base: { ref: string; sha: string };
}

export interface QueueEntry {
  pull: PullRequest;
  /** The head of the pull request when it joined; a newer one throws it out. */
  pullSha: string;
  ref: string;
  baseSha: string;
  headSha: string;
  by: User;
}

export interface CheckSuite {
  id: number;
  app: App;
  sha: string;
  branch: string | null;
  before: string | null;
  createdAt: number;
}

export interface CheckRun extends CheckReport {
  id: number;
  suite: CheckSuite;
  app: App;
  sha: string;
}

export interface App {
  id: number;
  slug: string;
  name: string;
  clientId: string;
  clientSecret: string;
  owner: Account;
  bot: User;
  createdAt: number;
  permissions: Permissions;
  events: string[];
  webhookUrl?: string;
  webhookSecret?: string;
  publicKey?: KeyObject;
}

export interface Installation {
  id: number;
  app: App;
  account: Organization;
  /** Undefined: all repositories of the account. */
  repositories?: Repository[];
  createdAt: number;
  suspendedAt?: number;
  suspendedBy?: User;
}
