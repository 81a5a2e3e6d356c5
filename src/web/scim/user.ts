import { z } from 'zod';
import type { DirectoryFields, DirectoryUser } from '../../model/directory.ts';
import { ScimRefusal } from './answers.ts';

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const Text = z.string().max(500);
const Optional = Text.nullish();
/** Entra says `"False"`, a text that every language takes for true. */
const Truth = z.union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false'] })]);

const Email = z.object({ value: Optional, type: Optional, primary: Truth.nullish() });
const Name = z.object({ formatted: Optional, givenName: Optional, familyName: Optional });
const Employer = z.object({ organization: Optional });

/** What we keep of a user. Whatever else a directory sends is allowed, and dropped. */
const User = z.object({
  userName: Text.trim().min(1),
  externalId: Optional,
  active: Truth.nullish(),
  displayName: Optional,
  name: Name.nullish(),
  emails: z.array(Email).max(50).nullish(),
  [ENTERPRISE]: Employer.nullish(),
});

/**
 * Reads a user as a directory sends it. Without a word about `active` it stays what it was:
 * nobody comes back by being renamed.
 */
export function readUser(value: unknown, activeBefore: boolean): DirectoryFields {
  const parsed = User.safeParse(withCanonicalNames(value));
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    const where = first?.path.join('.') || 'the body';
    throw new ScimRefusal(400, `${where}: ${first?.message ?? 'not a user'}`, 'invalidValue');
  }
  const { userName, externalId, active, displayName, name, emails, [ENTERPRISE]: enterprise } = parsed.data;
  return {
    userName,
    active: active ?? activeBefore,
    emails: (emails ?? []).flatMap(({ value: address, type, primary }) =>
      address ? [{ value: address, ...given({ type, primary }) }] : [],
    ),
    ...given({ externalId, displayName, name: name && given(name), vendor: enterprise?.organization?.trim() }),
  };
}

/** The names of attributes and of their members may be written in any case (RFC 7643 §2.1). */
const KEPT = [...Object.keys(User.shape), 'schemas'];
const MEMBERS = [...Object.keys(Email.shape), ...Object.keys(Name.shape), ...Object.keys(Employer.shape)];

export function isKept(name: string): boolean {
  return KEPT.includes(canonicalName(name));
}

export function canonicalName(name: string): string {
  return [...KEPT, ...MEMBERS].find((each) => each.toLowerCase() === name.toLowerCase()) ?? name;
}

/** A user, the list of an attribute, and what is in that: deeper there is nothing that is kept. */
export function withCanonicalNames(value: unknown, depth = 3): unknown {
  if (typeof value !== 'object' || value === null || depth === 0) return value;
  if (Array.isArray(value)) return value.map((each) => withCanonicalNames(each, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [canonicalName(name), withCanonicalNames(each, depth - 1)]),
  );
}

/** The same attributes as SCIM writes them. */
export function attributes({ emails, vendor, ...rest }: DirectoryFields): Record<string, unknown> {
  const { userName, externalId, active, displayName, name } = rest;
  return {
    ...given({ externalId, userName, displayName, name, active }),
    emails,
    ...(vendor === undefined ? {} : { [ENTERPRISE]: { organization: vendor } }),
  };
}

export function showUser(user: DirectoryUser): Record<string, unknown> & { readonly meta: Meta } {
  const iso = (at: number) => new Date(at).toISOString();
  const [created, lastModified] = [iso(user.createdAt), iso(user.changedAt)];
  const location = `/scim/v2/Users/${user.id}`;
  return {
    schemas: [USER, ...(user.vendor === undefined ? [] : [ENTERPRISE])],
    id: user.id,
    ...attributes(user),
    meta: { resourceType: 'User', created, lastModified, location },
  };
}

interface Meta {
  readonly resourceType: 'User';
  readonly created: string;
  readonly lastModified: string;
  readonly location: string;
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], null | undefined> } & {
  [K in keyof T as null extends T[K] ? never : undefined extends T[K] ? never : K]: T[K];
};

/** Without what is missing or empty: null and "" are how a directory takes a value away. */
function given<T extends object>(value: T): Given<T> {
  const entries = Object.entries(value).filter(([, each]) => each !== undefined && each !== null && each !== '');
  return Object.fromEntries(entries) as Given<T>;
}
