import type { MembershipFact } from '../../model/audit.ts';
import type { DepartureNotice } from '../../model/departure.ts';

/**
 * The names of the webhooks' departure sources: the log tells of the same events, so that
 * the later word of either counts.
 */
const SOURCES = { organization: 'organization', 'outside-collaborators': 'repository-collaborators' } as const;

/** Learned when it happened, as the log saw it: so an old entry that is imported late does not undo a newer word. */
export function noticeOf({ who, says, of, at, actor }: MembershipFact, organization: string): DepartureNotice {
  const self = actor.id !== undefined && actor.id === who.id;
  const by = self || actor.login === undefined ? '' : ` by @${actor.login}`;
  const as = of === 'organization' ? '' : ' as an outside collaborator';
  const verb = says === 'leaves' ? 'removed from' : 'added to';
  return {
    source: SOURCES[of],
    who,
    says,
    effectiveAt: at,
    learnedAt: at,
    detail: `${verb} ${organization}${as}${by}, says the audit log`,
  };
}
