import { createHmac, randomUUID } from 'node:crypto';

export interface Signed {
  readonly guid?: string;
  readonly secret: string;
}

/** Headers as GitHub sends them, signed with the secret. */
export function signedHeaders(event: string, body: string, { guid, secret }: Signed): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/0000000',
    'x-github-delivery': guid ?? randomUUID(),
    'x-github-event': event,
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  };
}

/** Delivers an event as GitHub does, and gives the status of the answer. */
export async function deliver(url: string, event: string, payload: unknown, signed: Signed): Promise<number> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const headers = signedHeaders(event, body, signed);
  const answer = await fetch(`${url}/api/github/webhooks`, { method: 'POST', headers, body });
  await answer.arrayBuffer();
  return answer.status;
}
