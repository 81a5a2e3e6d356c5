import type { Secret } from './secret.ts';

/** Asks an issuer whether a token still works. Status 0: no answer, which proves nothing. */
export type AskIssuer = (request: IssuerRequest) => Promise<IssuerAnswer>;

interface IssuerRequest {
  readonly host: 'github';
  readonly path: string;
  readonly token: Secret;
}

interface IssuerAnswer {
  readonly status: number;
  readonly date?: string;
  readonly requestId?: string;
}
