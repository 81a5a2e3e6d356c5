/**
 * Whether text is a signed JSON Web Token of somebody: header and payload are JSON objects, and the header names an
 * algorithm. What jwt.io fills in, whatever it is signed with, is nobody's.
 */
export function isJwt(text: string): boolean {
  const [header = '', payload = ''] = text.slice(Math.max(0, text.indexOf('eyJ'))).split('.');
  const says = objectIn(payload);
  return 'alg' in objectIn(header) && Object.keys(says).length > 0 && says['name'] !== 'John Doe';
}

function objectIn(part: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
