import { createHash } from 'node:crypto';

/**
 * Of a line as `~/.ssh/id_ed25519.pub` has it. Equal keys have equal hashes, wherever they
 * turn up; the comment behind the key does not count.
 */
export function publicKeyHash(line: string): string {
  const [type = '', body = ''] = line.trim().split(/\s+/);
  return createHash('sha256').update(`${type} ${body}`).digest('hex').slice(0, 32);
}
