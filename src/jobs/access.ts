import { z } from 'zod';
import { type Foretold, foretelling } from '../github/foretold.ts';
import { type GitHub, ownerAndName } from '../github/github.ts';
import { mustBeWhole, sparing } from '../github/sparing.ts';
import { type RepositoryAccess, WRITING_ROLES, type WritingRole } from '../model/access.ts';
import type { Repository } from '../model/organization.ts';
import { asFarAsRead, type SeenPerson, withLook } from '../policy/access-history.ts';
import { repositoryScope } from '../sources/source.ts';
import { ForetoldLists, stillWorth } from './asking/foretold-here.ts';
import { COLLABORATORS } from './asking/foretold-lists.ts';
import { oneByOne } from './asking/one-by-one.ts';
import { withSkipped } from './asking/skipped.ts';
import { unlessGone, visible } from './asking/visible.ts';
import { type Context, openSite, type Site } from './context.ts';
import { lookAtTeams } from './people/team-members.ts';

const Payload = z.object({
  org: z.number(),
  repositoryId: z.number().optional(),
  foretold: ForetoldLists.optional(),
});

/**
 * https://docs.github.com/rest/collaborators/collaborators: members by team or base
 * permission are among them. Names of roles may be an organisation's own.
 */
const Collaborator = z.object({
  id: z.number(),
  login: z.string(),
  permissions: z.object({ push: z.boolean(), maintain: z.boolean().default(false), admin: z.boolean() }),
});
type Collaborator = z.infer<typeof Collaborator>;

/**
 * Who may write in one repository; or who is in the organisation's teams, and which
 * repositories may use its chosen secrets.
 */
export async function runAccess(context: Context, payload: unknown): Promise<void> {
  const { org, repositoryId, foretold } = Payload.parse(payload);
  const site = await openSite(context, org);
  if (repositoryId === undefined) {
    await oneByOne([() => lookAtTeams(context, site), () => lookAtSelected(context, site)]);
    return;
  }
  const repository = await context.store.repositories.byId(org, repositoryId);
  if (repository === undefined || repository.goneAt !== undefined) return;
  await lookAtPeople(context, site, repository, foretold);
}

async function lookAtPeople(
  context: Context,
  { organization, github }: Site,
  repository: Repository,
  foretold: Foretold | undefined,
): Promise<void> {
  const { store } = context;
  const scope = repositoryScope(repository);
  const key = String(repository.id);
  const before = await store.records.read(organization.id, 'access', key);
  const told = stillWorth(foretold, context.now(), before?.lookedAt);
  const now = told ? () => told.at : context.now;
  const { github: door, unread } = sparing(foretelling(github, told).github);
  const lookedAt = now();
  await visible({ ...context, now }, organization.id, 'access', scope, async (): Promise<true> => {
    const here = await collaborators(door, repository, before);
    const partly = unread();
    const { looked, kept } = asFarAsRead(before?.people ?? [], here, partly === undefined);
    const people = [...kept, ...withLook(looked, here.flatMap(asWriter), lookedAt)];
    const record = { repositoryId: repository.id, lookedAt, people };
    await store.records.save(organization.id, 'access', new Map([[key, record]]));
    mustBeWhole(partly);
    return true;
  });
}

async function collaborators(
  github: GitHub,
  { fullName }: Repository,
  before: RepositoryAccess | undefined,
): Promise<readonly Collaborator[]> {
  const where = { ...ownerAndName(fullName), affiliation: 'all' };
  const known = (before?.people ?? []).flatMap(({ id, goneAt }) => (goneAt === undefined ? [id] : []));
  const list = () => Array.fromAsync(github.pages(COLLABORATORS, where, Collaborator));
  return withSkipped(list, ({ id }) => id, known);
}

function asWriter({ id, login, permissions }: Collaborator): readonly SeenPerson[] {
  const role = strongest(permissions);
  return role === undefined ? [] : [{ id, login, role }];
}

function strongest({ push, maintain, admin }: Collaborator['permissions']): WritingRole | undefined {
  const held = { write: push, maintain, admin };
  return WRITING_ROLES.findLast((role) => held[role]);
}

/** Stores of the organisation that tell which repositories were chosen, by the name under which a gap is shown. */
const CHOSEN = [
  { source: 'organization-secret-repositories', kind: 'actions-secret', product: 'actions' },
  { source: 'organization-dependabot-secret-repositories', kind: 'dependabot-secret', product: 'dependabot' },
  { source: 'organization-agents-secret-repositories', kind: 'agents-secret', product: 'agents' },
] as const;

/**
 * The organisation lists its secrets without the repositories that were chosen for them:
 * one request for each such secret.
 */
async function lookAtSelected(context: Context, { organization, github }: Site): Promise<void> {
  const { store, now } = context;
  const { id: org, login } = organization;
  const selected = (await store.credentials.find(org, { places: 'organization' })).filter(
    ({ facts, goneAt }) => facts['visibility'] === 'selected' && !goneAt,
  );
  const looks = CHOSEN.map(({ source, kind, product }) => () => {
    const chosen = selected.filter((each) => each.kind === kind);
    return visible(context, org, source, {}, async (): Promise<true> => {
      const route = `GET /orgs/{org}/${product}/secrets/{secret_name}/repositories`;
      for (const { id, name } of chosen) {
        const where = { org: login, secret_name: name };
        const before = await store.records.read(org, 'selected', id);
        const list = () => Array.fromAsync(github.pages(route, where, z.object({ id: z.number() })));
        const repositories = await withSkipped(list, (each) => each.id, before?.repositoryIds ?? []).catch(unlessGone);
        if (repositories === undefined) continue;
        const record = { lookedAt: now(), repositoryIds: repositories.map((each) => each.id) };
        await store.records.save(org, 'selected', new Map([[id, record]]));
      }
      return true;
    });
  });
  await oneByOne(looks);
}
