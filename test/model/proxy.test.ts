import { expect, it } from 'vitest';
import { goesDirectly, isProxyAddress, proxyOf, proxyVariables, sayProxy } from '../../src/model/proxy.ts';

it.each([
  'http://proxy.acme.example:3128',
  'proxy.acme.example:3128',
  'https://handback:p%40ss@proxy.acme.example',
  'http://[::1]:8080/',
])('%s is an address of a proxy', (address) => {
  expect(isProxyAddress(address)).toBe(true);
});

it.each(['socks5://proxy.acme.example:1080', 'http://', 'a proxy', 'http://handback:100%@proxy.acme.example'])(
  '%s is none',
  (address) => {
    expect(isProxyAddress(address)).toBe(false);
  },
);

it('none is used where none is set, and where everything is reached without it', () => {
  expect(proxyOf(undefined, 'acme.example')).toBeUndefined();
  expect(proxyOf('http://proxy:3128', 'localhost, *')).toBeUndefined();
});

it.each(['acme.example', '.acme.example', '*.acme.example', 'localhost ACME.example'])(
  'what is excepted is reached directly, with all below it: %s',
  (exceptions) => {
    const proxy = proxyOf('proxy:3128', exceptions) ?? expect.fail();
    const hosts = ['acme.example', 'github.ACME.example:8443', 'notacme.example', 'api.github.com'];
    expect(hosts.filter((host) => goesDirectly(proxy, host))).toEqual(hosts.slice(0, 2));
    expect(proxyVariables(proxy).no_proxy.split(',')).toEqual(
      expect.arrayContaining(['acme.example', '.acme.example']),
    );
  },
);

it('says where it is, and neither who asks nor by which password', () => {
  const proxy = proxyOf('http://handback:hunter2@proxy.acme.example:3128') ?? expect.fail();
  expect(sayProxy(proxy)).toBe('http://proxy.acme.example:3128');
});
