import type { InText } from '../../evidence/evidence-kind.ts';
import { type GitHub, GitHubFailure } from '../../github/github.ts';
import { remembering } from '../../github/remembering.ts';
import { unixLines } from '../../model/lines.ts';
import type { Repository } from '../../model/organization.ts';
import { repositoryScope } from '../../sources/source.ts';
import type { Context, Site } from '../context.ts';
import { gatherEvidence } from '../people/evidence.ts';
import { evidenceWorld } from '../people/evidence-world.ts';
import { kindsOwed } from '../people/owed-evidence.ts';
import type { FoundText } from './texts.ts';
import { holds } from './value.ts';

/**
 * Who wrote these secrets into texts that others may edit? One question to GitHub serves
 * many of them. `again`: texts that were read for it once more.
 */
export async function askWhoWrote(
  context: Context,
  site: Site,
  repository: Repository,
  found: readonly FoundText[],
  again: readonly string[] = [],
): Promise<void> {
  const { organization, github } = site;
  const subjects = found.flatMap((each) => {
    const text = inText(context, each);
    return text === undefined ? [] : [{ credential: each.credential, text }];
  });
  const world = {
    ...evidenceWorld(context, site, repository),
    github: remembering(impatient(github)),
    texts: subjects.flatMap(({ text: { node, createdAt, updatedAt } }) =>
      node && updatedAt !== createdAt ? [node] : [],
    ),
  };
  for (const subject of subjects) await gatherEvidence(context, site, world, subject);
  // A text that is gone, or holds nothing any more, is asked about no more.
  if (again.length > 0 && !(await kindsOwed(context, organization.id, repository.id)).has(KIND))
    await context.store.coverage.forget(organization.id, `evidence: ${KIND}`, repositoryScope(repository));
}

const KIND = 'text-author';

/**
 * Questions in a row after which GitHub is asked no more: what it did not answer is owed, and asked in another pass.
 */
const PATIENCE = 3;

function impatient(github: GitHub): GitHub {
  let failed = 0;
  return {
    ...github,
    query: async (question, variables, schema) => {
      if (failed >= PATIENCE)
        throw new GitHubFailure('POST /graphql: GitHub failed to answer before; asked later.', 503);
      try {
        const answer = await github.query(question, variables, schema);
        failed = 0;
        return answer;
      } catch (error) {
        if (error instanceof GitHubFailure) failed += 1;
        throw error;
      }
    },
  };
}

export function inText(
  context: Pick<Context, 'detector' | 'fingerprintKey'>,
  { text, credential, secret }: FoundText,
): InText | undefined {
  const { name, author, updatedAt, written } = text;
  if (written === undefined) return undefined;
  const value = unixLines(secret.reveal());
  return {
    name,
    updatedAt,
    ...written,
    ...(author ? { author } : {}),
    // What stands there in other words (in base64, say) only the detector knows.
    holds: (other) => unixLines(other).includes(value) || holds(context, credential, other),
  };
}
