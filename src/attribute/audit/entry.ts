import { z } from 'zod';
import { auditTime } from './time.ts';

/** GitHub's exports spell every value as text, and its API types them; both mean the same. */
const Id = z.preprocess(
  (value) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value),
  z.int(),
);
const Flag = z.preprocess((value) => ({ true: true, false: false })[String(value)] ?? value, z.boolean());
const Text = z.string().min(1).max(500);
/** A public key is the longest text that is read. */
const Key = z.string().min(1).max(20_000);

/**
 * The fields that Handback reads ("Audit log events for your organization"); zod drops all
 * others, addresses and user agents among them.
 */
const Entry = z.object({
  action: Text,
  _document_id: Text.optional(),
  '@timestamp': z.unknown().optional(),
  created_at: z.unknown().optional(),
  actor: Text.optional(),
  actor_id: Id.optional(),
  actor_is_bot: Flag.optional(),
  actor_is_agent: Flag.optional(),
  org: Text.optional(),
  org_id: Id.optional(),
  repo: Text.optional(),
  repo_id: Id.optional(),
  user: Text.optional(),
  user_id: Id.optional(),
  key: Key.optional(),
  openssh_public_key: Key.optional(),
  environment_name: Text.optional(),
  integration: Text.optional(),
  title: Text.optional(),
  hook_id: Id.optional(),
});
export type Entry = Omit<z.infer<typeof Entry>, '@timestamp' | 'created_at'> & { readonly at: number };

export type ParsedEntry = { readonly entry: Entry } | { readonly why: string };

/** One entry as the API, a stream or an export has it -> its fields, or why it cannot be read. */
export function parseEntry(value: unknown): ParsedEntry {
  const fields = flat(value);
  if (fields === undefined) return { why: 'it is not an object' };
  if (fields['action'] === undefined) return { why: 'it names no action' };
  const parsed = Entry.safeParse(fields);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { why: `${issue?.path.join('.')}: ${issue?.message}` };
  }
  const { '@timestamp': stamp, created_at, ...entry } = parsed.data;
  const at = auditTime(created_at) ?? auditTime(stamp);
  return at === undefined
    ? { why: 'it has no time that can be read (created_at, @timestamp)' }
    : { entry: { ...entry, at } };
}

/**
 * Exports put what an event has of its own under `data`, in CSV as columns `data.hook_id` ("Exporting audit log
 * activity"); the API does not. Empty is missing, and a list of one (an enterprise stream) is its only item.
 */
function flat(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!isObject(value)) return undefined;
  const nested = isObject(value['data']) ? Object.entries(value['data']) : [];
  const own = Object.entries(value).map(([name, each]) => [name.replace(/^data\./, ''), each] as const);
  return Object.fromEntries(
    [...nested, ...own].flatMap(([name, each]) => {
      const only = Array.isArray(each) && each.length === 1 ? each[0] : each;
      return only === null || only === undefined || only === '' ? [] : [[name, only]];
    }),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
