import { storedSecret } from './shared/stored-secret.ts';

/** https://docs.github.com/rest/dependabot/secrets#delete-a-repository-secret */
export const deleteDependabotSecret = storedSecret('dependabot-secret', 'Dependabot secret', {
  product: 'dependabot',
  permissions: { repository: 'dependabot_secrets', organization: 'organization_dependabot_secrets' },
});
