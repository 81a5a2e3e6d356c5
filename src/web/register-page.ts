import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sameSecret } from './endpoint.ts';
import { type Html, html, page } from './html.ts';

export interface Registration {
  readonly organization: string;
  /** `https://github.com`, or the address of an Enterprise Server. */
  readonly serverUrl: string;
  /** Where GitHub can reach Handback, when that is known already; otherwise the page asks. */
  readonly publicUrl?: string;
  /** Sent along and expected back: a code that comes with another one is not an answer to us. */
  readonly state: string;
  readonly manifest: (publicUrl: string, redirectUrl: string) => object;
  /** Turns GitHub's one-time code into an App and keeps its keys. What it throws is shown and may be tried again. */
  readonly finish: (code: string) => Promise<Registered>;
}

interface Registered {
  readonly name: string;
  readonly installUrl: string;
}

export interface RegisterPage {
  readonly url: string;
  /** Resolves when an App was registered and its keys are kept. */
  readonly done: Promise<Registered>;
  close(): Promise<void>;
}

/**
 * A page on this machine alone that hands the manifest to GitHub and takes GitHub's answer. It never shows a secret.
 */
export async function startRegisterPage(registration: Registration): Promise<RegisterPage> {
  const { promise: done, resolve } = Promise.withResolvers<Registered>();
  const server = createServer((request, response) => {
    route(registration, request, response).then(
      (registered) => registered && resolve(registered),
      (error: unknown) => answer(registration, response, 502, failed(error)),
    );
  });
  await new Promise<void>((listening, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', listening);
  });
  const close = () =>
    new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeIdleConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, done, close };
}

async function route(
  registration: Registration,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Registered | undefined> {
  const here = `127.0.0.1:${request.socket.localPort}`;
  const { pathname, searchParams } = new URL(request.url ?? '/', `http://${here}`);
  // A page elsewhere that resolves its own name to this machine comes with its own name as the host.
  const foreign = request.headers.host !== here && request.headers.host !== `localhost:${request.socket.localPort}`;
  if (foreign || request.method !== 'GET' || !['/', '/registered'].includes(pathname)) {
    answer(registration, response, 404, page('Not found', html`<h1>Not found</h1>`));
    return undefined;
  }
  if (pathname === '/') {
    const address = registration.publicUrl ?? searchParams.get('address');
    const shown =
      address === null ? askAddress(registration) : offer(registration, address, `http://${here}/registered`);
    answer(registration, response, 200, shown);
    return undefined;
  }
  const code = searchParams.get('code') ?? '';
  if (code === '' || !sameSecret(searchParams.get('state') ?? '', registration.state)) {
    answer(registration, response, 400, stranger());
    return undefined;
  }
  const registered = await registration.finish(code);
  answer(registration, response, 200, success(registered));
  return registered;
}

function answer({ serverUrl }: Registration, response: ServerResponse, status: number, body: Html): void {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; form-action 'self' ${serverUrl}; frame-ancestors 'none'; base-uri 'none'`;
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(body.text);
}

function askAddress({ organization }: Registration): Html {
  return page(
    'Register Handback',
    html`<h1>Register Handback for ${organization}</h1>
<form method="get" action="/">
<label for="address">Public address of Handback</label>
<input id="address" name="address" type="url" required pattern="https://.+" placeholder="https://handback.example.com" autofocus>
<p class="hint">GitHub sends its events there, so it must reach it from outside. It can be changed later in the App’s settings.</p>
<button>Continue</button>
</form>`,
  );
}

function offer({ organization, serverUrl, state, manifest }: Registration, address: string, redirectUrl: string): Html {
  const problem = problemOf(address);
  if (problem !== undefined)
    return page(
      'Register Handback',
      html`<h1>That address will not do</h1><p>${problem}</p><p><a href="/">Back</a></p>`,
    );
  const action = `${serverUrl}/organizations/${encodeURIComponent(organization)}/settings/apps/new?state=${state}`;
  const wanted = manifest(address.replace(/\/+$/, ''), redirectUrl) as {
    default_permissions: Readonly<Record<string, string>>;
    default_events: readonly string[];
  };
  const permissions = Object.entries(wanted.default_permissions);
  const named = (access: string) => permissions.filter(([, each]) => each === access).map(([name]) => name);
  return page(
    'Register Handback',
    html`<h1>Register Handback for ${organization}</h1>
<p>GitHub shows you the App once more and asks for its name. Then it sends you back here, and the keys of the App are written to the file <code>.env</code>.</p>
<dl>
<dt>Events go to</dt><dd><code>${address}</code></dd>
<dt>Reads</dt><dd>${named('read').join(', ')}</dd>
<dt>Writes</dt><dd>${named('write').join(', ')}</dd>
<dt>Listens to</dt><dd>${wanted.default_events.join(', ')}</dd>
</dl>
<form method="post" action="${action}">
<input type="hidden" name="manifest" value="${JSON.stringify(wanted)}">
<button>Create the App on ${new URL(serverUrl).host}</button>
</form>
<p class="hint">You must be an owner of ${organization}. Nothing is installed yet: that is the next step.</p>`,
  );
}

function success({ name, installUrl }: Registered): Html {
  return page(
    'Handback is registered',
    html`<h1>${name} is registered</h1>
<p>Its keys are in <code>.env</code>. Next: start Handback there with <code>npm start</code>, then install it and choose the repositories that it may see.</p>
<p><a class="button" href="${installUrl}">Install it</a></p>
<p class="hint">You can close this page.</p>`,
  );
}

function stranger(): Html {
  return page(
    'Not from here',
    html`<h1>This answer does not belong to this page</h1>
<p>Its <code>state</code> is not the one that was sent, so nothing was registered. Begin again at <a href="/">the first page</a>.</p>`,
  );
}

function failed(error: unknown): Html {
  const says = error instanceof Error ? error.message : 'unknown error';
  return page('That did not work', html`<h1>That did not work</h1><p>${says}</p>`);
}

/** Says why GitHub could not deliver there, or nothing. */
export function problemOf(address: string): string | undefined {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol))
    return `“${address}” is not an address. Write it as https://handback.example.com.`;
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return 'An address has no user or password, no “?” and no “#”.';
  if (/^(localhost|127\..*|\[::1\])$/.test(url.hostname))
    return `${url.hostname} is this machine; GitHub cannot deliver to it. Use the address that others reach it by.`;
  return undefined;
}
