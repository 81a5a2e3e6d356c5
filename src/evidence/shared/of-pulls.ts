import type { Evidence } from '../../model/evidence.ts';
import { identity } from '../../model/identity.ts';
import type { Who } from '../../model/person.ts';
import type { EvidenceKind } from '../evidence-kind.ts';
import { type Pull, pullsOf } from './commit-facts.ts';

const PERMISSION = 'Pull requests: read';

interface Act {
  readonly who: Who | undefined;
  readonly at: Date | null | undefined;
  readonly url: string;
}

/**
 * Who, known to GitHub, let a pull request of the commit pass: they did not make what is in
 * it. All kinds that ask about pull requests read one answer.
 */
export function ofPulls(
  kind: string,
  { did, acts }: { did(number: number): string; acts(pull: Pull): readonly Act[] },
): EvidenceKind {
  return {
    name: kind,
    permission: PERMISSION,
    again: 'always',
    appliesTo: ({ introduction }) => introduction !== undefined,

    gather: async (world, { credential, introduction }) => {
      if (introduction === undefined) return [];
      const { repository } = world;
      const pulls = await pullsOf(world, introduction.commit, PERMISSION);
      return pulls.flatMap((pull) =>
        acts(pull).flatMap(({ who, at, url }): Evidence[] => {
          if (who === undefined || !at) return [];
          // One who approves twice approved.
          const id = identity(kind, credential.id, repository.id, pull.number, who.id ?? who.login);
          const fact = { id, credential: credential.id, kind, role: 'approver' as const };
          return [
            {
              ...fact,
              strength: 'authenticated',
              who,
              at: at.getTime(),
              did: did(pull.number),
              source: `GitHub (${url})`,
            },
          ];
        }),
      );
    },
  };
}
