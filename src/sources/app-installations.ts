import { z } from 'zod';
import { credentialId } from '../model/credential.ts';
import { wholeList } from './shared/whole-list.ts';
import type { CredentialSource } from './source.ts';

/**
 * https://docs.github.com/rest/orgs/orgs#list-app-installations-for-an-organization: what
 * each App may do, and not who let it in.
 */
const Installation = z.object({
  id: z.number(),
  app_id: z.number(),
  app_slug: z.string(),
  repository_selection: z.string(),
  permissions: z.record(z.string(), z.string()),
  created_at: z.coerce.date(),
  updated_at: z.coerce.date(),
  suspended_at: z.coerce.date().nullish(),
});

/**
 * Apps that act in the organisation. Handback is among them: what it may do is told like what others may. One request.
 */
export const appInstallations: CredentialSource = {
  name: 'app-installation',
  level: 'organization',
  webhooks: [],
  permission: 'Organization administration: read',

  async *list(github, { organization }) {
    const where = { org: organization.login };
    const found = await wholeList(github, 'GET /orgs/{org}/installations', where, Installation, ({ id }) => id);
    const credentials = found.map((one) => ({
      id: credentialId('app-installation', one.id),
      kind: 'app-installation',
      name: one.app_slug,
      scope: {},
      createdAt: one.created_at.getTime(),
      updatedAt: one.updated_at.getTime(),
      facts: {
        installationId: one.id,
        appId: one.app_id,
        repositories: one.repository_selection,
        suspended: Boolean(one.suspended_at),
        ...powers(one.permissions),
      },
    }));
    yield { scope: {}, credentials, evidence: [], texts: [] };
  },
};

/** `writes` names what it can change, `reads` what it can only see. */
function powers(permissions: Readonly<Record<string, string>>) {
  const all = Object.entries(permissions).toSorted(([a], [b]) => a.localeCompare(b));
  const named = (wanted: (level: string) => boolean) =>
    all
      .filter(([, level]) => wanted(level))
      .map(([name]) => name)
      .join(', ');
  return { writes: named((level) => level !== 'read'), reads: named((level) => level === 'read') };
}
