/** Whether text is a signed JSON Web Token: header and payload are JSON objects, and the header names an algorithm. */
export function isJwt(text: string): boolean {
  const [header = '', payload = ''] = text.slice(Math.max(0, text.indexOf('eyJ'))).split('.');
  const algorithm = namesIn(header);
  return algorithm.includes('alg') && namesIn(payload).length > 0;
}

function namesIn(part: string): string[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof parsed === 'object' && parsed !== null ? Object.keys(parsed) : [];
  } catch {
    return [];
  }
}
