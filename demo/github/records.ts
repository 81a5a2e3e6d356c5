// The nouns that know only people, of the stand-in GitHub: keys, labels, comments, activity, rules.

export type Role = 'read' | 'triage' | 'write' | 'maintain' | 'admin';

export type Permissions = Record<string, 'read' | 'write' | 'admin'>;

export type StoreName = 'actions' | 'dependabot' | 'codespaces' | 'agents';

export interface User {
  type: 'User' | 'Bot';
  id: number;
  login: string;
  name: string;
  email: string;
  createdAt: number;
  publicKeys: { id: number; key: string }[];
}

export interface AuditEntry {
  action: string;
  created_at: number;
  _document_id: string;
  [field: string]: unknown;
}

export interface Hook {
  id: number;
  url: string;
  events: string[];
  createdAt: number;
  updatedAt: number;
  /** Whether deliveries are signed; GitHub shows stars for it. */
  secretSet?: boolean;
  insecure?: boolean;
}

export interface Runner {
  id: number;
  name: string;
  labels: string[];
}

export interface PrivateRegistry {
  name: string;
  type: string;
  url: string;
  username?: string;
  createdAt: number;
  updatedAt: number;
}

/** A credential of a person that single sign-on lets into the organisation. */
export interface SsoAuthorization {
  id: number;
  login: string;
  type: 'personal access token' | 'SSH key';
  title: string;
  scopes?: string[];
  authorizedAt: number;
  accessedAt?: number;
}

export interface TokenGrant {
  id: number;
  tokenId: number;
  name: string;
  owner: User;
  reason: string;
  createdAt: number;
  expiresAt?: number;
  lastUsedAt?: number;
  permissions: Record<string, Record<string, string>>;
  secret: string;
}

export interface Ruleset {
  id: number;
  name: string;
  createdAt: number;
  updatedAt: number;
  enforcement: 'active' | 'disabled' | 'evaluate';
  branches: string[];
  checks: RequiredCheck[];
  mergeQueue: boolean;
}

export interface RequiredCheck {
  context: string;
  /** The only app whose check counts; anybody's counts without it. */
  integrationId?: number;
}

export interface DeployKey {
  id: number;
  title: string;
  key: string;
  readOnly: boolean;
  createdAt: number;
  addedBy: User;
  lastUsedAt?: number;
  /** The personal access token that made it: the key dies with the token. */
  createdWith?: string;
}

export interface Activity {
  id: number;
  before: string;
  after: string;
  ref: string;
  at: number;
  type: 'push' | 'force_push' | 'branch_creation' | 'branch_deletion' | 'pr_merge' | 'merge_queue_merge';
  actor: User | null;
}

/** What GitHub makes of the signature of a commit. */
export interface Signed {
  /** Whose key it is; nobody's that GitHub knows without it. */
  by?: User;
  reason: 'valid' | 'unknown_key' | 'unverified_email' | 'expired_key';
  /** Made on the website: GitHub signs with its own key. */
  byGitHub?: boolean;
}

export interface Label {
  id: number;
  name: string;
  color: string;
  description: string | null;
  default: boolean;
}

/** A text that its author may edit, and so may whoever may write to the repository. */
export interface Written {
  user: User;
  createdAt: number;
  updatedAt: number;
  /** Every state since the first edit, the one before it included. */
  edits?: Edit[];
}

export interface Edit {
  by: User;
  at: number;
  body: string;
  /** Somebody took what it said out of the history; that there was an edit stays. */
  deleted?: { by: User; at: number };
}

export interface Rename {
  by: User;
  at: number;
  from: string;
  to: string;
}

export interface Comment extends Written {
  id: number;
  body: string;
  reactions: { id: number; user: User; content: string; createdAt: number }[];
}

export interface SecretAlert {
  number: number;
  createdAt: number;
  secretType: string;
  secret: string;
  state: 'open' | 'resolved';
  validity: 'active' | 'inactive' | 'unknown';
  /** Said by whoever resolved it. */
  comment?: string;
  commitSha?: string;
  path?: string;
  /** What the issuer told GitHub about it: owner-email and the like. */
  metadata?: Record<string, string>;
  bypassedBy?: User;
}

/** What an app says in a check run. */
export interface CheckReport {
  name: string;
  status: string;
  conclusion: string | null;
  externalId: string;
  detailsUrl?: string;
  startedAt: number;
  completedAt: number | null;
  output: { title: string | null; summary: string | null; text: string | null };
  annotations: Record<string, unknown>[];
  actions: { label: string; description: string; identifier: string }[];
}

/** Asked to collaborate, and not answered yet. */
export interface Invitation {
  id: number;
  invitee: User;
  inviter: User;
  role: Role;
  createdAt: number;
}
