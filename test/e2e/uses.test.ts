// What workflows use, who may write and who owns it: from a push to the words of a case.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweep } from '../../src/jobs/requests.ts';
import { fake } from '../support/fake-tokens.ts';
import { type Scene, startScene } from '../support/scene.ts';
import { until } from '../support/until.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const LITERAL = fake('npm_{base62:30}{crc32-base62}');

const DEPLOY = `on: push
jobs:
  ship:
    environment: production
    steps:
      - uses: some/action@v1
        with: { token: '\${{ secrets.DEPLOY_TOKEN }}' }
  test:
    steps:
      - run: npm ci
        env: { NPM: '${LITERAL}' }
  publish:
    uses: acme/infra/.github/workflows/shared.yml@main
    secrets: inherit
`;
const SHARED = `on: workflow_call
jobs:
  push: { steps: [{ run: 'npm publish', env: { NODE_AUTH_TOKEN: '\${{ secrets.NPM_TOKEN }}' } }] }
`;

let scene: Scene;
beforeAll(async () => {
  scene = await startScene({ grant: { agent_secrets: 'read', organization_agent_secrets: 'read' } });
  const { github, alice, mallory, repositories, acme } = scene;
  const { shop, infra } = repositories;
  await settled();
  github.setSecret(shop, alice, 'FORGOTTEN');
  for (const name of ['REGISTRY_TOKEN', 'DEPLOY_TOKEN', 'UNUSED_TOKEN'])
    github.setSecret(shop, alice, name, { store: 'dependabot' });
  github.setSecret(shop, alice, 'AGENT_KEY', { store: 'agents' });
  github.setSecret(acme, alice, 'NPM_TOKEN', { store: 'dependabot', visibility: 'selected', repositories: [infra] });
  github.setSecret(acme, alice, 'CHOSEN', { visibility: 'selected', repositories: [infra] });
  const guarded = github.createEnvironment(shop, alice, 'guarded', { reviewers: [alice] });
  github.setSecret(guarded, alice, 'GUARDED_KEY');
  await github.push(infra, alice, [{ message: 'Shared', files: { '.github/workflows/shared.yml': SHARED } }]);
  await settled();
  const files = {
    '.github/workflows/deploy.yml': DEPLOY,
    '.github/dependabot.yml': `registries: { npm: { type: npm-registry, token: "\${{secrets.REGISTRY_TOKEN}}" } }\n`,
    '.github/CODEOWNERS': '* @acme/all\n.github/workflows/ @alice\n',
  };
  await github.push(shop, mallory, [{ message: 'Deploy', files }]);
  await github.runWorkflow(shop, alice, '.github/workflows/deploy.yml');
  await settled();
  await scene.app.add(sweep(acme.id));
  await settled();
}, 120_000);
afterAll(() => scene?.close());

async function settled(): Promise<void> {
  await scene.github.settled();
  await until('an organisation', () => scene.app.facts());
  await scene.app.idle();
}

async function handback(...args: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], DATA_DIR: scene.dataDir };
  const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...args], { env, cwd: scene.dataDir });
  return stdout;
}

test('the command line says who uses what, what is unused, and what to do better', async () => {
  const text = await handback('uses', '--repository', 'shop');
  expect(text).toMatch(
    /actions-secret DEPLOY_TOKEN of acme\/shop\n {2}acme\/shop \.github\/workflows\/deploy\.yml: job ship; environment production; handed to some\/action@v1/,
  );
  expect(text).toMatch(
    /actions-secret NPM_TOKEN of the organisation\n {2}acme\/infra .*\n {2}acme\/shop \.github\/workflows\/deploy\.yml: job publish \/ push/,
  );
  expect(text).toContain('actions-secret FORGOTTEN of acme/shop: unused');
  expect(text).toMatch(/DEPLOY_TOKEN is handed to some\/action@v1.*\n +instead: name it by a full commit/);
  expect(text).toMatch(/NPM_TOKEN is a key that lasts.*\n +instead: .*id-token: write/);
  expect(text).not.toContain(LITERAL);
  await expect(handback('uses', '--repository', 'nothing')).rejects.toThrow(/sees no repository acme\/nothing/);
});

test('what Dependabot and agents use is told as well, of their own stores alone', async () => {
  const text = await handback('uses', '--repository', 'shop');
  expect(text).toContain(
    'dependabot-secret REGISTRY_TOKEN of acme/shop\n  acme/shop .github/dependabot.yml: registry npm\n',
  );
  expect(text).toMatch(
    /dependabot-secret DEPLOY_TOKEN of acme\/shop\n.*deploy\.yml: job ship; in runs that Dependabot/,
  );
  expect(text).toContain('dependabot-secret UNUSED_TOKEN of acme/shop: unused');
  expect(text).toContain('agents-secret AGENT_KEY of acme/shop: not known to be used; agents get it as an environment');
  // Of the organisation, and for another repository, whose workflow nothing starts by itself.
  expect(text).toContain('dependabot-secret NPM_TOKEN of the organisation: unused');
});

