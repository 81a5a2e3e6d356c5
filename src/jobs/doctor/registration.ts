import { z } from 'zod';
import { type GitHubApp, GitHubFailure } from '../../github/github.ts';
import type { Checkup, Examination, Manifest } from './checkup.ts';

/** https://docs.github.com/rest/apps/apps#get-the-authenticated-app, and of an installation of it. */
const Granted = z.object({ permissions: z.record(z.string(), z.string().optional()), events: z.array(z.string()) });
const App = Granted.extend({ slug: z.string(), html_url: z.string() });
const Installation = Granted.extend({ html_url: z.string(), suspended_at: z.string().nullish() });
const Installed = z.object({ account: z.object({ login: z.string(), type: z.string() }).nullish() });

/** GitHub has the App, and has it as `app.yml` says: what is asked for, what was granted, what is sent. */
export const registration: Examination = {
  about: 'App and installation',

  run: async ({ context: { github }, manifest, appId, organization }) => {
    const app = await github.asApp.find('GET /app', {}, App).catch(refused);
    if (app === undefined || 'refused' in app)
      return [
        {
          state: 'ill',
          says: app === undefined ? 'GitHub does not know this App' : app.refused,
          next: 'Check APP_ID, the private key, GHE_HOST and this machine’s clock.',
        },
      ];
    const known: Checkup = { state: 'well', says: `GitHub knows the App as ${app.slug} (${appId})` };
    const asked = missing(
      manifest,
      app,
      `In the App’s settings (${app.html_url}), under “Permissions & events”, add them.`,
    );
    if (organization === undefined) return [known, ...asked, ...(await unknownHere(github, app.html_url))];
    const route = 'GET /app/installations/{installation_id}';
    const { installationId: installation_id, login } = organization;
    const installation = await github.asApp.find(route, { installation_id }, Installation);
    if (installation === undefined)
      return [
        known,
        ...asked,
        { state: 'ill', says: `${login} has no installation any more`, next: 'Install it again.' },
      ];
    if (installation.suspended_at)
      return [
        known,
        ...asked,
        {
          state: 'ill',
          says: `${login} has suspended the installation, so nothing is looked at and no check is written`,
          next: `An owner of ${login} lifts that at ${installation.html_url}.`,
        },
      ];
    const accept = `An owner of ${login} accepts the new permissions at ${installation.html_url}.`;
    const granted = missing({ ...manifest, default_events: [] }, installation, accept);
    const all: Checkup = { state: 'well', says: `${login} has granted all that app.yml asks for` };
    return [known, ...asked, ...(asked.length + granted.length === 0 ? [all] : granted)];
  },
};

/** The ledger knows no organisation: does GitHub? */
async function unknownHere(github: GitHubApp, app: string): Promise<readonly Checkup[]> {
  const all = await Array.fromAsync(github.asApp.pages('GET /app/installations', {}, Installed));
  const accounts = all.flatMap(({ account }) => account ?? []);
  const install = `Install the App on the organisation, at ${app}/installations/new; Handback learns of it by itself.`;
  if (accounts.length === 0)
    return [{ state: 'ill', says: 'no organisation is known to have installed it', next: install }];
  return accounts.map(({ login, type }) =>
    type === 'Organization'
      ? {
          state: 'ill',
          says: `${login} has installed it, and this ledger does not know of it yet`,
          next: 'Is `handback serve` running, on this ledger? Then its log says what keeps it from looking.',
        }
      : {
          state: 'ill',
          says: `it is installed on the personal account ${login}, and Handback works for organisations only`,
          next: `Uninstall it there. ${install}`,
        },
  );
}

/** GitHub does not believe that we are the App: nothing else works either. */
function refused(error: unknown): { readonly refused: string } {
  if (error instanceof GitHubFailure && error.status === 401) return { refused: error.message };
  throw error;
}

/** Each missing permission is a place that Handback cannot see: "not visible", and no case can cover it. */
function missing(manifest: Manifest, { permissions, events }: z.infer<typeof Granted>, next: string): Checkup[] {
  const lacks = Object.entries(manifest.default_permissions)
    .filter(([name, level]) => permissions[name] !== level && permissions[name] !== 'write')
    .map(([name, level]) => `${name}: ${level}`);
  const unsent = manifest.default_events.filter((event) => !events.includes(event));
  return [
    ...(lacks.length > 0 ? [{ state: 'warning', says: `not granted: ${lacks.join(', ')}`, next } as const] : []),
    ...(unsent.length > 0 ? [{ state: 'ill', says: `GitHub does not send: ${unsent.join(', ')}`, next } as const] : []),
  ];
}
