// Keys, secrets, values in commits, pull requests: made, replaced, taken away.
import { fake } from '../support/fake-tokens.ts';
import type { Act } from './acts.ts';
import { post, postKey } from './mail.ts';
import { codeAt, contractor } from './perform-people.ts';
import { nextId, type Person, type Pull, type RepositoryName, repositoryId, shaOf, type World } from './world.ts';

export function performThings(world: World, act: Act): void {
  switch (act.do) {
    case 'add-key':
      addKey(world, contractor(act.who), codeAt(act.where), act.again);
      return;
    case 'delete-key': {
      const [key] = world.keys.splice(act.which % Math.max(1, world.keys.length), 1);
      if (key !== undefined) postKey(world, 'deleted', key);
      return;
    }
    case 'set-secret':
      setSecret(world, contractor(act.who), codeAt(act.where));
      return;
    case 'delete-secret':
      // GitHub tells nobody.
      world.secrets.splice(act.which % Math.max(1, world.secrets.length), 1);
      return;
    case 'push-secret':
      leak(world, contractor(act.who), codeAt(act.where));
      post(world, 'push', { repository: codeAt(act.where), after: shaOf(nextId(world)) });
      return;
    case 'kill': {
      const found = world.leaks[act.who % Math.max(1, world.leaks.length)];
      if (found !== undefined) found.dead = true;
      return;
    }
    default:
      performPulls(world, act);
  }
}

function performPulls(world: World, act: Act): void {
  const pull = 'which' in act ? world.pulls[act.which % Math.max(1, world.pulls.length)] : undefined;
  switch (act.do) {
    case 'open-pull': {
      const made = { repository: codeAt(act.where), number: nextId(world), sha: shaOf(nextId(world)), open: true };
      world.pulls.push(made);
      if (act.leaks) leak(world, contractor(act.who), made.repository, made.number);
      postPull(world, 'opened', made);
      return;
    }
    case 'push-pull':
      if (pull?.open !== true) return;
      pull.sha = shaOf(nextId(world));
      postPull(world, 'synchronize', pull);
      return;
    case 'close-pull':
      if (pull?.open !== true) return;
      pull.open = false;
      postPull(world, 'closed', pull);
      return;
    default:
  }
}

/** `again`: the key pair that was used first, which GitHub takes once it stands nowhere else. */
function addKey(world: World, addedBy: Person, repository: RepositoryName, again: boolean): void {
  const id = nextId(world);
  const free = !world.keys.some(({ key }) => key === publicKey(0));
  const made = { id, repository, key: publicKey(again && free ? 0 : id), addedBy, createdAt: world.now };
  world.keys.push(made);
  postKey(world, 'created', made);
}

function publicKey(id: number): string {
  return `ssh-ed25519 ${Buffer.from(`a public key with the number ${id}`).toString('base64')}`;
}

/** GitHub sends no webhook, but the audit log tells. */
function setSecret(world: World, actor: Person, repository: RepositoryName): void {
  const name = 'DEPLOY_TOKEN';
  const before = world.secrets.find((each) => each.repository === repository);
  const others = world.secrets.filter((each) => each !== before);
  world.secrets = [...others, { repository, name, createdAt: before?.createdAt ?? world.now, updatedAt: world.now }];
  world.audit.push({
    '@timestamp': world.now,
    created_at: world.now,
    _document_id: `document-${nextId(world)}`,
    action: `repo.${before ? 'update' : 'create'}_actions_secret`,
    key: name,
    org: 'acme',
    org_id: world.org,
    actor: actor.login,
    actor_id: actor.id,
    repo: `acme/${repository}`,
    repo_id: repositoryId(world, repository),
  });
}

function leak(world: World, by: Person, repository: RepositoryName, pull?: number): void {
  const made = { id: nextId(world), repository, value: newValue(world), by, at: world.now, dead: false };
  world.leaks.push(pull === undefined ? made : { ...made, pull });
}

function postPull(world: World, action: string, { repository, number, sha }: Pull): void {
  const pull_request = { number, head: { sha }, base: { sha: shaOf(1), ref: 'main' }, user: null };
  post(world, `pull_request.${action}`, { repository, pull_request });
}

/** A token that the detector knows, made here: none stands in this repository. */
export function newValue(world: World): string {
  return fake('ghp_{base62:30}{crc32-base62}', nextId(world));
}
