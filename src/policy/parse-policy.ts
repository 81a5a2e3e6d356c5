import { CREDENTIAL_KINDS } from '../model/credential.ts';
import { Policy, type PolicyProblem } from '../model/policy.ts';
import { AGED_KINDS } from '../model/upkeep-settings.ts';
import { nearest } from './commands/nearest.ts';
import { problemsOf, readYaml } from './yaml.ts';

export type ParsedPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/** Reads `.github/handback.yml`. Either all of it is good, or none of it counts: half a policy would be a guess. */
export function parsePolicy(text: string, file: string): ParsedPolicy {
  const { value, problems, lineOf } = readYaml(text, file);
  if (problems.length > 0) return { ok: false, problems };
  if (value === null)
    return { ok: false, problems: [{ file, line: 1, says: 'the file is empty; begin with `version: 1`' }] };
  const parsed = Policy.safeParse(value);
  if (parsed.success) return { ok: true, policy: parsed.data };
  return { ok: false, problems: problemsOf(parsed.error, file, lineOf, [], unknown) };
}

/** Settings that are maps of kinds. */
const KINDS: Readonly<Record<string, readonly string[]>> = { proof: CREDENTIAL_KINDS, max_age_days: AGED_KINDS };

function unknown(key: string, [setting]: readonly PropertyKey[]): string {
  const known = KINDS[String(setting)];
  if (known === undefined) return 'there is no such setting';
  const near = nearest(key, known);
  return `there is no such kind${near === undefined ? '' : `; did you mean ${near}?`} (known: ${known.join(', ')})`;
}
