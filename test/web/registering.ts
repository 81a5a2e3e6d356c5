import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GitHub, startGitHub } from '../../demo/github/stand-in.ts';
import { type Place, registration } from '../../src/cli/register.ts';
import { type RegisterPage, startRegisterPage } from '../../src/web/register-page.ts';

/** The page under test, with the stand-in as GitHub and an empty folder for `.env`. */
export interface Registering {
  readonly github: GitHub;
  readonly page: RegisterPage;
  readonly state: string;
  readonly envFile: string;
  /** What GitHub does when a person confirms: keeps the manifest, and gives the code and the state back. */
  confirm(manifest: Manifest): string;
  close(): Promise<void>;
}

export interface Manifest extends Record<string, unknown> {
  readonly name: string;
  readonly redirect_url: string;
}

export async function registering(given: Partial<Place> = {}): Promise<Registering> {
  const github = await startGitHub();
  const acme = github.organization('acme');
  const directory = await mkdtemp(join(tmpdir(), 'handback-register-'));
  const place = { org: 'acme', serverUrl: github.url, apiUrl: `${github.url}/api/v3`, directory, ...given };
  const settings = await registration(place);
  const page = await startRegisterPage(settings);
  let codes = 0;
  return {
    github,
    page,
    state: settings.state,
    envFile: join(directory, '.env'),
    confirm: (manifest) => {
      codes += 1;
      github.world.manifests.set(`code-${codes}`, { manifest, owner: acme });
      return `${manifest.redirect_url}?code=code-${codes}&state=${settings.state}`;
    },
    close: async () => {
      await page.close();
      await github.close();
    },
  };
}

export function manifestIn(text: string): Manifest {
  const [, value = ''] = /name="manifest" value="([^"]*)"/.exec(text) ?? [];
  return JSON.parse(value.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))) as Manifest;
}
