import { z } from 'zod';
import type { CredentialSource, TextEvidence } from './source.ts';

const Account = z.object({ id: z.number(), login: z.string(), type: z.string().optional() }).nullish();

/**
 * https://docs.github.com/rest/secret-scanning/secret-scanning: the value is read to
 * recognise it, and dropped like that of a variable.
 */
const Alert = z.object({
  number: z.number(),
  created_at: z.coerce.date(),
  html_url: z.string().optional(),
  secret_type: z.string(),
  secret: z.string(),
  repository: z.object({ id: z.number(), full_name: z.string() }),
  push_protection_bypassed_by: Account,
  push_protection_bypassed_at: z.coerce.date().nullish(),
  /** What the issuer told GitHub; only some do. */
  metadata: z.array(z.object({ key: z.string(), value: z.unknown() })).nullish(),
});
type Alert = z.infer<typeof Alert>;

/**
 * What GitHub's own scanner found: the same credential where our scanner found the same
 * value. One request for every 100 open alerts, and it tells whose the secret is, where the
 * issuer says so, and who let it in past GitHub's push protection.
 */
export const secretScanningAlerts: CredentialSource = {
  name: 'secret-scanning-alert',
  level: 'organization',
  webhooks: [],
  permission: 'Secret scanning alerts: read',
  plan: 'GitHub Secret Protection, or public repositories',

  async *list(github, { organization }) {
    const where = { org: organization.login, state: 'open', hide_secret: false };
    const alerts = await Array.fromAsync(github.pages('GET /orgs/{org}/secret-scanning/alerts', where, Alert));
    const texts = alerts.map((alert) => ({
      name: `secret-scanning alert #${alert.number}`,
      value: alert.secret,
      updatedAt: alert.created_at.getTime(),
      scope: { repositoryId: alert.repository.id, repository: alert.repository.full_name },
      secretType: alert.secret_type,
      evidence: [...ownerOf(alert), ...bypasserOf(alert)],
    }));
    yield { scope: {}, credentials: [], evidence: [], texts };
  },
};

/** `owner-id` is a number of the issuer's own, so it names nobody here; an address or a name may. */
function ownerOf({ metadata, number, created_at, html_url }: Alert): TextEvidence[] {
  const said = new Map((metadata ?? []).map(({ key, value }) => [key, typeof value === 'string' ? value.trim() : '']));
  const [email, name] = [said.get('owner-email')?.toLowerCase(), said.get('owner-name')];
  if (!email && !name) return [];
  return [
    {
      kind: 'alert-owner',
      role: 'creator',
      strength: 'stated',
      who: { ...(email ? { email } : {}), ...(name ? { name } : {}) },
      at: Date.parse(said.get('secret-issued-date') ?? '') || created_at.getTime(),
      did: 'is the owner of the secret at its issuer, as it was',
      source: `what its issuer told GitHub (${html_url ?? `secret-scanning alert #${number}`})`,
    },
  ];
}

/**
 * Who pushed it, and may have pushed what somebody else wrote: GitHub knew them, and does not say that it is theirs.
 */
function bypasserOf({
  push_protection_bypassed_by: by,
  push_protection_bypassed_at: at,
  ...alert
}: Alert): TextEvidence[] {
  if (!by) return [];
  return [
    {
      kind: 'push-protection-bypass',
      role: 'creator',
      strength: 'authenticated',
      who: { id: by.id, login: by.login, ...(by.type === 'Bot' ? { bot: true } : {}) },
      at: (at ?? alert.created_at).getTime(),
      did: 'pushed the secret past GitHub’s push protection',
      source: `GitHub (${alert.html_url ?? `secret-scanning alert #${alert.number}`})`,
    },
  ];
}
