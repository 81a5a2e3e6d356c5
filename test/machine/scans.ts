// What needs git or an issuer, in the place of the real thing: writes down what the real
// job would have found in the world.
import type { Context } from '../../src/jobs/context.ts';
import { enforce, prove } from '../../src/jobs/requests.ts';
import { codeSighting, credentialOf, seal } from '../../src/jobs/scanning/findings.ts';
import { identity } from '../../src/model/identity.ts';
import type { Job } from '../../src/model/job.ts';
import type { Observation } from '../../src/model/proof.ts';
import { Secret } from '../../src/model/secret.ts';
import { type Leak, REPOSITORIES, repositoryId, shaOf, type World } from './world.ts';

type Scan = (context: Context, job: Job, world: World) => Promise<void>;

/** Jobs of src/jobs that read repositories with git. */
export const scanJobs: Readonly<Record<string, Scan>> = { scan, 'scan-head': scanHead };

async function scan(context: Context, { payload }: Job, world: World): Promise<void> {
  const [org, id] = [Number(payload['org']), Number(payload['repositoryId'])];
  if ((await context.store.repositories.byId(org, id)) === undefined) return;
  const name = REPOSITORIES.find((each) => repositoryId(world, each) === id);
  for (const leak of world.leaks)
    if (leak.repository === name && leak.pull === undefined) await keep(context, world, leak);
  const scope = { repositoryId: id, repository: `acme/${name}` };
  await context.store.coverage.save(org, [{ source: 'code', scope, lookedAt: context.now() }]);
  await context.queue.add([prove(org), enforce(org)]);
}

async function scanHead(context: Context, { payload }: Job, world: World): Promise<void> {
  const {
    org,
    repositoryId: id,
    subject,
    sha,
  } = payload as Readonly<Record<'org' | 'repositoryId', number>> & Readonly<Record<'subject' | 'sha', string>>;
  const head = await context.store.heads.find(org, id, subject, sha);
  if (head === undefined || head.state === 'closed') return;
  const brought = world.leaks.filter((leak) => isOf(world, leak, id, subject));
  for (const leak of brought) await keep(context, world, leak);
  const found = brought.map((leak) => ({
    credential: credentialIn(context, world, leak).id,
    path: 'deploy.sh',
    line: 1,
    endLine: 1,
    commit: shaOf(leak.id),
  }));
  const done = { state: 'done' as const, at: context.now(), found, problems: [] };
  await context.store.heads.save(org, [{ ...head, scan: done }]);
  await context.queue.add([prove(org), enforce(org)]);
}

function isOf(world: World, { repository, pull }: Pick<Leak, 'repository' | 'pull'>, id: number, subject: string) {
  return repositoryId(world, repository) === id && `pull/${pull}` === subject;
}

/** The platform authenticated whoever pushed it. */
async function keep({ store, ...context }: Context, world: World, leak: Leak): Promise<void> {
  const { org } = world;
  const credential = credentialIn(context, world, leak);
  const commit = { sha: shaOf(leak.id), author: { at: leak.at } };
  const change = { commit, path: 'deploy.sh', blob: shaOf(leak.id) } as Parameters<typeof codeSighting>[3];
  const sealed = seal(findingOf(leak), context.fingerprintKey);
  await store.credentials.save(org, [credential], context.now());
  await store.sightings.add(org, [codeSighting(credential.id, credential.scope, sealed, change, context.now())]);
  const { by, at } = leak;
  await store.evidence.add(org, [
    {
      id: identity('pushed', credential.id, by.id, at),
      credential: credential.id,
      kind: 'ref-update',
      who: by,
      at,
      role: 'creator',
      strength: 'authenticated',
      did: 'pushed the commit',
      source: 'the list of ref updates',
    },
  ]);
  await store.people.save(org, [{ ...by, bot: false, emails: [] }]);
}

function findingOf({ value }: Leak) {
  const span = { start: 0, end: value.length, line: 1, column: 1, endLine: 1, endColumn: value.length };
  return { rule: 'github-pat', confidence: 'high' as const, secret: new Secret(value), ...span };
}

function credentialIn({ fingerprintKey }: Pick<Context, 'fingerprintKey'>, world: World, leak: Leak) {
  const scope = { repositoryId: repositoryId(world, leak.repository), repository: `acme/${leak.repository}` };
  return credentialOf(seal(findingOf(leak), fingerprintKey), scope);
}

/** The issuers' own word on the values that they refuse by now. */
export async function asksIssuers(context: Context, world: World): Promise<void> {
  const { store, queue } = context;
  const known = new Set((await store.credentials.list(world.org)).map(({ id }) => id));
  const told = new Set((await store.observations.list(world.org)).map(({ credential }) => credential));
  const seen = world.leaks
    .filter(({ dead }) => dead)
    .map((leak) => credentialIn(context, world, leak).id)
    .filter((id) => known.has(id) && !told.has(id))
    .map(
      (credential): Observation => ({
        id: identity('issuer', credential),
        credential,
        proof: 'github-token',
        at: context.now(),
        result: 'gone',
        grade: 'P4',
        asked: { request: 'GET /user', status: 401 },
        says: 'its issuer refuses it',
      }),
    );
  if (seen.length === 0) return;
  await store.observations.add(world.org, seen);
  await queue.add([enforce(world.org)]);
}
