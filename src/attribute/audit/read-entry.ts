import {
  type AuditDeed,
  type AuditFact,
  type AuditOwner,
  type AuditReading,
  type AuditRepository,
  RESTORED,
} from '../../model/audit.ts';
import { identity } from '../../model/identity.ts';
import type { Who } from '../../model/person.ts';
import { publicKeyHash } from '../../model/public-key.ts';
import { type Entry, parseEntry } from './entry.ts';

/** `repo.create_actions_secret`, `environment.update_actions_variable`, `org.create_integration_secret`, ... */
const SETTING = /^(org|repo|environment)\.(create|update)_(actions|integration)_(secret|variable)$/;

const KEYS: Readonly<Record<string, AuditDeed>> = { 'public_key.create': 'create', 'public_key.update': 'update' };
const HOOKS: Readonly<Record<string, AuditDeed>> = { 'hook.create': 'create', 'hook.config_changed': 'update' };

/** `repo.remove_member` is missing on purpose: one entry does not tell whether it was the last repository. */
const MEMBERSHIP = {
  'org.add_member': ['stays', 'organization'],
  'org.remove_member': ['leaves', 'organization'],
  'org.restore_member': ['stays', 'organization'],
  'org.add_outside_collaborator': ['stays', 'outside-collaborators'],
  'org.remove_outside_collaborator': ['leaves', 'outside-collaborators'],
} as const;

const DELETIONS = new Set(['repo.destroy', RESTORED, 'environment.delete']);

type Without<T> = T extends unknown ? Omit<T, 'id' | 'documentId' | 'action' | 'at' | 'actor' | 'askedBy'> : never;
/** What a fact says beside who, when and which entry. */
type Matter = Without<AuditFact>;

/** One entry of the audit log -> what Handback understands of it. Never throws: a bad entry is told, not fatal. */
export function readEntry(value: unknown): AuditReading {
  const named = actionOf(value);
  if (named !== undefined && !isUnderstood(named)) return { is: 'other', action: named };
  const parsed = parseEntry(value);
  if ('why' in parsed) return { is: 'unreadable', why: parsed.why };
  const { entry } = parsed;
  const matter = matterOf(entry);
  if (matter === undefined) return { is: 'other', action: entry.action };
  if (typeof matter === 'string') return { is: 'unreadable', why: `${entry.action}: ${matter}` };
  const actor = who(entry.actor, entry.actor_id, entry.actor_is_bot === true || entry.actor_is_agent === true);
  if (actor === undefined) return { is: 'unreadable', why: `${entry.action}: it does not name who did it` };
  const { action, at, _document_id: documentId } = entry;
  const asker = matter.about === 'membership' ? undefined : askerOf(entry);
  const said = { action, at, actor, ...(asker ? { askedBy: asker } : {}), ...matter };
  // Exports may lack the document id; then the same words about the same moment are the same entry.
  const id = documentId === undefined ? identity('audit', JSON.stringify(said)) : identity('document', documentId);
  return { is: 'fact', fact: { id, ...(documentId ? { documentId } : {}), ...said }, owner: ownerOf(entry) };
}

/**
 * https://docs.github.com/copilot/reference/agentic-audit-log-events: `user` is who
 * initiated what an agent did. In other entries it is whom they are about.
 */
function askerOf({ actor_is_agent, user, user_id }: Entry): Who | undefined {
  return actor_is_agent === true ? who(user, user_id, false) : undefined;
}

/** Looked at first: nearly all entries of a log are about other things, and what is odd in them does not matter. */
function actionOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('action' in value)) return undefined;
  return typeof value.action === 'string' && value.action !== '' ? value.action : undefined;
}

function isUnderstood(action: string): boolean {
  return (
    SETTING.test(action) ||
    DELETIONS.has(action) ||
    [KEYS, HOOKS, MEMBERSHIP].some((actions) => Object.hasOwn(actions, action))
  );
}

