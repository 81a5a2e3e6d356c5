import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export const versions = new Set(['2022-11-28', '2026-03-10']);

export const versionOf = ({ headers }: IncomingMessage): string =>
  String(headers['x-github-api-version'] ?? '2022-11-28');

/** GitHub's own recipe, as others observed it: what varies, and the body. */
export const etag = (req: IncomingMessage, text: string | Buffer): string =>
  createHash('sha256')
    .update(`${req.headers.accept ?? ''}:${req.headers.authorization ?? ''}:`)
    .update(text)
    .digest('hex');
