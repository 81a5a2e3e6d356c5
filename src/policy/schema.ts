import { z } from 'zod';
import { Policy } from '../model/policy.ts';

/** JSON Schema (draft 2020-12) of the policy file, for editors; published as `docs/handback.schema.json`. */
export function policySchema(): object {
  return { $id: 'handback.schema.json', title: 'Handback policy', ...z.toJSONSchema(Policy, { io: 'input' }) };
}
