import { createHash } from 'node:crypto';
import { z } from 'zod';
import { GitHubFailure, NotVisible } from '../github/github.ts';
import { PLAINTEXT_SECRET } from '../model/credential.ts';
import type { Evidence } from '../model/evidence.ts';
import { identity } from '../model/identity.ts';
import type { EvidenceKind } from './evidence-kind.ts';

/**
 * https://docs.github.com/enterprise-cloud@latest/organizations: "Identifying audit log
 * events performed by an access token".
 */
const Entry = z.object({
  actor: z.string().nullish(),
  actor_id: z.number().nullish(),
  actor_is_bot: z.boolean().nullish(),
  created_at: z.number().optional(),
  '@timestamp': z.number().optional(),
});
type Entry = z.infer<typeof Entry>;

const PERMISSION = 'Organization administration: read';

/** The newest say enough: a token acts for one account. */
const MOST = 100;

/** The audit log knows tokens by a hash, so a token names its user without anybody using it. */
export const hashedTokens: EvidenceKind = {
  name: 'hashed-token',
  permission: PERMISSION,
  again: 'while-silent',
  appliesTo: ({ credential, value }) =>
    credential.kind === PLAINTEXT_SECRET &&
    /^github-.*(?:token|pat|jwt)$/.test(credential.plaintext?.rule ?? '') &&
    value !== undefined,

  gather: async ({ github, organization }, { credential, value }) => {
    const token = await value?.();
    if (token === undefined)
      throw new NotVisible({ why: 'absent', says: 'not visible: the value could not be read again where it was seen' });
    const hash = createHash('sha256').update(token.reveal().trim()).digest('base64');
    const where = { org: organization, phrase: `hashed_token:"${hash}"`, include: 'all', per_page: MOST };
    const entries: Entry[] = [];
    try {
      for await (const entry of github.pages('GET /orgs/{org}/audit-log', where, Entry)) {
        entries.push(entry);
        if (entries.length === MOST) break;
      }
    } catch (error) {
      throw error instanceof GitHubFailure && error.status === 404 ? noApi() : error;
    }
    const byActor = Map.groupBy(
      entries.filter(({ actor }) => actor),
      ({ actor, actor_id }) => actor_id ?? actor?.toLowerCase(),
    );
    return [...byActor.values()].map((its): Evidence => usedBy(credential.id, its));
  },
};

function usedBy(credential: Evidence['credential'], entries: readonly Entry[]): Evidence {
  const [{ actor, actor_id, actor_is_bot } = {}] = entries;
  const times = entries.map((entry) => entry.created_at ?? entry['@timestamp'] ?? 0);
  return {
    id: identity('hashed-token', credential, actor_id ?? actor ?? ''),
    credential,
    kind: 'hashed-token',
    role: 'creator',
    strength: 'stated',
    who: { ...(actor_id ? { id: actor_id } : {}), login: actor ?? '', ...(actor_is_bot ? { bot: true } : {}) },
    at: Math.min(...times),
    did: 'acted with this token, which is theirs,',
    source: "GitHub's audit log (hashed_token)",
  };
}

function noApi(): NotVisible {
  const needs = 'GitHub Enterprise';
  return new NotVisible({ why: 'absent', needs, says: `not visible: the audit log's API needs ${needs}` });
}
