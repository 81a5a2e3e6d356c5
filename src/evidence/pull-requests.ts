import { z } from 'zod';
import { ownerAndName } from '../github/github.ts';
import type { Evidence } from '../model/evidence.ts';
import { identity } from '../model/identity.ts';
import type { EvidenceKind } from './evidence-kind.ts';

/** https://docs.github.com/rest/commits/commits#list-pull-requests-associated-with-a-commit */
const Pull = z.object({
  number: z.number(),
  html_url: z.string(),
  created_at: z.coerce.date(),
  user: z.object({ id: z.number(), login: z.string(), type: z.string().optional() }).nullish(),
});

export const pullRequests: EvidenceKind = {
  name: 'pull-request',
  permission: 'Pull requests: read',
  appliesTo: ({ introduction }) => introduction !== undefined,

  gather: async ({ github, repository }, { credential, introduction }) => {
    if (introduction === undefined) return [];
    const where = { ...ownerAndName(repository.fullName), commit_sha: introduction.commit };
    const route = 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls';
    const found: Evidence[] = [];
    for await (const pull of github.pages(route, where, Pull)) {
      if (!pull.user) continue;
      found.push({
        id: identity('pull-request', credential.id, repository.id, pull.number),
        credential: credential.id,
        kind: 'pull-request',
        role: 'creator',
        strength: 'authenticated',
        who: { id: pull.user.id, login: pull.user.login, ...(pull.user.type === 'Bot' ? { bot: true } : {}) },
        at: pull.created_at.getTime(),
        did: `opened pull request #${pull.number}, which contains the commit`,
        source: `GitHub (${pull.html_url})`,
      });
    }
    return found;
  },
};
