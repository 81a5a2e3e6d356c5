import http from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askIssuer } from '../../src/github/ask-issuer.ts';
import { convertManifest } from '../../src/github/convert-manifest.ts';
import { goOutThrough } from '../../src/github/way-out.ts';
import type { Probe } from '../../src/model/issuer.ts';
import { proxyOf } from '../../src/model/proxy.ts';
import { Secret } from '../../src/model/secret.ts';
import { type RunningProxy, startProxy } from '../support/http-proxy.ts';

let proxy: RunningProxy;
beforeAll(async () => {
  proxy = await startProxy({ refuses: /./ });
  goOutThrough(proxyOf(proxy.host));
});
afterAll(async () => {
  http.setGlobalProxyFromEnv({ http_proxy: 'http://127.0.0.1:9', https_proxy: 'http://127.0.0.1:9', no_proxy: '*' });
  await proxy.close();
});

const answer = { status: [401, 403, 407] };
const probe: Probe = {
  method: 'GET',
  url: 'https://issuer.invalid/me',
  headers: {},
  live: { status: [200] },
  dead: answer,
};

it('an issuer is asked through it, and what the proxy refuses proves no death', async () => {
  const ask = askIssuer({ github: 'https://github.invalid', restMs: 0, now: Date.now });
  expect(await ask(probe, new Secret('a value'))).toEqual({ status: 0, verdict: 'unclear' });
  expect(proxy.asked).toContain('CONNECT issuer.invalid:443');
});

it('an App is registered through it', async () => {
  await expect(convertManifest('https://api.github.invalid', 'code')).rejects.toThrow(/no answer from GitHub/);
  expect(proxy.asked).toContain('CONNECT api.github.invalid:443');
});
