import { z } from 'zod';
import { NotVisible, ownerAndName } from '../github/github.ts';
import { isIssueAt } from '../github/issue-place.ts';
import { whyNotThere } from '../github/observation.ts';
import type { IncidentName } from '../model/decision.ts';
import { type Incident, incidentKey } from '../model/incident.ts';
import { BREAK_GLASS_MS } from '../policy/exceptions.ts';
import { oneByOne } from './asking/one-by-one.ts';
import { type Context, openSite, type Site } from './context.ts';
import { enforce } from './requests.ts';

const Issue = z.object({ url: z.string(), state: z.string() });

/** Break-glass ends with its incident: every incident that something is still bound to is looked at. */
export async function runIncidents(context: Context, payload: unknown): Promise<void> {
  const { org } = z.object({ org: z.number() }).parse(payload);
  const { store, now } = context;
  const bound = (await store.decisions.list(org)).flatMap((each) =>
    each.decides === 'break-glass' && each.at + BREAK_GLASS_MS > now() ? [each.incident] : [],
  );
  if (bound.length === 0) return;
  const site = await openSite(context, org);
  let changed = false;
  const looks = [...new Map(bound.map((each) => [incidentKey(each), each]))].map(([key, name]) => async () => {
    const before = await store.records.read(org, 'incidents', key);
    const seen = await look(context, site, name, before);
    changed ||= seen.state !== before?.state || seen.endedAt !== before?.endedAt;
    await store.records.save(org, 'incidents', new Map([[key, seen]]));
  });
  try {
    await oneByOne(looks);
  } finally {
    if (changed) await context.queue.add([enforce(org)]);
  }
}

async function look(
  { store, now }: Context,
  { github, organization }: Site,
  { repositoryId, issue }: IncidentName,
  before: Incident | undefined,
): Promise<Incident> {
  const repository = await store.repositories.byId(organization.id, repositoryId);
  const name = repository === undefined ? `issue ${issue}` : `${repository.fullName}#${issue}`;
  const seen = { name, lookedAt: now() };
  const ended = before?.endedAt === undefined ? {} : { endedAt: before.endedAt };
  if (repository === undefined || repository.goneAt !== undefined) return { ...seen, state: 'not visible', ...ended };
  try {
    const where = { ...ownerAndName(repository.fullName), issue_number: issue };
    const found = await github.find('GET /repos/{owner}/{repo}/issues/{issue_number}', where, Issue);
    // Moved to another repository, it is no answer about this one: neither that the incident
    // goes on nor that it is over.
    if (found !== undefined && !isIssueAt(found, repository.fullName, issue))
      return { ...seen, state: 'not visible', ...ended };
    if (found?.state === 'open') return { ...seen, state: 'open', ...ended };
    // What GitHub does not show is over only where it shows the repository.
    const isHidden =
      found === undefined && (await whyNotThere(github, { repository: repository.fullName, repositoryId }));
    if (isHidden) return { ...seen, state: 'not visible', ...ended };
    // Closed or deleted. Still closed is no new end: whoever opened it again in between and
    // broke the glass anew was seen.
    if (before?.state === 'closed') return { ...seen, state: 'closed', ...ended };
    return { ...seen, state: 'closed', endedAt: now() };
  } catch (error) {
    if (!(error instanceof NotVisible)) throw error;
    return { ...seen, state: 'not visible', ...ended };
  }
}
