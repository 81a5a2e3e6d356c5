import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Context, Site } from '../../src/jobs/context.ts';
import { git } from '../../src/jobs/doctor/git.ts';
import { makeRepository } from '../support/make-situation.ts';

let here: string;
beforeEach(() => {
  here = mkdtempSync(join(tmpdir(), 'doctor-git-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(here, { recursive: true, force: true });
});

async function told(url = 'http://127.0.0.1:9/acme/shop.git'): Promise<string> {
  const repositories = { list: async () => [makeRepository({ fullName: 'acme/shop' })] };
  const context = { store: { repositories } } as unknown as Context;
  const github = { gitAccess: async () => ({ url, header: 'X-Test: 1' }) };
  const site = { organization: { id: 1, login: 'acme' }, github } as unknown as Site;
  const manifest = { default_events: [], default_permissions: {} };
  const found = await git.run({ context, manifest, appId: 1, site });
  return found.map(({ state, says, next }) => [state, says, next].filter(Boolean).join(' | ')).join('\n');
}

function pretend(script: string): void {
  writeFileSync(join(here, 'git'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  vi.stubEnv('PATH', here);
}

it('a git that gets no way out is wrong, though the API may answer', async () => {
  expect(await told()).toMatch(/^ill \| acme\/shop: git ls-remote failed .* \| See that this machine reaches GitHub/);
});

it('a certificate that git does not know is told from a server that does not answer', async () => {
  const certificate = 'server certificate verification failed. CAfile: none CRLfile: none';
  pretend(`case "$*" in *version) echo git version 2.50.1;; *) echo "${certificate}" >&2; exit 128;; esac`);
  expect(await told()).toMatch(/^ill \| .*certificate verification failed.* \| .*NODE_EXTRA_CA_CERTS/);
});

it('a git that is too old, and none at all, are wrong', async () => {
  pretend('echo git version 2.37.9');
  expect(await told()).toBe('ill | git 2.37.9 is too old | Install git 2.38 or newer.');
  vi.stubEnv('PATH', join(here, 'none'));
  expect(await told()).toMatch(/^ill \| git was not found\. Install git 2\.38/);
});
