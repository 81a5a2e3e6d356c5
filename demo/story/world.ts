import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { DAY } from '../../src/model/time.ts';
import { type GitHubOptions, startGitHub } from '../github/stand-in.ts';
import type { World } from './cast.ts';
import { type History, writeHistory } from './history.ts';

const Manifest = parse(readFileSync(new URL('../../app.yml', import.meta.url), 'utf8')) as {
  default_events: string[];
  default_permissions: Record<string, 'read' | 'write'>;
};

export async function buildWorld(webhookUrl: string, options: GitHubOptions = {}): Promise<World> {
  const clock = { aheadMs: 0 };
  const here = options.now ?? Date.now;
  const github = await startGitHub({ rateLimit: 1_000_000, ...options, now: () => here() + clock.aheadMs });
  const now = here();
  const acme = github.organization('acme', { name: 'Acme Payments' });
  const people = {
    alice: github.user('alice', { name: 'Alice Admin' }),
    bob: github.user('bob', { name: 'Bob Builder' }),
    carol: github.user('carol', { name: 'Carol Coder' }),
    mallory: github.user('mallory', { name: 'Mallory Contractor', email: 'mallory@vendor.example' }),
    eve: github.user('eve', { name: 'Eve External', email: 'eve@vendor.example' }),
  };
  const { alice, bob, carol, mallory, eve } = people;
  for (const member of [alice, bob, carol])
    github.addMember(acme, alice, member, member === alice ? 'admin' : 'member');

  const create = (name: string, open = false) => github.createRepository(acme, name, { actor: alice, private: !open });
  const repositories = {
    policy: await create('.github-private'),
    roster: await create('people'),
    security: await create('security'),
    shop: await create('shop'),
    infra: await create('infra'),
    ledger: await create('ledger'),
    website: await create('website', true),
    docs: await create('docs', true),
  };
  const { shop, infra, ledger } = repositories;
  const engineers = github.createTeam(acme, alice, 'Engineers');
  for (const engineer of [bob, carol]) github.addToTeam(acme, alice, engineers, engineer);
  for (const repository of Object.values(repositories)) github.setTeamRole(repository, alice, engineers, 'write');
  github.setCollaborator(shop, alice, mallory, 'write');
  github.setCollaborator(infra, alice, mallory, 'write');
  const history: History = { github, people, repositories, now };
  await writeHistory(history);

  const malloryKey = github.addDeployKey(shop, mallory, 'shop deploy (mallory)', publicKey(), {
    readOnly: false,
    createdAt: now - 200 * DAY,
  });
  const eveKey = github.addDeployKey(ledger, eve, 'nightly export', publicKey(), { createdAt: now - 400 * DAY });
  github.addDeployKey(infra, bob, 'terraform', publicKey(), { createdAt: now - 300 * DAY });
  github.setSecret(shop, mallory, 'DEPLOY_TOKEN', { createdAt: now - 199 * DAY });
  github.setSecret(infra, bob, 'AWS_ROLE', { createdAt: now - 300 * DAY });
  github.setSecret(acme, alice, 'NPM_TOKEN', { createdAt: now - 500 * DAY });
  github.setVariable(shop, mallory, 'REGION', 'eu-west-1', { createdAt: now - 199 * DAY });
  const production = github.createEnvironment(shop, alice, 'production', { reviewers: [alice] });
  github.setSecret(production, carol, 'SIGNING_KEY', { createdAt: now - 90 * DAY });

  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const webhookSecret = randomBytes(24).toString('hex');
  const { appId } = github.install(acme, {
    appName: 'handback',
    permissions: Manifest.default_permissions,
    events: Manifest.default_events,
    webhookUrl,
    webhookSecret,
    publicKey: keys.publicKey,
    actor: alice,
  });
  github.requireCheck(shop, alice, { context: 'handback', integrationId: appId });
  const app = { appId, privateKey: keys.privateKey, webhookSecret };
  return { github, acme, people, repositories, malloryKey, eveKey, clock, app };
}

/** An SSH public key nobody has the private half of. */
export function publicKey(): string {
  const field = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
  return `ssh-ed25519 ${Buffer.concat([field(Buffer.from('ssh-ed25519')), field(randomBytes(32))]).toString('base64')}`;
}
