// All that is left when the App has come to rest: what GitHub shows of it, and what the ledger holds.
import type { Machine } from './machine.ts';
import type { World } from './world.ts';

export type Remains = Readonly<Record<string, readonly string[]>>;

/**
 * As lines, in an order that says nothing of the order in which they came to be. Ids that
 * the App's own writes moved are the same word.
 */
export async function remains({ store, world, asked }: Machine): Promise<Remains> {
  const { org } = world;
  const all: Readonly<Record<string, readonly unknown[]>> = {
    ...shown(world),
    credentials: await store.credentials.list(org),
    sightings: await store.sightings.list(org),
    evidence: await store.evidence.list(org),
    observations: (await store.observations.list(org)).map(({ id: _, ...each }) => each),
    coverage: await store.coverage.list(org),
    departures: (await store.departures.list(org)).map(({ heard: _, ...each }) => each),
    people: await store.people.list(org),
    engagements: await store.engagements.list(org),
    decisions: await store.decisions.list(org),
    heads: await store.heads.listOpen(org),
    policy: [await store.policies.read(org)],
    repositories: await store.repositories.list(org),
    journal: await store.journal.list(org),
    outcomes: (await store.outcomes.list(org)).map(({ hash: _, ...each }) => each),
    attempts: [...(await store.records.list(org, 'attempts'))],
    gathered: [...(await store.records.list(org, 'gathered'))],
    unanswered: [...(await store.records.list(org, 'unanswered'))],
    asked: [...asked],
    present: [await store.notes.read(`present:${org}`)],
  };
  return Object.fromEntries(Object.entries(all).map(([name, facts]) => [name, facts.map(line).toSorted()]));
}

function shown({ issues, runs, keys }: World): Readonly<Record<string, readonly unknown[]>> {
  return {
    issues: issues.map(({ repository, title, body, state }) => [repository, title, body, state]),
    comments: issues.flatMap(({ comments, title }) => comments.map(({ body, user }) => [title, body, user.login])),
    checks: runs.map(({ sha, externalId, status, conclusion }) => [sha, externalId, status, conclusion]),
    keys: keys.map(({ id }) => id),
  };
}

function line(fact: unknown): string {
  return JSON.stringify(fact)?.replaceAll(/\b5\d{6}\b/g, 'made by the App') ?? '';
}

/** What is missing of it, and what is there and should not be. */
export function differences(wanted: Remains, left: Remains): readonly string[] {
  return Object.entries(wanted).flatMap(([name, lines]) => {
    const more = [...(left[name] ?? [])];
    const missing = lines.filter((each) => {
      const at = more.indexOf(each);
      if (at >= 0) more.splice(at, 1);
      return at < 0;
    });
    return [...missing.map((each) => `- ${name} ${each}`), ...more.map((each) => `+ ${name} ${each}`)];
  });
}
