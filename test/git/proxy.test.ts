import { afterEach, expect, it } from 'vitest';
import { git } from '../../src/git/run.ts';
import { startProxy } from '../support/http-proxy.ts';
import { makeGit } from '../support/make-repository.ts';

const repo = makeGit();
afterEach(() => repo.remove());

it('git shows a proxy its password at once, as Node does, and tells nobody else', async () => {
  const proxy = await startProxy({ credentials: 'handback:p@ss', refuses: /^github\.invalid/ });
  const ask = (password: string) =>
    git(repo.directory, ['ls-remote', 'https://github.invalid/acme/shop.git'], {
      header: 'X-Test: 1',
      proxy: `http://handback:${password}@${proxy.host}`,
    }).catch(String);
  expect(await ask('p%40ss')).toMatch(/unable to access .*403/);
  expect(proxy.asked).toEqual(['CONNECT github.invalid:443']);
  const said = await ask('another');
  expect(said).toMatch(/unable to access .*407/);
  expect(said).not.toContain('another');
  await proxy.close();
});
