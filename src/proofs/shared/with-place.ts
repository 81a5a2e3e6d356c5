import { z } from 'zod';
import { GitHubFailure, NotVisible, ownerAndName } from '../../github/github.ts';
import { type Read, read, whyNotThere } from '../../github/observation.ts';
import { type Deletion, RESTORED } from '../../model/audit.ts';
import type { KnownCredential, Scope } from '../../model/credential.ts';
import type { Asked, Observation } from '../../model/proof.ts';
import { type Instant, isoDay, MINUTE } from '../../model/time.ts';
import type { ProofWorld } from '../proof-kind.ts';

interface GoneWithPlace {
  /** Why that is known. */
  readonly place: string;
  readonly control: Asked;
  readonly withPlace: NonNullable<Observation['withPlace']>;
}

type World = Pick<ProofWorld, 'github' | 'deletion'>;

/** GitHub's log and the ledger each have a clock of their own. */
const SLACK = 10 * MINUTE;

/**
 * Gone with its repository or environment, whose lists nobody can read any more. That
 * GitHub does not show a place proves nothing by itself: it may have moved, be out of the
 * installation, or be hidden by the plan. GitHub's audit log says which was deleted.
 */
export async function goneWithPlace(
  world: World,
  credential: KnownCredential,
  list: Asked,
): Promise<GoneWithPlace | undefined> {
  const { scope } = credential;
  if (scope.repository === undefined || scope.repositoryId === undefined) return undefined;
  // Another repository may have its name by now, and a list of its own.
  const isTold = (await world.deletion({ repositoryId: scope.repositoryId })) !== undefined;
  if (list.status !== 404 && !isTold) return undefined;
  const name = await read(world.github, 'GET /repos/{owner}/{repo}', ownerAndName(scope.repository));
  return (await withRepository(world, credential, name)) ?? (await withEnvironment(world, credential, name));
}

const Repository = z.object({ id: z.number(), private: z.boolean() });

async function withRepository(
  { deletion }: World,
  { scope: { repositoryId }, lastSeenAt }: KnownCredential,
  { asked, data }: Read,
): Promise<GoneWithPlace | undefined> {
  const shown = asked.status === 200 ? Repository.safeParse(data).data?.id : undefined;
  const isElsewhere = shown !== undefined && shown !== repositoryId;
  if (asked.status !== 404 && !isElsewhere) return undefined;
  const told = since(await deletion({ repositoryId: repositoryId ?? 0 }), lastSeenAt);
  return told && { place: sayDeleted(told, 'repository'), control: asked, withPlace: 'repository' };
}

const Environment = z.object({ name: z.string() });

async function withEnvironment(
  { github, deletion }: World,
  { scope, lastSeenAt }: KnownCredential,
  { data }: Read,
): Promise<GoneWithPlace | undefined> {
  const { repository = '', environment } = scope;
  if (environment === undefined || (await whyNotThere(github, scope)) !== undefined) return undefined;
  const where = ownerAndName(repository);
  const list = 'GET /repos/{owner}/{repo}/environments';
  const control = (await read(github, list, { ...where, per_page: 1 })).asked;
  const others = control.status === 200 ? await namesIn(() => github.pages(list, where, Environment)) : undefined;
  if (others === undefined || others.some((name) => name.toLowerCase() === environment.toLowerCase())) return undefined;
  const told = since(await deletion(scope), lastSeenAt);
  const seen = { control, withPlace: 'environment' } as const;
  if (told !== undefined) return { place: sayDeleted(told, 'environment'), ...seen };
  // GitHub Free has environments in public repositories only, and hides in private ones what
  // a better plan had left there.
  const isPublic = Repository.safeParse(data).data?.private === false;
  const shown = isPublic || (await showsSecrets(github, where, others[0]));
  return shown ? { place: 'GitHub lists the environments of the repository, and not this one', ...seen } : undefined;
}

async function showsSecrets(
  github: World['github'],
  where: ReturnType<typeof ownerAndName>,
  other: string | undefined,
) {
  if (other === undefined) return false;
  const route = 'GET /repos/{owner}/{repo}/environments/{environment_name}/secrets';
  return (await read(github, route, { ...where, environment_name: other, per_page: 1 })).asked.status === 200;
}

async function namesIn(
  pages: () => AsyncIterable<z.infer<typeof Environment>>,
): Promise<readonly string[] | undefined> {
  try {
    return (await Array.fromAsync(pages())).map(({ name }) => name);
  } catch (error) {
    if (error instanceof NotVisible || error instanceof GitHubFailure) return undefined;
    throw error;
  }
}

/**
 * A deleted repository can be restored for 90 days, as its log says; and what was seen after the entry was there again.
 */
function since(told: Deletion | undefined, lastSeenAt: Instant): Deletion | undefined {
  return told !== undefined && told.action !== RESTORED && told.at >= lastSeenAt - SLACK ? told : undefined;
}

function sayDeleted({ at, action, documentId }: Deletion, what: string): string {
  const entry = documentId === undefined ? action : `${action}, document ${documentId}`;
  return `GitHub’s audit log says that its ${what} was deleted on ${isoDay(at)} (${entry})`;
}

/** For whoever knows that the place was deleted, and has a case that cannot close. */
export function whatWouldProve({ repository, environment }: Scope): string {
  if (repository === undefined) return '';
  const [what, action] =
    environment === undefined ? ['repository', 'repo.destroy'] : ['environment', 'environment.delete'];
  return `. If the ${what} was deleted, ${action} in GitHub’s audit log proves it: where Handback cannot read the log itself, an owner exports it as JSON, and handback import audit-log FILE reads it`;
}
