import http from 'node:http';
import https from 'node:https';
import { type HttpProxy, proxyVariables } from '../model/proxy.ts';

/** From here on all that Node asks by HTTP goes through it: GitHub's API, and issuers. git is told for itself. */
export function goOutThrough(proxy: HttpProxy | undefined): void {
  if (proxy !== undefined) http.setGlobalProxyFromEnv(proxyVariables(proxy));
}

const PATIENCE_MS = 10_000;

/**
 * What the proxy answers when it is asked for a way to a host (with its port); without a
 * status it did not answer, and `why`.
 */
export type WayTried = { readonly status: number } | { readonly why: string };

/** Asks for a way, and does not take it. */
export function tryWay({ address }: HttpProxy, host: string): Promise<WayTried> {
  const { protocol, hostname, port, username, password } = new URL(address);
  const { request } = protocol === 'https:' ? https : http;
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const basic = { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` };
  return new Promise((resolve) => {
    const asked = request({
      method: 'CONNECT',
      hostname: hostname.replaceAll(/[[\]]/g, ''),
      path: host,
      agent: false as const,
      ...(port === '' ? {} : { port }),
      headers: { host, ...(username === '' ? {} : basic) },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    asked.once('connect', ({ statusCode = 0 }, socket) => {
      socket.destroy();
      resolve({ status: statusCode });
    });
    asked.once('response', ({ statusCode = 0 }) => {
      asked.destroy();
      resolve({ status: statusCode });
    });
    asked.once('error', (error: NodeJS.ErrnoException) =>
      resolve({
        why:
          error.name === 'TimeoutError' || error.name === 'AbortError'
            ? `nothing for ${PATIENCE_MS / 1000} s`
            : (error.code ?? error.message),
      }),
    );
    asked.end();
  });
}
