import { z } from 'zod';
import type { Subject } from '../evidence/evidence-kind.ts';
import { hasMirror } from '../git/mirror.ts';
import { type Foretold, foretelling } from '../github/foretold.ts';
import { mustBeWhole, sparing } from '../github/sparing.ts';
import type { CredentialId } from '../model/credential.ts';
import { RetryLater } from '../model/job.ts';
import type { Instant } from '../model/time.ts';
import { sources } from '../sources/index.ts';
import { type CredentialSource, coverageOf, type Listing, type Target, type Text } from '../sources/source.ts';
import { ForetoldLists, stillWorth, withoutKnown } from './asking/foretold-here.ts';
import { refusedBefore, rememberRefusal } from './asking/refusals.ts';
import { asFarAsRead, failed, noteGap } from './asking/unlooked.ts';
import { gapOf } from './asking/visible.ts';
import { type Context, openSite, type Site } from './context.ts';
import { saveEvidence } from './people/accounts.ts';
import { gatherEvidence } from './people/evidence.ts';
import { evidenceWorld } from './people/evidence-world.ts';
import { accountKeys, auditEvidence, enforce } from './requests.ts';
import { isHeldIn, kindOf, saveTexts } from './scanning/texts.ts';
import { askWhoWrote } from './scanning/who-wrote.ts';

const Payload = z.object({
  org: z.number(),
  repositoryId: z.number().optional(),
  sources: z.array(z.string()).optional(),
  foretold: ForetoldLists.optional(),
  again: z.array(z.string()).optional(),
  ifHeld: z.boolean().optional(),
});

/** Lists what the sources hold at one place, and keeps what was found, what is gone, and what could not be seen. */
export async function runLook(context: Context, payload: unknown): Promise<void> {
  const { org, repositoryId, sources: only, foretold: raw, again = [], ifHeld } = Payload.parse(payload);
  if (ifHeld && !(await isHeldIn(context.store, org, repositoryId, again))) return;
  const site = await openSite(context, org);
  const repository = repositoryId === undefined ? undefined : await context.store.repositories.byId(org, repositoryId);
  if (repositoryId !== undefined && (repository === undefined || repository.goneAt !== undefined)) return;
  const target: Target = { organization: site.organization, now: context.now(), ...(repository ? { repository } : {}) };
  const level = repository === undefined ? 'organization' : 'repository';
  const looks = await context.store.coverage.at(org, repositoryId);
  const known = await context.store.credentials.find(org, { places: repository ? [repository.id] : 'organization' });
  const foretold = raw && withoutKnown(raw, looks, known);
  const made = new Map(known.flatMap(({ id, createdAt, goneAt }) => (goneAt === undefined ? [[id, createdAt]] : [])));
  let hasKeys = false;
  const failures: Error[] = [];
  for (const source of sources) {
    if (source.level !== level || (only !== undefined && !only.includes(source.name))) continue;
    const last = looks.find((each) => each.source === source.name);
    const since = last !== undefined && last.gap === undefined ? { since: last.lookedAt } : {};
    const told = stillWorth(foretold, target.now, last?.lookedAt);
    const wanted = { ...target, ...since, ...(again.length > 0 ? { again } : {}) };
    const seen = await lookAt(context, site, source, wanted, { told, made, lacked: last?.gap?.says }).catch(
      (error: unknown) => {
        failures.push(asFailure(error));
        return [];
      },
    );
    hasKeys ||= seen.some(({ credentials }) => credentials.some(({ facts }) => facts['publicKey'] !== undefined));
  }
  await context.queue.add([...(hasKeys ? [accountKeys(org)] : []), enforce(org)]);
  const [first] = failures;
  if (first !== undefined) throw first;
}

/** A source that fails keeps no other from being looked at; it has its gap, and the look is tried again. */
function asFailure(error: unknown): Error {
  if (error instanceof RetryLater || !(error instanceof Error)) throw error;
  return error;
}

interface Before {
  /** Why it could not be looked at last time. */
  readonly lacked: string | undefined;
  readonly told: Foretold | undefined;
  /** What was known to stand at the place, and when it was made. */
  readonly made: ReadonlyMap<CredentialId, Instant | undefined>;
}

