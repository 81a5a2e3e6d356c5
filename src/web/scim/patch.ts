import { z } from 'zod';
import { ScimRefusal } from './answers.ts';
import { canonicalName, ENTERPRISE, isKept, USER, withCanonicalNames } from './user.ts';
import { readValueFilter, type ValueFilter } from './value-filter.ts';

/** Of a path. */
const LONGEST = 500;

const Patch = z.object({
  Operations: z
    .array(
      z.object({
        // Entra writes `Replace`.
        op: z
          .string()
          .toLowerCase()
          .pipe(z.enum(['add', 'replace', 'remove'])),
        path: z.string().max(LONGEST).nullish(),
        value: z.unknown().optional(),
      }),
    )
    .max(100),
});
type Op = z.infer<typeof Patch>['Operations'][number]['op'];

type Attributes = Readonly<Record<string, unknown>>;

/** Applies what a directory wants changed to the attributes of a user; `readUser` judges the result as a whole. */
export function patched(user: Attributes, request: unknown): Attributes {
  const parsed = Patch.safeParse(request);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    throw new ScimRefusal(400, `${first?.path.join('.') || 'the body'}: ${first?.message}`, 'invalidSyntax');
  }
  return parsed.data.Operations.reduce<Attributes>((now, { op, path, value }) => {
    if (path !== undefined && path !== null && path !== '') return changed(now, op, path, value);
    if (op === 'remove') throw new ScimRefusal(400, 'A removal needs a path', 'invalidPath');
    if (!isObject(value)) throw new ScimRefusal(400, 'Without a path, the value must be an object', 'invalidValue');
    // Okta sends attributes here, Entra paths as well.
    return Object.entries(value).reduce<Attributes>((then, [name, each]) => changed(then, op, name, each), now);
  }, user);
}

/** An attribute, what stands in its brackets, and one of its members. */
const PATH = /^([a-z$][\w$-]*)(?:\[(.*)\])?(?:\.([a-z$][\w$-]*))?$/is;

/** The attribute that a path begins with. */
const ATTRIBUTE = /^[a-z$][\w$-]*/i;

function changed(user: Attributes, op: Op, path: string, given: unknown): Attributes {
  const { name: whole, schema } = withoutSchema(path);
  const value = withCanonicalNames(given);
  if (schema === ENTERPRISE) return inEnterprise(user, op, canonicalName(whole), value);
  // What is not kept, and so also how its path goes on, must not keep back what stands beside it: that somebody left.
  const attribute = ATTRIBUTE.exec(whole)?.[0];
  if (attribute !== undefined && !isKept(attribute)) return user;
  // As the name of a member it may be as long as the body.
  const [, raw, brackets, member] = PATH.exec(whole.length > LONGEST ? '' : whole) ?? [];
  const name = canonicalName(raw ?? '');
  if (raw === undefined || (brackets !== undefined && name !== 'emails'))
    throw new ScimRefusal(400, `The path is not understood: ${path.slice(0, LONGEST)}`, 'invalidPath');
  const sub = member && canonicalName(member);
  const which = brackets === undefined ? undefined : readValueFilter(brackets);
  if (name === 'emails') return { ...user, emails: emails(user['emails'], op, { which, sub }, value) };
  if (sub !== undefined || name === 'name') return inside(user, op, name, sub, value);
  return assigned(user, op, name, value);
}

/** `urn:...:User:organization` is the attribute of a schema; the bare schema is all of its attributes. */
function withoutSchema(path: string): { name: string; schema: string } {
  const schema = [ENTERPRISE, USER].find((each) => path.toLowerCase().startsWith(each.toLowerCase())) ?? '';
  return { name: schema === '' ? path : path.slice(schema.length + 1), schema };
}

function inEnterprise(user: Attributes, op: Op, name: string, value: unknown): Attributes {
  if (name === '') return isObject(value) ? assigned(user, op, ENTERPRISE, value) : user;
  return inside(user, op, ENTERPRISE, name, value);
}

/** One member of an attribute that has several, or some of them at once. */
function inside(user: Attributes, op: Op, name: string, sub: string | undefined, value: unknown): Attributes {
  const had = isObject(user[name]) ? user[name] : {};
  if (sub === undefined)
    return { ...user, [name]: op === 'remove' ? null : { ...had, ...(isObject(value) ? value : {}) } };
  return { ...user, [name]: { ...had, [sub]: op === 'remove' ? null : value } };
}

function assigned(user: Attributes, op: Op, name: string, value: unknown): Attributes {
  if (op !== 'remove') return { ...user, [name]: value };
  if (name === 'active' || name === 'userName')
    throw new ScimRefusal(400, `${name} cannot be removed, only replaced`, 'mutability');
  return { ...user, [name]: null };
}

interface Which {
  readonly which: ValueFilter | undefined;
  readonly sub: string | undefined;
}

function emails(before: unknown, op: Op, { which, sub }: Which, value: unknown): readonly unknown[] {
  const had = Array.isArray(before) ? before.filter(isObject) : [];
  if (op === 'remove') return had.flatMap((email) => (which?.fits(email) === false ? [email] : less(email, sub)));
  if (which === undefined) return allEmails(had, op, value);
  const { fits, holds } = which;
  const given: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  const change = (email: Attributes) => ({ ...email, ...(sub === undefined ? Object(given) : { [sub]: value }) });
  if (had.some(fits)) return had.map((email) => (fits(email) ? change(email) : email));
  // Entra sends a first address so; what the filter leaves open nobody can make up.
  if (holds === undefined) throw new ScimRefusal(400, 'No address is what the filter in the path says', 'noTarget');
  return [...had, change(holds)];
}

/** An address without its value is none. */
function less(email: Attributes, sub: string | undefined): readonly Attributes[] {
  if (sub === undefined || sub === 'value') return [];
  return [Object.fromEntries(Object.entries(email).filter(([name]) => name !== sub))];
}

function allEmails(had: readonly Attributes[], op: Exclude<Op, 'remove'>, value: unknown): readonly unknown[] {
  const given: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (op === 'replace') return given;
  const fresh = given.filter((email) => !had.some((old) => isObject(email) && old['value'] === email['value']));
  return [...had, ...fresh];
}

function isObject(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
