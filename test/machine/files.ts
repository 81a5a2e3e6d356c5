// The policy and the roster as the App reads them.
interface PolicyChoice {
  readonly mode?: 'observe' | 'warn' | 'block';
  readonly grace?: number;
  /** Ids of credentials that may stand for a while. */
  readonly spared?: readonly { readonly credential: string; readonly until: string }[];
}

export function policyText({ mode = 'block', grace = 0, spared = [] }: PolicyChoice): string {
  const exceptions = spared.map(({ credential, until }) => ({
    credential,
    until,
    repositories: ['*'],
    owner: 'alice',
    reason: 'the vendor replaces it',
  }));
  // YAML reads JSON.
  const rules = { version: 1, mode, grace_days: grace, cases: { repository: 'security' }, exceptions };
  return JSON.stringify({ ...rules, roster: { repository: 'people' } });
}

/** Last days by login. */
export function rosterText(roster: ReadonlyMap<string, string | undefined>): string {
  const people = [...roster].map(([login, end]) => ({ login, type: 'contractor', ...(end ? { end } : {}) }));
  return JSON.stringify({ people });
}
