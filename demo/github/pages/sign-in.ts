// "Sign in with GitHub": a page to choose who one is, and the token that the app gets for it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomText } from '../acts/tokens.ts';
import type { World } from '../world.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';

export function signIn(world: World, req: IncomingMessage, res: ServerResponse, url: URL, body: Buffer): void {
  if (url.pathname === '/login/oauth/authorize') authorize(world, res, url);
  else if (req.method === 'POST' && url.pathname === '/login/oauth/access_token') exchange(world, res, read(body, url));
  else res.writeHead(404).end();
}

/** With `as=login` in the address, that person has clicked already. */
function authorize(world: World, res: ServerResponse, url: URL): void {
  const { client_id: clientId, redirect_uri: back, state = '', as } = Object.fromEntries(url.searchParams);
  const app = world.apps.find((one) => one.clientId === clientId);
  if (!app || !back) {
    res.writeHead(404).end();
    return;
  }
  const user = as === undefined ? undefined : world.user(as);
  if (user) {
    const code = randomText(20);
    world.signIns.set(code, { app, user });
    const location = `${back}${back.includes('?') ? '&' : '?'}${new URLSearchParams({ code, state }).toString()}`;
    res.writeHead(302, { location }).end();
    return;
  }
  const people = world.users.filter(({ type, login }) => type === 'User' && login !== world.webFlow.login);
  const links = people.map(({ login, name, id }) => {
    const href = `?${new URLSearchParams({ ...Object.fromEntries(url.searchParams), as: login }).toString()}`;
    return html`<tr><td><img src="/avatars/${id}" alt=""> <a href="${href}">${login}</a> <span class="muted">${name}</span></td></tr>`;
  });
  const shown = layout(
    'Sign in',
    [{ text: 'GitHub', href: '/' }],
    html`<h1>Sign in to ${app.name} as …</h1><table class="list">${links}</table>`,
  );
  const headers = { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'" };
  res.writeHead(200, { ...headers, 'content-type': 'text/html; charset=utf-8' }).end(shown.text);
}

/** GitHub answers 200 to a wrong code too, with the error in the body. */
function exchange(world: World, res: ServerResponse, given: Record<string, string>): void {
  const { client_id: clientId, client_secret: secret, code = '' } = given;
  const found = world.signIns.get(code);
  const known = found?.app.clientId === clientId && found?.app.clientSecret === secret;
  res.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  if (!found || !known) {
    const error = found ? 'incorrect_client_credentials' : 'bad_verification_code';
    res.end(
      JSON.stringify({
        error,
        error_description: 'The code or the client credentials passed are incorrect or expired.',
      }),
    );
    return;
  }
  world.signIns.delete(code);
  const token = `ghu_${randomText(36)}`;
  world.tokens.set(token, { kind: 'user', user: found.user, expiresAt: world.now() + 8 * 3_600_000 });
  res.end(JSON.stringify({ access_token: token, expires_in: 28_800, token_type: 'bearer', scope: '' }));
}

function read(body: Buffer, url: URL): Record<string, string> {
  const text = body.toString();
  const sent = text.startsWith('{')
    ? (JSON.parse(text) as Record<string, string>)
    : Object.fromEntries(new URLSearchParams(text));
  return { ...Object.fromEntries(url.searchParams), ...sent };
}
