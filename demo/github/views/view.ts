// What every view needs. A view gives the members that matter; the description fills in the rest.
import type { Role } from '../records.ts';

export type View = Record<string, unknown>;

/** A moment as GitHub writes it: seconds, UTC. */
export const iso = (time: number): string => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');

export const isoOrNull = (time: number | undefined | null): string | null =>
  time === undefined || time === null ? null : iso(time);

export const nodeId = (kind: string, id: number | string): string => Buffer.from(`${kind}:${id}`).toString('base64url');

/** "keys=/keys{/key_id} hooks" -> { keys_url: BASE/keys{/key_id}, hooks_url: BASE/hooks } */
export const links = (base: string, spec: string): View =>
  Object.fromEntries(
    spec.split(' ').map((word) => {
      const [name = '', tail = `/${name}`] = word.split('=');
      return [`${name}_url`, base + tail];
    }),
  );

export const rights = (role: Role | undefined): View => ({
  admin: role === 'admin',
  maintain: role === 'admin' || role === 'maintain',
  push: role === 'admin' || role === 'maintain' || role === 'write',
  triage: role !== undefined && role !== 'read',
  pull: role !== undefined,
});