async function lookAt(
  context: Context,
  site: Site,
  source: CredentialSource,
  target: Target,
  { told, made, lacked }: Before,
): Promise<readonly Listing[]> {
  const seen: Listing[] = [];
  const refused = await refusedBefore(context, site, source);
  if (refused !== undefined) {
    await noteGap(context, source, target, refused);
    return seen;
  }
  const through = foretelling(site.github, told);
  const { github, unread } = sparing(through.github);
  // What a survey told was seen then, and not now.
  const asSeen = () => (told && through.wasTold() ? { ...target, now: told.at } : target);
  try {
    for await (const listing of source.list(github, target)) {
      const read = asFarAsRead(listing, unread(listing.scope.environment));
      seen.push(read);
      await save(context, site, source, asSeen(), read, made);
    }
    mustBeWhole(unread());
    await forgetUnlisted(context, source, asSeen(), seen);
  } catch (error) {
    const gap = gapOf(error) ?? failed(error);
    await noteGap(context, source, target, gap);
    // Once for all places where one refusal answers for all of them: of thousands of lines nobody reads the others.
    const where = target.repository?.fullName ?? site.organization.login;
    if (!(error instanceof RetryLater) && gap.says !== lacked)
      context.log.warn({ source: source.name, where, gap: gap.says }, 'a source could not be looked at');
    await rememberRefusal(context, site, source, gap);
    if (gap.why === 'failed') throw error;
  }
  return seen;
}

/**
 * Whether the audit log may now mean what it did not mean before: that follows from names, and from the day on which
 * each was made. The log of a large organisation is as long as its ledger, and is not held against it after every look.
 */
function isNews({ credentials }: Listing, made: Before['made']): boolean {
  return credentials.some(({ id, createdAt }) => !made.has(id) || made.get(id) !== createdAt);
}

/**
 * What was seen is kept first. That it was looked at comes last, together with what follows from
 * it: a process may end in between, and GitHub tells only once of what changed since the last look.
 */
async function save(
  context: Context,
  site: Site,
  source: CredentialSource,
  target: Target,
  listing: Listing,
  made: Before['made'],
): Promise<void> {
  const { id: org } = site.organization;
  const { evidence, found } = await saveTexts(context, org, listing, target.now);
  await saveEvidence(context, site, [...listing.evidence, ...evidence]);
  if (target.repository !== undefined) await askWhoWrote(context, site, target.repository, found, target.again);
  const isAsked = found.length > 0 || isNews(listing, made);
  await context.store.transaction(async (store) => {
    await store.credentials.saveListing(org, coverageOf(source.name, listing, target.now), listing.credentials);
    if (isAsked) await context.queue.add([auditEvidence(org)], store.tx);
  });
  if (target.repository === undefined) return;
  const world = evidenceWorld(context, site, target.repository);
  if (!hasMirror(world.mirror)) return;
  for (const credential of listing.credentials) await gatherEvidence(context, site, world, { credential });
  for (const { credential, text } of found.filter((each) => kindOf(each.text.name) === 'variable'))
    await gatherEvidence(context, site, world, { credential, variable: variableOf(text, listing) });
}

function variableOf({ name, scope, updatedAt }: Text, listing: Listing): NonNullable<Subject['variable']> {
  const { environment } = scope ?? listing.scope;
  return { name, setAt: updatedAt, ...(environment === undefined ? {} : { environment }) };
}

/** An environment that is not listed any more is gone with all that it held. */
async function forgetUnlisted(
  context: Context,
  { name }: CredentialSource,
  { organization, repository, now }: Target,
  seen: readonly Listing[],
): Promise<void> {
  const { store } = context;
  const present = new Set(seen.map(({ scope }) => scope.environment ?? ''));
  for (const { source, scope } of await store.coverage.at(organization.id, repository?.id)) {
    if (source !== name || present.has(scope.environment ?? '')) continue;
    await store.credentials.saveListing(organization.id, { source, scope, lookedAt: now }, []);
    if (scope.environment !== undefined)
      await saveTexts(context, organization.id, { scope, texts: [], allOf: 'variable' }, now);
    await store.coverage.forget(organization.id, source, scope);
  }
}
