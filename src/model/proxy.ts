// The way out of a network that lets nothing out but through a proxy, as HTTPS_PROXY and
// NO_PROXY tell it to most programs.

export interface HttpProxy {
  /** With its user and password: never for a log, an error or a page. */
  readonly address: string;
  /** Hosts that are reached without it, with all that is below them. */
  readonly direct: readonly string[];
}

/** With `http://` or without; a user and a password in it are escaped as in every URL. */
export function isProxyAddress(text: string): boolean {
  const url = URL.parse(withScheme(text));
  return url !== null && /^https?:$/.test(url.protocol) && isEscaped(`${url.username}${url.password}`);
}

export function proxyOf(address: string | undefined, exceptions = ''): HttpProxy | undefined {
  // Programs differ in whether `acme.example`, `.acme.example` or `*.acme.example` means all
  // below it: here each of them does.
  const direct = exceptions
    .toLowerCase()
    .split(/[\s,]+/)
    .map((each) => (each === '*' ? each : each.replace(/^\*?\./, '')))
    .filter(Boolean);
  if (address === undefined || direct.includes('*')) return undefined;
  return { address: withScheme(address), direct };
}

/** `host` may have a port. */
export function goesDirectly({ direct }: HttpProxy, host: string): boolean {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  return direct.some((each) => each === host.toLowerCase() || each === name || name.endsWith(`.${each}`));
}

/** For Node's own proxies, which take a name without a dot for that host alone. */
export function proxyVariables({
  address,
  direct,
}: HttpProxy): Record<'http_proxy' | 'https_proxy' | 'no_proxy', string> {
  return {
    http_proxy: address,
    https_proxy: address,
    no_proxy: direct.flatMap((each) => [each, `.${each}`]).join(','),
  };
}

/** Where it is, without user and password. */
export function sayProxy({ address }: HttpProxy): string {
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
}

function withScheme(text: string): string {
  return text.includes('://') ? text : `http://${text}`;
}

function isEscaped(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
