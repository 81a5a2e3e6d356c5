import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Fault } from '../../demo/github/faults.ts';
import { type GitHubOptions, startGitHub } from '../../demo/github/stand-in.ts';
import { freePort } from '../../demo/story/free-port.ts';
import { publicKey } from '../../demo/story/world.ts';
import { type RunningApp, runApp } from './running-app.ts';

type Permissions = Record<string, 'read' | 'write'>;

/** What is asked for on installation: `app.yml`. */
export const manifest = parse(readFileSync(new URL('../../app.yml', import.meta.url), 'utf8')) as {
  readonly default_events: string[];
  readonly default_permissions: Permissions;
};

const POLICY = `version: 1
mode: block
cases:
  repository: security
roster:
  repository: people
issuer_probes: true
`;

export const ROSTER = `people:
  - login: alice
    type: employee
  - login: mallory
    type: contractor
    sponsor: alice
`;

export const WEBHOOK_SECRET = 'a webhook secret of some length';

// One for all scenes of a test file: making it costs most of a second.
const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});

export interface SceneOptions {
  readonly github?: GitHubOptions;
  /** Permissions that the organisation does not grant. */
  readonly without?: readonly string[];
  /** Switched on before the App is installed. */
  readonly faults?: readonly Fault[];
  readonly env?: Readonly<Record<string, string>>;
  /** Beside what is asked for on installation. */
  readonly grant?: Permissions;
  /** Lines of the policy beside the usual ones. */
  readonly policy?: string;
  readonly roster?: string;
  /** The App's clock, for tests that move it. */
  readonly now?: () => number;
  readonly parts?: Parameters<typeof runApp>[1];
  /** What else stands there before the App is installed. */
  readonly furnish?: (world: Furnished) => Promise<void>;
}

export interface Furnished {
  readonly github: Awaited<ReturnType<typeof startGitHub>>;
  readonly acme: ReturnType<Furnished['github']['organization']>;
  readonly alice: ReturnType<Furnished['github']['user']>;
}

export type Scene = Awaited<ReturnType<typeof startScene>>;

/** A small organisation with one contractor, and the App in this process, installed while it runs. */
export async function startScene(given: SceneOptions = {}) {
  const { github: options, without = [], faults = [], env, grant = {}, now, parts } = given;
  const github = await startGitHub({ rateLimit: 1_000_000, ...options });
  const acme = github.organization('acme', { name: 'Acme Payments' });
  const alice = github.user('alice', { name: 'Alice Admin' });
  const bob = github.user('bob', { name: 'Bob Builder' });
  const mallory = github.user('mallory', { name: 'Mallory Contractor', email: 'mallory@vendor.example' });
  github.addMember(acme, alice, alice, 'admin');
  github.addMember(acme, alice, bob);
  const create = (name: string) => github.createRepository(acme, name, { actor: alice });
  const repositories = {
    policy: await create('.github-private'),
    roster: await create('people'),
    security: await create('security'),
    shop: await create('shop'),
    infra: await create('infra'),
  };
  const { shop, infra } = repositories;
  for (const repository of [shop, infra]) github.setCollaborator(repository, alice, mallory, 'write');
  github.setCollaborator(shop, alice, bob, 'write');
  const start = (files: Record<string, string>) => [
    { author: alice.name, email: alice.email, date: '2026-01-05', message: 'Start', files },
  ];
  await github.commit(repositories.policy, start({ '.github/handback.yml': `${POLICY}${given.policy ?? ''}` }));
  await github.commit(repositories.roster, start({ 'people.yml': given.roster ?? ROSTER }));
  for (const repository of [repositories.security, shop, infra])
    await github.commit(repository, start({ 'README.md': `# ${repository.name}\n` }));
  const malloryKey = github.addDeployKey(shop, mallory, 'ci of mallory', publicKey());
  github.setSecret(shop, mallory, 'DEPLOY_TOKEN');
  github.setVariable(shop, mallory, 'REGION', 'eu-west-1');
  github.setSecret(github.createEnvironment(shop, alice, 'production'), alice, 'SIGNING_KEY');
  github.setSecret(acme, alice, 'NPM_TOKEN');
  await given.furnish?.({ github, acme, alice });

  const port = await freePort();
  const granted = Object.entries(manifest.default_permissions).filter(([name]) => !without.includes(name));
  const asked = {
    appName: 'handback',
    permissions: { ...Object.fromEntries(granted), ...grant },
    events: manifest.default_events,
    webhookUrl: `http://127.0.0.1:${port}/api/github/webhooks`,
    webhookSecret: WEBHOOK_SECRET,
    publicKey: keys.publicKey,
    actor: alice,
  };
  const { id: appId } = github.registerApp(acme, asked);
  const dataDir = await mkdtemp(join(tmpdir(), 'handback-scene-'));
  const settings = {
    APP_ID: String(appId),
    PRIVATE_KEY: keys.privateKey,
    WEBHOOK_SECRET,
    FINGERPRINT_KEY: 'ab'.repeat(32),
    GHE_HOST: new URL(github.url).host,
    GHE_PROTOCOL: 'http',
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: dataDir,
    THROTTLE: 'off',
    ISSUERS: 'github',
    ...env,
  };
  const app: RunningApp = await runApp(settings, { ...(now ? { now } : {}), ...parts });
  for (const fault of faults) github.fault(fault);
  const { installationId } = github.install(acme, asked);

  return {
    github,
    acme,
    alice,
    bob,
    mallory,
    malloryKey,
    repositories,
    app,
    appId,
    installationId,
    settings,
    dataDir,
    close: async () => {
      await app.stop();
      await github.close();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** GitHub has told everything, and the App has dealt with it; what it wrote is told again. */
export async function settle({ github, app }: Pick<Scene, 'github' | 'app'>): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await github.settled();
    await app.idle();
  }
}
