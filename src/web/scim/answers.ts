import type { Reply } from '../endpoint.ts';

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const TYPE = { 'content-type': 'application/scim+json; charset=utf-8' };

/** RFC 7644, table 9, as far as we need it. */
type ScimType =
  | 'invalidFilter'
  | 'uniqueness'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'mutability';

/** What is wrong with a request; thrown by what reads it, answered by the endpoint. */
export class ScimRefusal extends Error {
  override readonly name = 'ScimRefusal';
  readonly status: number;
  readonly scimType: ScimType | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, detail: string, scimType?: ScimType, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.status = status;
    this.scimType = scimType;
    this.headers = headers;
  }
}

export function refusal({ status, message, scimType, headers }: ScimRefusal): Reply {
  const body = { schemas: [ERROR], status: String(status), ...(scimType ? { scimType } : {}), detail: message };
  return { status, body, headers: { ...TYPE, ...headers } };
}

export function scim(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, body, headers: { ...TYPE, ...headers } };
}

const MOST_PER_PAGE = 200;

/** RFC 7644 §3.4.2.4: counts from 1; what is out of range is brought into it. */
export function listed(query: URLSearchParams, all: readonly object[]): Reply {
  const startIndex = Math.max(1, whole(query, 'startIndex') ?? 1);
  const count = Math.min(MOST_PER_PAGE, Math.max(0, whole(query, 'count') ?? MOST_PER_PAGE));
  const page = all.slice(startIndex - 1, startIndex - 1 + count);
  const numbers = { totalResults: all.length, startIndex, itemsPerPage: page.length };
  return scim(200, { schemas: [LIST], ...numbers, Resources: page });
}

function whole(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^-?\d{1,9}$/.test(text)) throw new ScimRefusal(400, `${name} must be a whole number`, 'invalidValue');
  return Number(text);
}
