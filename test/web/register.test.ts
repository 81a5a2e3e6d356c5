import { createPrivateKey } from 'node:crypto';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { registration } from '../../src/cli/register.ts';
import { readConfig } from '../../src/config.ts';
import { manifestIn, type Registering, registering } from './registering.ts';

const PUBLIC = 'https://handback.acme.example';

let open: Registering | undefined;

afterEach(() => open?.close());

async function start(given: Parameters<typeof registering>[0] = { url: PUBLIC }): Promise<Registering> {
  open = await registering(given);
  return open;
}

const read = async (url: string) => {
  const response = await fetch(url);
  return { status: response.status, text: await response.text(), headers: response.headers };
};

it('hands app.yml to GitHub, with the addresses of this Handback', async () => {
  const { page } = await start();
  const { text } = await read(page.url);
  const manifest = manifestIn(text);
  expect(manifest).toMatchObject({
    name: 'Handback acme',
    public: false,
    redirect_url: `${page.url}registered`,
    hook_attributes: { url: `${PUBLIC}/api/github/webhooks`, active: true },
    default_permissions: { checks: 'write', issues: 'write', contents: 'read' },
  });
  expect(manifest['default_events']).toContain('pull_request');
});

it('turns the code into an App, and writes what `handback serve` needs to .env, for this user alone', async () => {
  const { page, github, confirm, envFile } = await start();
  const { status, text } = await read(confirm(manifestIn((await read(page.url)).text)));
  expect(status).toBe(200);
  const app = github.world.apps.at(-1);
  expect((await page.done).installUrl).toMatch(/\/apps\/handback-acme\/installations\/new$/);

  const written = await readFile(envFile, 'utf8');
  const values = parseEnv(written);
  const config = readConfig(values);
  expect(config.APP_ID).toBe(app?.id);
  expect(() => createPrivateKey((config.PRIVATE_KEY ?? '').replaceAll('\\n', '\n'))).not.toThrow();
  expect(config.WEBHOOK_SECRET).toBe(app?.webhookSecret);
  expect(config.FINGERPRINT_KEY).toMatch(/^[\da-f]{64}$/);
  expect((await stat(envFile)).mode & 0o777).toBe(0o600);
  for (const secret of [values['PRIVATE_KEY'], values['WEBHOOK_SECRET'], values['FINGERPRINT_KEY']])
    expect(text).not.toContain(secret);
});

it('asks for the public address when it was not given, and says what is wrong with one that cannot work', async () => {
  const { page } = await start({});
  expect((await read(page.url)).text).toContain('Public address of Handback');
  expect((await read(`${page.url}?address=http://localhost:3000`)).text).toContain('is this machine');
  expect((await read(`${page.url}?address=handback`)).text).toContain('is not an address');
  const { text } = await read(`${page.url}?address=${PUBLIC}/`);
  expect(manifestIn(text)).toMatchObject({ hook_attributes: { url: `${PUBLIC}/api/github/webhooks` } });
});

it('shows an address as text, whatever is in it', async () => {
  const { page } = await start({});
  const { text } = await read(`${page.url}?address=${encodeURIComponent('"><script>alert(1)</script>')}`);
  expect(text).not.toContain('<script>');
});

it('takes no code that comes without its own state', async () => {
  const { page, github, confirm, state } = await start();
  const answer = confirm(manifestIn((await read(page.url)).text));
  const others = [state.replace(/./, 'x'), state.replace(/./, '%C3%A9')].map((other) => answer.replace(state, other));
  for (const wrong of [...others, answer.replace(/&state=.*/, '')]) expect((await read(wrong)).status).toBe(400);
  expect(github.requests).toEqual([]);
  expect((await read(answer)).status).toBe(200);
});

it('says so when GitHub refuses the code, and works with the next one', async () => {
  const { page, confirm, state } = await start();
  const { status, text } = await read(`${page.url}registered?code=stale&state=${state}`);
  expect(status).toBe(502);
  expect(text).toContain('A code works once and for an hour');
  expect((await read(confirm(manifestIn((await read(page.url)).text)))).status).toBe(200);
});

it('refuses before anything is made when .env has an App already', async () => {
  const { envFile } = await start();
  await writeFile(envFile, 'APP_ID=1\n');
  const again = { org: 'acme', serverUrl: 'https://github.com', apiUrl: '', directory: join(envFile, '..') };
  await expect(registration(again)).rejects.toThrow('already has APP_ID');
});

it('keeps what else .env holds, above all the fingerprint key', async () => {
  const { page, confirm, envFile } = await start();
  const before = `PORT=8080\nFINGERPRINT_KEY=${'ab'.repeat(32)}`;
  await writeFile(envFile, before);
  await chmod(envFile, 0o644);
  await read(confirm(manifestIn((await read(page.url)).text)));
  const after = await readFile(envFile, 'utf8');
  expect(after.startsWith(`${before}\n`)).toBe(true);
  expect(after.match(/FINGERPRINT_KEY/g)).toHaveLength(1);
  expect((await stat(envFile)).mode & 0o777).toBe(0o600);
});

it('says what to do when the App exists and its keys could not be kept', async () => {
  const { page, confirm, envFile } = await start();
  const answer = confirm(manifestIn((await read(page.url)).text));
  await writeFile(envFile, 'WEBHOOK_SECRET=somebody-was-faster\n');
  const { status, text } = await read(answer);
  expect(status).toBe(502);
  expect(text).toContain('Make a new private key');
  expect(await readFile(envFile, 'utf8')).toBe('WEBHOOK_SECRET=somebody-was-faster\n');
});

it('answers only to its own name, only to GET, and lets no other page frame it', async () => {
  const { page } = await start();
  expect(await statusFor(page.url, 'evil.example')).toBe(404);
  expect((await fetch(page.url, { method: 'POST' })).status).toBe(404);
  const { headers } = await read(page.url);
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

it.each(['acme/../evil', '-acme', 'ac me'])('refuses the organisation %s', async (org) => {
  await expect(registration({ org, serverUrl: '', apiUrl: '', directory: '.' })).rejects.toThrow('is not a login');
});

it.each(['https://:pw@handback.acme.example', 'https://me@handback.acme.example'])(
  'refuses the address %s: what stands before the @ would be shown to GitHub',
  async (url) => {
    const place = { org: 'acme', serverUrl: 'https://github.com', apiUrl: '', directory: '.', url };
    await expect(registration(place)).rejects.toThrow('--url: An address has no user or password');
  },
);

it.each(['https://github.acme.example', 'github.acme.example/', 'github.com', 'a b', 'api.acme.ghe.com'])(
  'refuses %s as the host of an Enterprise Server',
  async (gheHost) => {
    const place = { org: 'acme', serverUrl: '', apiUrl: '', directory: '.', gheHost };
    await expect(registration(place)).rejects.toThrow('--ghe-host');
  },
);

it('says in words that .env cannot be read', async () => {
  const { envFile } = await start();
  await mkdir(envFile);
  const again = { org: 'acme', serverUrl: 'https://github.com', apiUrl: '', directory: join(envFile, '..') };
  await expect(registration(again)).rejects.toThrow(/\.env cannot be read \(EISDIR\)/);
});

it('writes to a file that git does not take', async () => {
  expect((await readFile('.gitignore', 'utf8')).split('\n')).toContain('.env');
});

function statusFor(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });
}
