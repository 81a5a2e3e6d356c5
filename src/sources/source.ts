import { type GitHub, GitHubFailure, isRefusal, NotVisible } from '../github/github.ts';
import type { Coverage, Gap } from '../model/coverage.ts';
import type { Credential, Scope } from '../model/credential.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Organization, Repository } from '../model/organization.ts';
import type { Who } from '../model/person.ts';

/** A place where credentials live. One file each; listed in `index.ts`. */
export interface CredentialSource {
  /** Stable name; the `kind` of the credentials it lists. */
  readonly name: string;
  /** What it looks through at a time. */
  readonly level: 'organization' | 'repository';
  /** Webhooks after which the last listing is stale. Empty: GitHub sends none, only the sweep finds changes. */
  readonly webhooks: readonly string[];
  /** What the App must be granted to look, in GitHub's words: "Administration: read". */
  readonly permission: string;
  /**
   * `app.yml` does not ask for the permission: it can do more than look, or not every GitHub
   * knows it. Who grants it, gets the source.
   */
  readonly optional?: true;
  /**
   * What the organisation must have for GitHub to have such a store, in GitHub's words; every
   * plan has it where this is missing.
   */
  readonly plan?: string;
  /**
   * One listing for each scope it looked at (a repository and each of its environments).
   * Throws `NotVisible` when it may not look at all.
   */
  list(github: GitHub, target: Target): AsyncIterable<Listing>;
}

export interface Target {
  readonly organization: Organization;
  /** Present exactly when the source's level is `repository`. */
  readonly repository?: Repository;
  readonly now: number;
  /** When the same source last looked here without a gap: what did not change since need not be read again. */
  readonly since?: number;
  /** Names of texts that are read again though they did not change. */
  readonly again?: readonly string[];
}

/** Everything one scope holds: what a former listing of the scope named and this one does not is gone. */
export interface Listing {
  readonly scope: Scope;
  readonly credentials: readonly Credential[];
  readonly evidence: readonly Evidence[];
  /** Values that GitHub shows in clear, to be scanned for secrets. */
  readonly texts: readonly Text[];
  /**
   * What the texts are called before their last word (`variable` for bare names), when they
   * are all that there are here: one that is missing is gone.
   */
  readonly allOf?: 'variable' | 'agents variable' | 'webhook';
  /** Names of texts that were asked for once more and are not there any more, where all around them can be seen. */
  readonly missing?: readonly string[];
  /** Set when this scope could not be looked at, or not as a whole: nothing that is not in the rest is gone then. */
  readonly gap?: Gap;
}

export interface Text {
  /** Name of the variable that holds it; any other place says itself what it is, in words with a space: `issue #4`. */
  readonly name: string;
  readonly value: string;
  readonly updatedAt: number;
  /** Where it stands, when that is not what is listed: an alert of a repository in the list of the organisation. */
  readonly scope?: Scope;
  /** GitHub says that the whole text is one secret of this type. */
  readonly secretType?: string;
  /** Who wrote it, as GitHub says. */
  readonly author?: Who;
  /** Only of what people write, and edit, in conversations. */
  readonly written?: Written;
  /** What else is known of whoever made a secret that the text holds. */
  readonly evidence?: readonly TextEvidence[];
}

interface Written {
  /** Its id in GitHub's graph, which knows who edited it. */
  readonly node?: string;
  readonly createdAt: number;
  /** The value is this and the body, each on lines of its own. */
  readonly title?: string;
  readonly body: string;
}

/** Evidence about a credential that is known only when the text has been scanned. */
export type TextEvidence = Omit<Evidence, 'id' | 'credential'>;

/**
 * The same source, whose refusals always say what is needed: a permission where GitHub does
 * not name one, the plan where the store is missing.
 */
export function sayingNeeds(source: CredentialSource): CredentialSource {
  return {
    ...source,
    list: async function* (github, target) {
      try {
        yield* source.list(github, target);
      } catch (error) {
        throw needed(source, error) ?? error;
      }
    },
  };
}

function needed({ permission, plan, level }: CredentialSource, error: unknown): NotVisible | undefined {
  if (isRefusal(error) && error.gap.needs === undefined)
    return notVisible('permission', plan === undefined ? permission : `${permission}, and ${plan}`);
  const missing = error instanceof GitHubFailure && error.status === 404 && level === 'organization';
  return missing && plan !== undefined ? notVisible('absent', plan) : undefined;
}

function notVisible(why: Gap['why'], needs: string): NotVisible {
  return new NotVisible({ why, needs, says: `not visible: needs ${needs}` });
}

export function coverageOf(source: string, listing: Listing, now: number): Coverage {
  return { source, scope: listing.scope, lookedAt: now, ...(listing.gap ? { gap: listing.gap } : {}) };
}

export function repositoryScope(repository: Repository): Scope {
  return { repositoryId: repository.id, repository: repository.fullName };
}
