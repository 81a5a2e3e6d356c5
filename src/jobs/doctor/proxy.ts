import { tryWay, type WayTried } from '../../github/way-out.ts';
import { goesDirectly, type HttpProxy, sayProxy } from '../../model/proxy.ts';
import type { Checkup, Examination } from './checkup.ts';

/**
 * Where a proxy is in the way, nothing else can be well before it lets us through: to the API, and to where git goes.
 */
export const proxy: Examination = {
  about: 'proxy',

  run: async ({ wayOut }) =>
    wayOut === undefined ? [] : Promise.all(wayOut.hosts.map((host) => look(wayOut.proxy, host))),
};

async function look(through: HttpProxy, host: string): Promise<Checkup> {
  if (goesDirectly(through, host)) return { state: 'well', says: `${host} is reached without it, as NO_PROXY says` };
  return judge(`the proxy ${sayProxy(through)}`, host, await tryWay(through, host));
}

function judge(name: string, host: string, tried: WayTried): Checkup {
  if ('why' in tried) {
    const next = 'Is HTTPS_PROXY the right address, with its port, and may this machine connect to it?';
    return { state: 'ill', says: `${name} does not answer (${tried.why})`, next };
  }
  const { status } = tried;
  if (status >= 200 && status < 300) return { state: 'well', says: `${name} opens the way to ${host}` };
  const says = `${name} does not open the way to ${host} (${status})`;
  if (status === 407) {
    const next =
      'It wants a user and a password, or others than it was given: HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT, with signs such as @ escaped (%40). Only “Basic” is understood, not NTLM or Kerberos.';
    return { state: 'ill', says, next };
  }
  return {
    state: 'ill',
    says,
    next: `Whoever runs the proxy lets this machine CONNECT to ${host}; or name the host in NO_PROXY, if it can be reached without.`,
  };
}
