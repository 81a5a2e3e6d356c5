import { z } from 'zod';
import type { ProofKind } from './proof-kind.ts';
import { observeListed } from './shared/listed.ts';

const Installation = z.object({ id: z.number(), suspended_at: z.string().nullish() });

/** GitHub issues an App's tokens for an installation, and for none that it does not list. */
export const appInstallationGone: ProofKind = {
  name: 'app-installation-gone',
  best: 'P3',
  permission: 'Organization administration: read',
  appliesTo: ({ credential }) => credential.kind === 'app-installation',

  observe: (world, file) =>
    observeListed(world, file, {
      proof: 'app-installation-gone',
      list: 'GET /orgs/{org}/installations',
      item: Installation,
      id: file.credential.facts['installationId'],
      idOf: ({ id }) => id,
      gone: { result: 'gone', grade: 'P3', says: 'the App is not installed any more, so GitHub gives it no tokens' },
      there: ({ suspended_at: suspended }) =>
        suspended
          ? { result: 'gone', grade: 'P2', says: 'the App is suspended, which can be undone at any time' }
          : { result: 'alive', says: 'the App is installed' },
    }),
};
