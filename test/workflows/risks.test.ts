import { describe, expect, it } from 'vitest';
import { risksOf } from '../../src/workflows/risks.ts';
import { usesOf } from './repository.ts';

const risksIn = (job: string) => risksOf(usesOf({ ci: `jobs: { build: ${job} }` }).uses);
const risksOfStep = (step: string) => risksIn(`{ steps: [${step}] }`).map(({ risk }) => risk);
const SECRET = `\${{ secrets.KEY }}`;

describe('an action that gets a secret', () => {
  const pinned = 'a'.repeat(40);

  it.each([
    ['some/action@v1', ['unpinned-action']],
    ['some/action/path@main', ['unpinned-action']],
    [`some/action@${pinned}`, []],
    ['actions/checkout@v5', []],
    ['acme/own@main', []],
    ['ACME/own@main', []],
    ['./local', []],
    ['docker://alpine:3', ['unpinned-action']],
    [`docker://alpine@sha256:${'b'.repeat(64)}`, []],
  ])('%s: %j', (uses, expected) => {
    expect(risksOfStep(`{ uses: '${uses}', with: { k: '${SECRET}' } }`)).toEqual(expected);
  });

  it('is told how to be named', () => {
    const [risk] = risksIn(`{ steps: [{ uses: some/action@v1, with: { k: '${SECRET}' } }] }`);
    expect(risk).toMatchObject({
      says: 'KEY is handed to some/action@v1, which its owner can change at any time',
      instead: 'name it by a full commit: some/action@<40 hexadecimal digits>',
    });
  });

  it('by way of the environment only is the same', () => {
    expect(risksIn(`{ env: { K: '${SECRET}' }, steps: [{ uses: some/action@v1 }] }`)).toHaveLength(1);
  });
});

describe('a key that lasts', () => {
  it.each([
    ['aws-actions/configure-aws-credentials', 'aws-secret-access-key', 'role-to-assume'],
    ['azure/login', 'creds', 'client-id'],
    ['google-github-actions/auth', 'credentials_json', 'workload_identity_provider'],
    ['hashicorp/vault-action', 'token', 'method: jwt'],
    ['pypa/gh-action-pypi-publish', 'password', 'trusted publisher'],
  ])('of %s, input %s, has a replacement: %s', (action, input, words) => {
    const risks = risksIn(`{ steps: [{ uses: '${action}@${'a'.repeat(40)}', with: { ${input}: '${SECRET}' } }] }`);
    expect(risks.map(({ risk }) => risk)).toEqual(['static-cloud-key']);
    expect(risks[0]?.instead).toContain(words);
    expect(risks[0]?.instead).toContain('id-token: write');
  });

  it('in an environment variable that a cloud’s tool reads has one too', () => {
    expect(risksOfStep(`{ run: terraform apply, env: { AWS_SECRET_ACCESS_KEY: '${SECRET}' } }`)).toEqual([
      'static-cloud-key',
    ]);
    expect(risksOfStep(`{ run: npm publish, env: { NODE_AUTH_TOKEN: '${SECRET}' } }`)).toEqual(['static-cloud-key']);
    expect(risksOfStep(`{ run: npm ci, env: { NODE_AUTH_TOKEN: '${SECRET}' } }`)).toEqual([]);
  });
});

describe('a script', () => {
  it.each([
    `echo ${SECRET}`,
    `echo "${SECRET}" | base64`,
    `cd x && printf %s ${SECRET} | rev`,
    `echo ${SECRET} >> $GITHUB_STEP_SUMMARY`,
    'echo $K',
    `echo "key: \${K}"`,
    'printenv',
    'printenv K',
    'make; env',
    'Write-Host $env:K',
  ])('%s prints it', (run) => {
    expect(risksOfStep(JSON.stringify({ run, env: { K: SECRET } }))).toContain('secret-dump');
  });

  it.each([
    `echo ${SECRET} > key.pem`,
    `echo "${SECRET}" | docker login --password-stdin`,
    `echo "::add-mask::${SECRET}"`,
    'echo "$K" | base64 -d > key.pem',
    'echo $KIND',
    'env FOO=1 make',
    'set -e',
    `deploy --key ${SECRET}`,
  ])('%s does not', (run) => {
    expect(risksOfStep(JSON.stringify({ run, env: { K: SECRET } }))).toEqual([]);
  });

  it('that gets all secrets at once is told so, and so is an inherited workflow of others', () => {
    expect(risksOfStep(`{ run: ship, env: { ALL: '\${{ toJSON(secrets) }}' } }`)).toEqual(['every-secret']);
    const inherited = risksIn('{ uses: other/ci/.github/workflows/x.yml@v1, secrets: inherit }');
    expect(inherited.map(({ risk }) => risk)).toEqual(['unpinned-action', 'every-secret']);
    expect(inherited[1]?.says).toContain('secrets: inherit');
  });
});
