import type { Case } from '../../model/case.ts';
import type { CredentialId } from '../../model/credential.ts';
import type { CommentName, Decision, IncidentName } from '../../model/decision.ts';
import type { Departure } from '../../model/departure.ts';
import type { Repository } from '../../model/organization.ts';
import type { Policy } from '../../model/policy.ts';
import type { Attempt, RemediationName } from '../../model/remediation.ts';
import type { Instant } from '../../model/time.ts';
import type { Use } from '../../model/use.ts';
import type { CredentialFile, NamedFile } from '../../model/violation.ts';
import type { Matches } from '../exceptions.ts';
import { seenIn } from '../seen-in.ts';
import type { Review } from '../upkeep.ts';

/** Everything that a decision about a command follows from. */
export interface Desk {
  readonly now: Instant;
  readonly organization: string;
  readonly policy: Policy;
  readonly place: Place;
  /** The account, by its id: names are only shown. */
  readonly speaker: { readonly id: number; readonly login: string };
  /** Why GitHub and the policy give the speaker no right to decide here. */
  readonly noRight?: string;
  readonly departures: readonly Departure[];
  readonly files: ReadonlyMap<string, CredentialFile>;
  readonly repositories: readonly Repository[];
  readonly decisions: readonly Decision[];
  /** By the id of their request. */
  readonly attempts: ReadonlyMap<string, Attempt>;
  vendorOf(person: number): string | undefined;
  readonly matches: Matches;
  /** Where it is said, for people and for the answer. */
  readonly said: string;
  readonly comment: CommentName;
}

export type Place =
  | { readonly at: 'case'; readonly case: Pick<Case, 'departure' | 'items' | 'early' | 'openReasons'> }
  /** A pull request of a private repository, and what its commits bring. */
  | {
      readonly at: 'pull';
      readonly repositoryId: number;
      readonly found: readonly CredentialId[];
      /**
       * Who asks to merge these commits: of this one, and of others with the same head, because they share one check.
       */
      readonly authors: readonly number[];
    }
  | { readonly at: 'review'; readonly review: Review };

/** What had to be asked of GitHub before a command can be judged. */
export interface Learned {
  /** It is no use to judge it: why. */
  readonly refused?: string;
  readonly account?: { readonly id: number; readonly login: string };
  readonly incident?: IncidentName & { readonly shown: string };
  readonly act?: Act;
}

export interface Act {
  readonly name: RemediationName;
  readonly does: string;
  readonly warning: string;
  /** Steps of workflows that name it, as far as is known. */
  readonly uses?: readonly Use[];
}

/** What becomes of a command. `says` is Markdown of ours. */
export type Ruling =
  | { readonly is: 'done' | 'waiting'; readonly decision: Decision; readonly says?: string }
  | { readonly is: 'refused'; readonly says: string }
  | { readonly is: 'help' };

/** As the conversation may name it: in a pull request no other repository is told of. */
export function asToldHere({ place, repositories }: Desk, file: NamedFile): NamedFile {
  if (place.at !== 'pull') return file;
  const here = repositories.find(({ id }) => id === place.repositoryId);
  return here === undefined ? { credential: file.credential, sightings: [] } : seenIn(here, file);
}

/** The credential, if it belongs to what is talked about here. Of others nobody is told whether they exist. */
export function fileHere({ place, files }: Desk, credential: string): CredentialFile | undefined {
  const file = files.get(credential);
  if (file === undefined) return undefined;
  if (place.at === 'case') {
    return place.case.items.find((item) => item.file.credential.id === credential)?.file;
  }
  if (place.at === 'review') return place.review.files.find((each) => each.credential.id === credential);
  const { scope, id } = file.credential;
  const seen = file.sightings.some((each) => each.scope.repositoryId === place.repositoryId);
  return scope.repositoryId === place.repositoryId || seen || place.found.includes(id) ? file : undefined;
}
