import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bearer } from '../../src/detect/probes.ts';
import { askIssuer } from '../../src/github/ask-issuer.ts';
import { Secret } from '../../src/model/secret.ts';
import { connectTo, type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
beforeEach(async () => {
  acme = await makeDoor({ permissions: { contents: 'read' } });
});
afterEach(() => acme.close());

const shop = { owner: 'acme', repo: 'shop' };
const Id = z.object({ id: z.number() });

describe('the App itself', () => {
  it('knows the account that it writes as', async () => {
    expect(await acme.app.botLogin()).toBe('handback[bot]');
  });

  it('lists its installations', async () => {
    const route = 'GET /app/installations';
    expect(await Array.fromAsync(acme.app.asApp.pages(route, {}, Id))).toEqual([{ id: acme.installationId }]);
  });

  it('gets the token for git from the server where it lives, before any other request', async () => {
    const { url, header } = await acme.door.gitAccess('acme/shop');
    expect(url).toBe(`${acme.github.url}/acme/shop.git`);
    expect(header).toMatch(/^Authorization: Basic /);
    expect(acme.github.requests.map(({ path }) => path)).toEqual([
      `/app/installations/${acme.installationId}/access_tokens`,
    ]);
  });
});

describe('an installation that is', () => {
  it('suspended is not visible', async () => {
    acme.github.suspend(acme.installationId, acme.alice);
    await expect(acme.door.find('GET /repos/{owner}/{repo}', shop, Id)).rejects.toMatchObject({
      name: 'NotVisible',
      message: expect.stringContaining('suspended'),
    });
  });

  it('removed gives no token for git, in our words', async () => {
    acme.github.uninstall(acme.installationId, acme.alice);
    await expect(acme.door.gitAccess('acme/shop')).rejects.toMatchObject({ name: 'GitHubFailure', status: 404 });
  });

  it('removed answers nothing: what is not readable is not taken for "not there"', async () => {
    acme.github.uninstall(acme.installationId, acme.alice);
    await expect(acme.door.find('GET /repos/{owner}/{repo}', shop, Id)).rejects.toMatchObject({
      name: 'GitHubFailure',
    });
  });
});

it('a body that is cut short is a failure that says so, and no fact', async () => {
  const server = createServer((request, response) => {
    const token = request.url?.includes('access_tokens');
    const whole = JSON.stringify({ token: 'x', expires_at: '2099-01-01T00:00:00Z', permissions: {} });
    response.writeHead(token ? 201 : 200, { 'content-type': 'application/json' });
    response.end(token ? whole : '{"id": 12');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const app = connectTo(`http://127.0.0.1:${port}`, acme.appId, acme.privateKey);
  const door = await app.forInstallation(1);
  await expect(door.find('GET /repos/{owner}/{repo}', shop, Id)).rejects.toMatchObject({ name: 'GitHubFailure' });
  server.close();
});

describe('the issuer', () => {
  const ask = (token: string) => {
    const issuer = askIssuer({ github: `${acme.github.url}/api/v3`, restMs: 0, now: Date.now });
    return issuer(bearer('{api}/user'), new Secret(token));
  };

  it('accepts a token that lives and refuses one that is revoked, each with the request to find it again', async () => {
    const token = acme.github.createPersonalAccessToken(acme.mallory);
    expect(await ask(token)).toMatchObject({ status: 200, requestId: expect.any(String), date: expect.any(String) });
    acme.github.revokePersonalAccessToken(token);
    expect(await ask(token)).toMatchObject({ status: 401, requestId: expect.any(String) });
  });

  it('that does not answer says nothing, and the token stands in no error', async () => {
    acme.github.fault({ on: /GET \/user/, cut: true });
    expect(await ask('not-a-token')).toEqual({ status: 0, verdict: 'unclear' });
  });
});
