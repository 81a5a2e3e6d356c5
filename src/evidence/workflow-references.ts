import { commitsChanging } from '../git/changes.ts';
import type { Evidence } from '../model/evidence.ts';
import { identity } from '../model/identity.ts';
import { DAY } from '../model/time.ts';
import { type EvidenceKind, gitWho } from './evidence-kind.ts';

/** A workflow commit further than this from the secret's creation says nothing about who created it. */
const CLOSE = 14 * DAY;

/** GitHub never tells who stored a CI secret. Who first made a workflow use it, about when it appeared, is a hint. */
export const workflowReferences: EvidenceKind = {
  name: 'workflow-reference',
  permission: 'Contents: read',
  again: 'while-silent',
  appliesTo: ({ credential }) => credential.kind === 'actions-secret' && credential.scope.repositoryId !== undefined,

  gather: async ({ mirror }, { credential }) => {
    const created = credential.createdAt;
    if (created === undefined) return [];
    const [first] = await commitsChanging(mirror, `secrets\\.${credential.name}([^A-Z0-9_]|$)`, '.github/workflows');
    if (first === undefined || Math.abs(first.author.at - created) > CLOSE) return [];
    return [
      {
        id: identity('workflow-reference', credential.id, first.sha),
        credential: credential.id,
        kind: 'workflow-reference',
        role: 'creator',
        strength: 'inferred',
        who: gitWho(first.author),
        at: first.author.at,
        did: `first made a workflow use this secret, ${days(first.author.at - created)} it was stored,`,
        source: `the workflow's history (${first.sha.slice(0, 10)})`,
      } satisfies Evidence,
    ];
  },
};

function days(distance: number): string {
  const many = Math.round(Math.abs(distance) / DAY);
  if (many === 0) return 'about when';
  return `${many} day${many === 1 ? '' : 's'} ${distance < 0 ? 'before' : 'after'}`;
}
