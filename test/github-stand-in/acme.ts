// A small judged world for the tests: an organisation, three people, one repository with
// history, and the app installed.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { type GitHubOptions, startGitHub } from '../../demo/github/stand-in.ts';
import { officialJudge } from './judge.ts';

// One for all worlds of a test file: compiling GitHub's schemas is what a judge costs.
const judge = officialJudge();

const reads = [
  'actions',
  'actions_variables',
  'administration',
  'codespaces_secrets',
  'contents',
  'dependabot_secrets',
  'deployments',
  'environments',
  'members',
  'merge_queues',
  'metadata',
  'organization_actions_variables',
  'organization_administration',
  'organization_dependabot_secrets',
  'organization_hooks',
  'organization_personal_access_token_requests',
  'organization_personal_access_tokens',
  'organization_secrets',
  'pull_requests',
  'repository_hooks',
  'secret_scanning_alerts',
  'secrets',
];

export const readPermissions = Object.fromEntries(reads.map((name) => [name, 'read' as const]));

export const everyEvent = [
  'check_run',
  'check_suite',
  'create',
  'delete',
  'deploy_key',
  'issue_comment',
  'issues',
  'member',
  'membership',
  'merge_group',
  'org_block',
  'organization',
  'personal_access_token_request',
  'public',
  'pull_request',
  'push',
  'repository',
  'repository_ruleset',
  'team',
];

export const newKeys = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });

/** An SSH public key that nobody has the private half of. */
export const newPublicKey = (): string =>
  `ssh-ed25519 ${Buffer.concat([Buffer.from([0, 0, 0, 11]), Buffer.from('ssh-ed25519'), Buffer.from([0, 0, 0, 32]), randomBytes(32)]).toString('base64')}`;

export interface AcmeOptions extends Omit<GitHubOptions, 'judge'> {
  permissions?: Record<string, 'read' | 'write'>;
  events?: string[];
  webhookUrl?: string;
}

export async function startAcme({ permissions, events, webhookUrl, ...options }: AcmeOptions = {}) {
  const github = await startGitHub({ ...options, judge });
  const acme = github.organization('acme', { name: 'Acme Payments', plan: 'enterprise' });
  const alice = github.user('alice', { name: 'Alice Admin' });
  const bob = github.user('bob', { name: 'Bob Builder' });
  const mallory = github.user('mallory', { name: 'Mallory Contractor' });
  github.addMember(acme, alice, alice, 'admin');
  github.addMember(acme, alice, bob);
  const shop = await github.createRepository(acme, 'shop', { actor: alice });
  github.setCollaborator(shop, alice, mallory, 'write');
  await github.commit(shop, [
    {
      author: alice.name,
      email: alice.email,
      date: '2026-01-05',
      message: 'Start',
      files: { 'README.md': '# shop\n', 'src/app.js': '1\n' },
    },
    {
      author: mallory.name,
      email: mallory.email,
      date: '2026-03-01',
      message: 'Deploy',
      files: { 'deploy.sh': 'ssh prod\n' },
    },
  ]);
  const { publicKey, privateKey } = newKeys();
  const webhookSecret = randomBytes(16).toString('hex');
  const { appId, installationId } = github.install(acme, {
    appName: 'Handback',
    publicKey,
    webhookSecret,
    actor: alice,
    permissions: permissions ?? { ...readPermissions, checks: 'write', issues: 'write' },
    events: events ?? everyEvent,
    webhookUrl: webhookUrl ?? 'http://127.0.0.1:9/nobody-listens',
  });
  const now = options.now ?? Date.now;
  const jwt = (): string => `Bearer ${signedToken(appId, privateKey, now())}`;
  const client = clientOf(github.url);
  const newToken = async (wish: object = {}): Promise<string> => {
    const made = await client('POST', `/app/installations/${installationId}/access_tokens`, { as: jwt(), body: wish });
    return `token ${String(made.json['token'])}`;
  };
  return {
    github,
    acme,
    alice,
    bob,
    mallory,
    shop,
    appId,
    installationId,
    privateKey,
    webhookSecret,
    jwt,
    newToken,
    client,
  };
}

export interface Reply {
  status: number;
  headers: Headers;
  json: Record<string, unknown>;
  list: Record<string, unknown>[];
  text: string;
}

export interface Asked {
  as?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Asks the API and reads the whole answer, whatever the status. */
export function clientOf(url: string) {
  return async (method: string, path: string, { as, body, headers }: Asked = {}): Promise<Reply> => {
    const answer = await fetch(`${url}/api/v3${path}`, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        'user-agent': 'test',
        ...(as ? { authorization: as } : {}),
        ...headers,
      },
      redirect: 'manual',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const read: unknown =
      /^application\/json/.test(answer.headers.get('content-type') ?? '') && text ? JSON.parse(text) : {};
    const list = Array.isArray(read) ? (read as Record<string, unknown>[]) : [];
    return { status: answer.status, headers: answer.headers, json: read as Record<string, unknown>, list, text };
  };
}

export function signedToken(issuer: number | string, privateKey: string, now: number, claims: object = {}): string {
  const seconds = Math.floor(now / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iat: seconds - 60, exp: seconds + 540, iss: issuer, ...claims })}`;
  return `${unsigned}.${sign('RSA-SHA256', Buffer.from(unsigned), privateKey).toString('base64url')}`;
}
