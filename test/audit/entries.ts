import { identity } from '../../src/model/identity.ts';

export const STORED_AT = Date.UTC(2026, 2, 1, 10, 20, 30);

/** An entry as GitHub's API has it: mallory stores a repository's secret. `undefined` takes a field out. */
export function entry(given: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const whole = {
    '@timestamp': STORED_AT,
    _document_id: `doc${identity(JSON.stringify(given))}`,
    action: 'repo.create_actions_secret',
    actor: 'mallory',
    actor_id: 7,
    created_at: STORED_AT,
    key: 'TOKEN',
    org: 'acme',
    org_id: 1,
    repo: 'acme/shop',
    repo_id: 11,
    ...given,
  };
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
}
