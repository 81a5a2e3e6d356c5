import type { DirectoryUser } from '../../model/directory.ts';
import { ScimRefusal } from './answers.ts';

/**
 * `userName eq "jo@acme.example"`, and no more of the grammar: what is not understood is
 * refused, because it would find everybody.
 */
export interface Filter {
  /** Lower-cased; `emails[type eq "work"].value` is `emails.value` with a type. */
  readonly attribute: string;
  readonly emailType?: string;
  readonly value: string;
}

const FORM =
  /^\s*([a-z.$:\d-]+)(?:\[\s*type\s+eq\s+"([^"]*)"\s*\](\.value)?)?\s+eq\s+("(?:[^"\\]|\\.)*"|true|false)\s*$/i;
const KNOWN = ['id', 'username', 'externalid', 'emails.value', 'displayname', 'active'];

export function readFilter(text: string): Filter {
  const [, name = '', emailType, , literal = ''] = FORM.exec(text.slice(0, 2000)) ?? [];
  const bare = name.toLowerCase().replace('urn:ietf:params:scim:schemas:core:2.0:user:', '');
  const attribute = bare === 'emails' ? 'emails.value' : bare;
  if (!KNOWN.includes(attribute) || (emailType !== undefined && attribute !== 'emails.value')) {
    throw new ScimRefusal(
      400,
      'Only filters of the form `attribute eq "value"` are understood, for id, userName, externalId, displayName, active, emails.value and emails[type eq "work"].value.',
      'invalidFilter',
    );
  }
  const type = emailType === undefined ? {} : { emailType: emailType.toLowerCase() };
  return { attribute, ...type, value: unquoted(literal) };
}

export function fits({ attribute, emailType, value }: Filter, user: DirectoryUser): boolean {
  const same = (one: string | undefined) => one?.toLowerCase() === value.toLowerCase();
  switch (attribute) {
    case 'id':
      return user.id === value;
    case 'username':
      return same(user.userName);
    case 'externalid':
      return user.externalId === value;
    case 'displayname':
      return same(user.displayName);
    case 'active':
      return same(String(user.active));
    default:
      return user.emails.some(
        (email) => same(email.value) && (emailType === undefined || email.type?.toLowerCase() === emailType),
      );
  }
}

function unquoted(literal: string): string {
  if (!literal.startsWith('"')) return literal;
  try {
    return String(JSON.parse(literal));
  } catch {
    throw new ScimRefusal(400, 'The value of the filter is no JSON text', 'invalidFilter');
  }
}
