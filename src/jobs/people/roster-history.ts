import { z } from 'zod';
import { type GitHub, GitHubFailure, NotVisible, ownerAndName } from '../../github/github.ts';
import { isoDay } from '../../model/time.ts';
import { parseRoster, type RosterEntry } from '../../policy/parse-roster.ts';
import { isSame } from '../../policy/roster-notices.ts';
import { readFile } from '../asking/read-file.ts';

/** Changes older than this are told without their author: each costs a request. */
const FARTHEST = 10;

const Commit = z.object({
  sha: z.string(),
  commit: z.object({ committer: z.object({ date: z.coerce.date() }).nullish() }),
  author: z.object({ login: z.string().optional() }).nullish(),
});
type Commit = z.infer<typeof Commit>;

interface RosterHistory {
  /** Since when a line ends as it does now, and who wrote that: "since 1a2b3c4d5e of 2026-11-20, by @alice". */
  since(entry: RosterEntry): Promise<string | undefined>;
}

/**
 * The roster's commits are evidence: who changed whose last day, and when. Git's word for
 * an author is a claim, and said as one.
 */
export async function rosterHistory(github: GitHub, repository: string, path: string): Promise<RosterHistory> {
  const commits = await newest(github, repository, path);
  const read = new Map<string, ReturnType<typeof rosterAt>>();
  const peopleAt = ({ sha }: Commit) => {
    const people = read.get(sha) ?? rosterAt(github, repository, path, sha);
    read.set(sha, people);
    return people;
  };
  return {
    async since(entry) {
      let origin: Commit | undefined;
      for (const commit of commits) {
        const people = await peopleAt(commit);
        // What it said of them then is not known, and so neither is who changed it.
        if (people === undefined) return undefined;
        const then = people.find(({ who }) => isSame(who, entry.who));
        if (then === undefined || then.end !== entry.end) return origin && say(origin);
        origin = commit;
      }
      // As far back as was read it was so; whether that commit brought it is only known if it is the first of all.
      return origin && commits.length < FARTHEST ? say(origin) : undefined;
    },
  };
}

async function newest(github: GitHub, repository: string, path: string): Promise<readonly Commit[]> {
  const found: Commit[] = [];
  const where = { ...ownerAndName(repository), path, per_page: FARTHEST };
  try {
    for await (const commit of github.pages('GET /repos/{owner}/{repo}/commits', where, Commit)) {
      found.push(commit);
      if (found.length === FARTHEST) break;
    }
  } catch (error) {
    if (!(error instanceof NotVisible || error instanceof GitHubFailure)) throw error;
  }
  return found;
}

/** Undefined for one that cannot be read. */
async function rosterAt(
  github: GitHub,
  repository: string,
  path: string,
  ref: string,
): Promise<readonly RosterEntry[] | undefined> {
  const file = await readFile(github, repository, path, ref);
  if (file === undefined) return [];
  const roster = 'gap' in file ? undefined : parseRoster(file.text, path);
  return roster?.unread ? undefined : roster?.people;
}

function say({ sha, commit, author }: Commit): string {
  const on = commit.committer ? ` of ${isoDay(commit.committer.date.getTime())}` : '';
  const who = author?.login === undefined ? 'by somebody whom GitHub does not know' : `by @${author.login}`;
  return `since ${sha.slice(0, 10)}${on}, ${who} as git says`;
}
