import { expect, it } from 'vitest';
import { apiAddress, isServerHost, serverAddress } from '../../src/model/server.ts';

it.each<[host: string | undefined, server: string, api: string]>([
  [undefined, 'https://github.com', 'https://api.github.com'],
  ['acme.ghe.com', 'https://acme.ghe.com', 'https://api.acme.ghe.com'],
  ['Acme-EU.GHE.com', 'https://Acme-EU.GHE.com', 'https://api.Acme-EU.GHE.com'],
  ['github.acme.example', 'https://github.acme.example', 'https://github.acme.example/api/v3'],
  ['github.acme.example:8443', 'https://github.acme.example:8443', 'https://github.acme.example:8443/api/v3'],
  ['notghe.com', 'https://notghe.com', 'https://notghe.com/api/v3'],
])('%s has its pages at %s and its API at %s', (host, server, api) => {
  expect(serverAddress(host)).toBe(server);
  expect(apiAddress(host)).toBe(api);
  expect(host === undefined || isServerHost(host)).toBe(true);
});

it.each(['github.com', 'api.github.com', 'ghe.com', 'api.acme.ghe.com', 'acme.eu.ghe.com', 'https://acme.ghe.com', ''])(
  '"%s" is no host of a server: nothing would answer there, or something else',
  (host) => expect(isServerHost(host)).toBe(false),
);
