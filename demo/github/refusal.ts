export const documentation = 'https://docs.github.com/rest';

/** GitHub says no: the status, the message and the extra members of its answer. */
export class Refusal extends Error {
  readonly status: number;
  readonly more: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    message: string,
    more: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.status = status;
    this.more = more;
    this.headers = headers;
  }
}

export const invalid = (resource: string, field: string, code = 'invalid', message?: string): Refusal =>
  new Refusal(422, 'Validation Failed', { errors: [{ resource, field, code, ...(message ? { message } : {}) }] });
