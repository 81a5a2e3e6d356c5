import { randomBytes } from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import { convertManifest } from '../../src/github/convert-manifest.ts';

afterEach(() => vi.unstubAllGlobals());

it.each([
  ['cut off', (secret: string) => `{"id":1,"webhook_secret":"${secret}`],
  ['no JSON', (secret: string) => `${secret}{"id":1}`],
  ['not what we read', (secret: string) => `{"id":"one","webhook_secret":"${secret}"}`],
])('an answer that is %s shows nobody the keys in it, and says what to do', async (_, body) => {
  const secret = randomBytes(20).toString('hex');
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body(secret), { status: 201 })));
  const error = await convertManifest('https://api.example', 'code').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'GitHubFailure', status: 201 });
  const { message } = error as Error;
  expect(message).toContain('Delete the new App on GitHub and try again.');
  for (let at = 0; at + 6 <= secret.length; at += 1) expect(message).not.toContain(secret.slice(at, at + 6));
});
