import type { Door } from '../support/make-door.ts';

export const DEPARTED = Date.UTC(2026, 10, 1);
export const BEFORE = { createdAt: DEPARTED - 9e8, updatedAt: DEPARTED - 9e8 };

/** One thing that a source lists, how it goes away, and what its absence proves. */
export interface Case {
  readonly source: string;
  /** Makes it, and returns how to take it away. */
  readonly make: () => () => void;
  readonly grade: string;
  /** What is asked at GitHub: matched to let it fail. */
  readonly asks: RegExp;
}

export function casesIn(door: () => Door): readonly Case[] {
  return [
    ...(['dependabot', 'codespaces', 'agents'] as const).map((store) => secret(door, store)),
    {
      source: 'webhook',
      make: () => {
        const hook = door().github.addHook(door().shop, door().mallory, 'https://ci.example/');
        hook.updatedAt = BEFORE.updatedAt;
        return () => door().github.deleteHook(door().shop, door().alice, hook);
      },
      grade: 'P3',
      asks: /GET .*\/hooks/,
    },
    {
      source: 'organization-webhook',
      make: () => {
        const hook = door().github.addHook(door().acme, door().mallory, 'https://ci.example/');
        hook.updatedAt = BEFORE.updatedAt;
        return () => door().github.deleteHook(door().acme, door().alice, hook);
      },
      grade: 'P3',
      asks: /GET .*\/hooks/,
    },
    {
      source: 'self-hosted-runner',
      make: () => kept(() => door().shop.runners, { id: 7, name: 'desk', labels: [] }),
      grade: 'P3',
      asks: /GET .*\/runners/,
    },
    {
      source: 'organization-self-hosted-runner',
      make: () => kept(() => door().acme.runners, { id: 7, name: 'build', labels: [] }),
      grade: 'P3',
      asks: /GET .*\/runners/,
    },
    {
      source: 'private-registry',
      make: () =>
        kept(() => door().acme.registries, {
          name: 'NPM',
          type: 'npm_registry',
          url: 'https://npm.example',
          ...BEFORE,
        }),
      grade: 'P1',
      asks: /GET .*\/private-registries/,
    },
    {
      source: 'fine-grained-token',
      make: () => {
        const request = door().github.requestTokenAccess(door().acme, door().mallory, { name: 'laptop' });
        door().github.approveTokenAccess(door().acme, door().alice, request);
        return () => door().github.revokeTokenAccess(door().acme, door().alice, request);
      },
      grade: 'P2',
      asks: /GET .*\/personal-access-tokens/,
    },
    {
      source: 'fine-grained-token-request',
      make: () => {
        const request = door().github.requestTokenAccess(door().acme, door().mallory, { name: 'laptop' });
        return () => void door().acme.requests.splice(door().acme.requests.indexOf(request), 1);
      },
      grade: 'P2',
      asks: /GET .*\/personal-access-token-requests/,
    },
    {
      source: 'sso-authorization',
      make: () =>
        kept(() => door().acme.ssoAuthorizations, {
          id: 11,
          login: 'mallory',
          type: 'SSH key',
          title: 'laptop',
          authorizedAt: 1,
        }),
      grade: 'P2',
      asks: /GET .*\/credential-authorizations/,
    },
    {
      source: 'app-installation',
      make: () => {
        const { installationId } = door().github.install(door().acme, { appName: 'Deployer', permissions: {} });
        return () => door().github.uninstall(installationId, door().alice);
      },
      grade: 'P3',
      asks: /GET .*\/installations/,
    },
  ];
}

const secret = (door: () => Door, store: 'dependabot' | 'codespaces' | 'agents'): Case => ({
  source: `${store}-secret`,
  make: () => {
    door().github.setSecret(door().shop, door().mallory, 'TOKEN', { store, ...BEFORE });
    return () => void door().github.deleteSecret(door().shop, door().alice, 'TOKEN', store);
  },
  grade: 'P1',
  asks: new RegExp(`GET .*/${store}/secrets`),
});

/** Puts it into a list of the stand-in and takes it out again. */
function kept<T>(list: () => T[], item: T): () => void {
  list().push(item);
  return () => void list().splice(list().indexOf(item), 1);
}