test('as JSON it has the same, and no secret', async () => {
  const text = await handback('uses', '--json');
  const { credentials, risks, gaps } = JSON.parse(text);
  expect(credentials.map(({ credential, uses }: never) => [credential['name'], uses['state']])).toEqual(
    expect.arrayContaining([
      ['DEPLOY_TOKEN', 'used'],
      ['FORGOTTEN', 'unused'],
      ['SIGNING_KEY', 'unused'],
      ['npm-access-token', 'used'],
    ]),
  );
  expect(risks.length).toBeGreaterThan(1);
  expect(gaps).toEqual([]);
  expect(text).not.toContain(LITERAL);
});

test('the case of a leaver says who fails, who owns it, where a literal is used, and what else they could read', async () => {
  const { github, alice, mallory, repositories } = scene;
  const { infra, shop, security } = repositories;
  for (const repository of [infra, shop]) github.removeCollaborator(repository, alice, mallory);
  github.inviteCollaborator(infra, alice, mallory, 'read');
  const body = () => security.issues.find(({ title }) => title.includes('mallory'))?.body ?? '';
  await until('what GitHub was asked about the case', () => body().includes('last ran'), 60_000);
  await settled();
  const text = body();
  const item = (name: string) => text.split('\n- [ ] ').find((each) => each.includes(name)) ?? '';
  expect(item('DEPLOY&#95;TOKEN')).toMatch(/\*\*1 workflow will fail without it\*\*; last ran \d{4}-\d\d-\d\d/);
  expect(item('DEPLOY&#95;TOKEN')).toMatch(
    /`\.github\/workflows\/deploy\.yml` of `acme\/shop`: job `ship`, environment `production`, last ran/,
  );
  expect(item('DEPLOY&#95;TOKEN')).toContain('Owner: `@alice` (.github/CODEOWNERS line 2)');
  expect(item('npm-access-token')).toMatch(/deploy\.yml` of `acme\/shop`: job `test`/);
  expect(text).toMatch(/### Could read\n\nThey could write to 2 repositories/);
  for (const name of ['NPM&#95;TOKEN', 'SIGNING&#95;KEY', 'FORGOTTEN', 'CHOSEN'])
    expect(text).toMatch(new RegExp(`\\n- Actions secret \\*\\*${name}`));
  expect(text).toMatch(/- Not counted: Actions secret \*\*GUARDED&#95;KEY\*\*.*@.*alice must approve/);
  expect(text).toMatch(/- \[ \] Still invited to `acme\/infra`/);
  expect(text).toContain('The person’s own access: **still there**.');
  expect(text).not.toContain(LITERAL);
  expect(await scene.app.dead()).toEqual([]);
});

test('a workflow that cannot be read is a gap, and then nothing is called unused', async () => {
  const { github, alice, repositories } = scene;
  const files = {
    '.github/workflows/broken.yml': 'jobs: [',
    '.github/workflows/far.yml': 'jobs: { a: { uses: acme/lost/.github/workflows/x.yml@main, secrets: inherit } }',
  };
  await github.push(repositories.shop, alice, [{ message: 'Break', files }]);
  await settled();
  const text = await handback('uses', '--repository', 'shop');
  expect(text).toMatch(/workflow of acme\/shop: 2 files were not read.*broken\.yml \(not YAML \(line 1\)\)/);
  expect(text).toMatch(/acme\/lost\/.github\/workflows\/x\.yml@main \(Handback does not see that repository\)/);
  expect(text).not.toContain(': unused');
});

test('a CODEOWNERS that is too large to be read is a gap, and whom it names is not visible', async () => {
  const { github, alice, repositories } = scene;
  const file = (text: string) => [{ message: 'Owners', files: { '.github/CODEOWNERS': text } }];
  await github.push(repositories.shop, alice, file(`* @alice\n${'# why\n'.repeat(60_000)}`));
  await settled();
  const body = () => repositories.security.issues[0]?.body ?? '';
  const why = /not visible: \.github\/CODEOWNERS was not read &#40;larger than 256 KB&#41;/;
  await until('the gap', () => /codeowners of `acme\/shop`: not visible/.test(body()));
  expect(body()).toMatch(new RegExp(`Owner: ${why.source}`));
  await github.push(repositories.shop, alice, file('* @alice\n'));
  await until('no gap', () => !body().includes('codeowners of'));
  expect(body()).toContain('Owner: `@alice`');
});

test('without the permissions the case says what was not seen', async () => {
  const without = await startScene({ without: ['actions', 'administration'] });
  const { github, alice, mallory, repositories, app } = without;
  await until('the inventory', () => app.facts());
  await app.idle();
  const files = { '.github/workflows/deploy.yml': DEPLOY };
  await github.push(repositories.shop, mallory, [{ message: 'Deploy', files }]);
  await github.settled();
  await app.idle();
  // A store says nothing of a new workflow: who first made it use the secret is seen by the next sweep.
  await app.add(sweep(without.acme.id));
  await app.idle();
  for (const repository of [repositories.infra, repositories.shop])
    github.removeCollaborator(repository, alice, mallory);
  const wanted = ['workflow-run', 'repository-team', 'invitation'];
  await until(
    'the gaps',
    async () => {
      const gaps = (await app.facts())?.coverage.filter(({ gap }) => gap?.needs !== undefined) ?? [];
      return wanted.every((source) => gaps.some((each) => each.source === source));
    },
    60_000,
  );
  await app.idle();
  expect(await app.dead()).toEqual([]);
  await without.close();
});
