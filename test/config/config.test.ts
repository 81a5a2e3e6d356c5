import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, readProxy, readStorageConfig } from '../../src/config.ts';

const GOOD = {
  APP_ID: '12',
  PRIVATE_KEY: '-----BEGIN RSA PRIVATE KEY-----\nnothing\n-----END RSA PRIVATE KEY-----',
  WEBHOOK_SECRET: 'not-a-real-secret-but-long',
};

function told(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'nothing is wrong';
}
const named = (environment: Record<string, string>) =>
  [...told(environment).matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name);

it.each([
  [{ PORT: 'http' }, 'PORT: must be a port, up to 65535'],
  [{ SWEEP_MINUTES: 'hourly' }, 'SWEEP_MINUTES: must be a number of minutes'],
  [{ PROVE_MINUTES: '-1' }, 'PROVE_MINUTES: must be more than 0'],
  [{ CONCURRENCY: '1.5' }, 'CONCURRENCY: must be a whole number from 1 to 64'],
  [{ PRIVATE_KEY: 'abc' }, 'PRIVATE_KEY: is not the PEM that GitHub gave you'],
  [{ PRIVATE_KEY: '/etc/app.pem' }, 'PRIVATE_KEY: is not the PEM that GitHub gave you; the path of its file'],
  [{ GHE_HOST: 'https://github.acme.example' }, 'GHE_HOST: is the name of the host alone'],
  [
    { GHE_HOST: 'api.acme.ghe.com' },
    'GHE_HOST: is the name of the host alone, such as github.acme.example or acme.ghe.com',
  ],
  [{ GHE_HOST: 'ghe.com' }, 'GHE_HOST: is the name of the host alone'],
])('%j is told in words', (wrong, words) => {
  expect(told({ ...GOOD, ...wrong })).toContain(`  ${words}`);
});

describe('a good environment', () => {
  it('needs three variables; the rest has defaults', () => {
    expect(readConfig(GOOD)).toMatchObject({
      APP_ID: 12,
      PORT: 3000,
      DATA_DIR: '.data',
      LOG_LEVEL: 'info',
      THROTTLE: 'on',
    });
  });

  it('may name a file instead of the key', () => {
    const { PRIVATE_KEY: _, ...rest } = GOOD;
    expect(readConfig({ ...rest, PRIVATE_KEY_PATH: 'app.pem' }).PRIVATE_KEY_PATH).toBe('app.pem');
  });

  it('may hold variables of others', () => {
    expect(readConfig({ ...GOOD, HOME: '/root', PATH: '/bin' })).not.toHaveProperty('HOME');
  });

  it('may leave a variable empty, which is as if it were not there', () => {
    expect(readConfig({ ...GOOD, DATABASE_URL: '', PORT: '' })).toMatchObject({ PORT: 3000 });
  });

  it('may name the proxies in small letters, which come first, as for other programs', () => {
    const both = { HTTPS_PROXY: 'http://large.example', https_proxy: 'http://small.example', no_proxy: 'acme.example' };
    expect(readConfig({ ...GOOD, ...both })).toMatchObject({
      HTTPS_PROXY: 'http://small.example',
      NO_PROXY: 'acme.example',
    });
    expect(readProxy(both)?.address).toBe('http://small.example');
    expect(readProxy({})).toBeUndefined();
  });

  it('for commands that talk to no GitHub needs nothing', () => {
    expect(readStorageConfig({})).toEqual({ DATA_DIR: '.data', GHE_PROTOCOL: 'https' });
  });
});

describe('what is missing is named', () => {
  it.each(['APP_ID', 'WEBHOOK_SECRET'])('%s', (name) => {
    const { [name as keyof typeof GOOD]: _, ...rest } = GOOD;
    expect(named(rest as Record<string, string>)).toEqual([name]);
  });

  it('the key, with both ways to give it', () => {
    const { PRIVATE_KEY: _, ...rest } = GOOD;
    expect(named(rest)).toEqual(['PRIVATE_KEY']);
    expect(told(rest)).toContain('or PRIVATE_KEY_PATH');
  });

  it('the fingerprint key, once there is a database that several processes share', () => {
    expect(named({ ...GOOD, DATABASE_URL: 'postgres://db/handback' })).toEqual(['FINGERPRINT_KEY']);
  });

  it('more than one at a time', () => {
    expect(named({}).toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      'APP_ID',
      'PRIVATE_KEY',
      'WEBHOOK_SECRET',
    ]);
  });

  it('with what to do about it', () => {
    expect(told({})).toMatch(/^Handback cannot start.*\n(.*\n)+Set these in the environment or in the file \.env/);
  });
});

describe('what is wrong', () => {
  const WRONG = {
    APP_ID: 'hunter2',
    PRIVATE_KEY: 'hunter2',
    WEBHOOK_SECRET: 'hunter2',
    FINGERPRINT_KEY: 'hunter2',
    DATABASE_URL: 'hunter2://x',
    GHE_PROTOCOL: 'hunter2',
    PORT: 'hunter2',
    LOG_LEVEL: 'hunter2',
    SWEEP_MINUTES: 'hunter2',
    PROVE_MINUTES: '-1',
    RECONCILE_MINUTES: '0',
    CONCURRENCY: '1000',
    THROTTLE: 'hunter2',
    HTTPS_PROXY: 'socks5://hunter2',
  };

  it.each(Object.entries(WRONG))('%s is named, and its value is not printed', (name, value) => {
    const environment = { ...GOOD, [name]: value };
    expect(named(environment)).toContain(name);
    expect(told(environment)).not.toContain('hunter2');
  });

  it('is named all at once', () => {
    expect(named(WRONG).toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual(
      Object.keys(WRONG).toSorted((a, b) => String(a).localeCompare(String(b))),
    );
    expect(told(WRONG)).not.toContain('hunter2');
  });

  it.each(['development', 'short'])('a webhook secret that anybody guesses: %s', (WEBHOOK_SECRET) => {
    expect(named({ ...GOOD, WEBHOOK_SECRET })).toContain('WEBHOOK_SECRET');
  });
});
