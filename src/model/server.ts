// Three kinds of servers, each with its API elsewhere: github.com, GHE.com
// (docs.github.com/enterprise-cloud@latest/admin/data-residency), and Enterprise Server.

const GITHUB = 'github.com';
const OF_GITHUB = /^(?:www\.|api\.)?github\.com(?::\d+)?$/i;
const OF_GHE = /(?:^|\.)ghe\.com(?::\d+)?$/i;
/** Each enterprise has a name of its own there. */
const WITH_RESIDENCY = /^[a-z\d-]+\.ghe\.com(?::\d+)?$/i;

/** A name or an address of a server other than github.com, with a port or without. */
export function isServerHost(host: string): boolean {
  if (OF_GITHUB.test(host) || (OF_GHE.test(host) && !WITH_RESIDENCY.test(host))) return false;
  return /^(?:[\w.-]+|\[[\da-f:]+\])(?::\d+)?$/i.test(host);
}

/** Where people's pages are, and git. */
export function serverAddress(host: string = GITHUB, protocol = 'https'): string {
  return `${protocol}://${host}`;
}

export function apiAddress(host: string = GITHUB, protocol = 'https'): string {
  if (host === GITHUB || WITH_RESIDENCY.test(host)) return `${protocol}://api.${host}`;
  return `${protocol}://${host}/api/v3`;
}

/** As a proxy is asked for a way there. */
export function hostAndPort(address: string): string {
  const { protocol, hostname, port } = new URL(address);
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
}
