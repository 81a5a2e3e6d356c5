import { z } from 'zod';
import type { CredentialSource } from './source.ts';

/** https://docs.github.com/rest/secret-scanning/secret-scanning: the value is read to recognise it, and dropped like that of a variable. */
const Alert = z.object({
  number: z.number(),
  created_at: z.coerce.date(),
  secret_type: z.string(),
  secret: z.string(),
  repository: z.object({ id: z.number(), full_name: z.string() }),
});

/** What GitHub's own scanner found: the same credential where our scanner found the same value. One request for every 100 open alerts. */
export const secretScanningAlerts: CredentialSource = {
  name: 'secret-scanning-alert',
  level: 'organization',
  webhooks: [],
  permission: 'Secret scanning alerts: read',
  plan: 'GitHub Secret Protection, or public repositories',

  async *list(github, { organization }) {
    const where = { org: organization.login, state: 'open', hide_secret: false };
    const alerts = await Array.fromAsync(github.pages('GET /orgs/{org}/secret-scanning/alerts', where, Alert));
    const texts = alerts.map(({ number, created_at, secret_type, secret, repository }) => ({
      name: `secret-scanning alert #${number}`,
      value: secret,
      updatedAt: created_at.getTime(),
      scope: { repositoryId: repository.id, repository: repository.full_name },
      secretType: secret_type,
    }));
    yield { scope: {}, credentials: [], evidence: [], texts };
  },
};