/** Undefined for what Handback has no use for; a text when it should have one and the entry lacks what is needed. */
function matterOf(entry: Entry): Matter | string | undefined {
  const { action } = entry;
  if (SETTING.test(action)) return settingOf(entry);
  if (DELETIONS.has(action)) return deletionOf(entry);
  if (Object.hasOwn(KEYS, action)) return deployKeyOf(entry, KEYS[action] ?? 'create');
  if (Object.hasOwn(HOOKS, action)) {
    const deed = HOOKS[action] ?? 'create';
    return entry.hook_id === undefined ? 'it names no hook_id' : { about: 'hook', deed, hookId: entry.hook_id };
  }
  return Object.hasOwn(MEMBERSHIP, action) ? membershipOf(entry, action as keyof typeof MEMBERSHIP) : undefined;
}

function settingOf({ action, key, environment_name, integration, repo, repo_id }: Entry): Matter | string {
  const [, level, deed, product, kind] = SETTING.exec(action) ?? [];
  if (key === undefined) return 'it does not name the secret or variable (key)';
  if (level === 'environment' && environment_name === undefined) return 'it names no environment';
  const repository = repositoryOf(repo, repo_id);
  if (level !== 'org' && repository === undefined) return 'it names no repository';
  const store = product === 'actions' ? 'actions' : productOf(integration);
  return {
    about: kind === 'variable' ? 'variable' : 'secret',
    deed: deed === 'update' ? 'update' : 'create',
    // GitHub keeps these names in capitals, whatever was typed.
    name: key.toUpperCase(),
    ...(store ? { store } : {}),
    ...(level !== 'org' && repository ? { repository } : {}),
    ...(level === 'environment' && environment_name ? { environment: environment_name } : {}),
  };
}

function deletionOf({ action, environment_name: environment, repo, repo_id }: Entry): Matter | string {
  const repository = repositoryOf(repo, repo_id);
  if (repository === undefined) return 'it names no repository';
  if (action !== 'environment.delete') return { about: 'deletion', repository };
  return environment === undefined ? 'it names no environment' : { about: 'deletion', repository, environment };
}

/** The event list says that `integration` names the product, not how it is spelled. */
function productOf(integration: string | undefined): string | undefined {
  const name = integration?.toLowerCase() ?? '';
  return ['dependabot', 'codespaces', 'agents'].find((product) => name.includes(product));
}

/** The same event tells of the keys that people use themselves: those belong to no repository. */
function deployKeyOf({ key, openssh_public_key, title, repo, repo_id }: Entry, deed: AuditDeed): Matter | undefined {
  const repository = repositoryOf(repo, repo_id);
  const text = [openssh_public_key, key].find((each) => each !== undefined && /^[a-z\d@.-]+ [\w+/]{20,}/.test(each));
  if (repository === undefined) return undefined;
  return {
    about: 'deploy-key',
    deed,
    repository,
    ...(title ? { title } : {}),
    ...(text ? { publicKey: publicKeyHash(text) } : {}),
  };
}

function membershipOf({ user, user_id }: Entry, action: keyof typeof MEMBERSHIP): Matter | string {
  const person = who(user, user_id, false);
  const [says, of] = MEMBERSHIP[action];
  return person === undefined ? 'it does not name the person (user)' : { about: 'membership', who: person, says, of };
}

function who(login: string | undefined, id: number | undefined, bot: boolean): Who | undefined {
  if (login === undefined && id === undefined) return undefined;
  return { ...(id === undefined ? {} : { id }), ...(login === undefined ? {} : { login }), ...(bot ? { bot } : {}) };
}

function repositoryOf(fullName: string | undefined, id: number | undefined): AuditRepository | undefined {
  if (fullName === undefined && id === undefined) return undefined;
  return { ...(id === undefined ? {} : { id }), ...(fullName === undefined ? {} : { fullName }) };
}

function ownerOf({ org, org_id, repo }: Entry): AuditOwner {
  const login = org ?? repo?.split('/')[0];
  return { ...(org_id === undefined ? {} : { id: org_id }), ...(login === undefined ? {} : { login }) };
}
