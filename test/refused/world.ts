// An organisation with credentials of every kind: mallory left and everything of hers
// stands open, ivan left and all of his is proved gone.
import { startGitHub } from '../../demo/github/stand-in.ts';
import { publicKey } from '../../demo/story/world.ts';
import { DAY, isoDay } from '../../src/model/time.ts';
import { newKeys } from '../github-stand-in/acme.ts';
import { fake } from '../support/fake-tokens.ts';
import { manifest } from '../support/scene.ts';

export type World = Awaited<ReturnType<typeof startWorld>>;

const POLICY = `version: 1
mode: block
cases: { repository: security }
roster: { repository: security, path: people.yml }
owners: [{ match: "*", owner: "@alice" }]
reviews: { every_days: 90 }
max_age_days: { deploy-key: 30 }
`;

const ROSTER = `people:
  - { login: alice, type: employee }
  - { login: mallory, type: contractor, sponsor: alice }
  - { login: soon, type: contractor, sponsor: alice, end: "${isoDay(Date.now() + 90 * DAY)}" }
  - { login: robot, type: service, sponsor: mallory }
`;

const WORKFLOW = `on: push
jobs:
  deploy:
    environment: production
    runs-on: ubuntu-latest
    steps: [{ run: ./deploy, env: { A: "\${{ secrets.DEPLOY }}", B: "\${{ secrets.SIGNING }}" } }]
`;

/** Not granted, or not by every plan: each is a gap that stands in the undisturbed run as well. */
const MORE = {
  agent_secrets: 'read',
  agent_variables: 'read',
  codespaces_secrets: 'write',
  organization_agent_secrets: 'read',
  organization_agent_variables: 'read',
  organization_private_registries: 'read',
} as const;

export async function startWorld() {
  const github = await startGitHub({ rateLimit: 10_000_000 });
  const { world } = github;
  const acme = github.organization('acme', { name: 'Acme', plan: 'enterprise' });
  const user = (login: string) => github.user(login, { email: `${login}@acme.example` });
  const alice = user('alice');
  const people = { alice, bob: user('bob'), mallory: user('mallory'), ivan: user('ivan'), soon: user('soon') };
  const { bob, mallory, ivan, soon } = people;
  const robot = user('robot');
  for (const one of [mallory, robot]) github.addPublicKey(one, publicKey());
  github.addMember(acme, alice, alice, 'admin');
  for (const one of [bob, ivan, robot]) github.addMember(acme, alice, one);

  const { publicKey: appKey, privateKey } = newKeys();
  const permissions = { ...manifest.default_permissions, ...MORE };
  const asked = {
    appName: 'handback',
    publicKey: appKey,
    permissions,
    webhookUrl: 'http://127.0.0.1:9/',
    actor: alice,
  };
  const { appId, installationId } = github.install(acme, asked);
  github.install(acme, { appName: 'other', actor: mallory });

  const tokens = { code: github.createPersonalAccessToken(mallory), pull: github.createPersonalAccessToken(bob) };
  const texts = ['issue', 'comment', 'review', 'variable', 'environment', 'organization', 'agents', 'hook', 'alert'];
  const values = new Map(texts.map((name, at) => [name, fake('ghp_{base62:30}{crc32-base62}', 100 + at)]));
  const value = (name: string) => values.get(name) ?? '';

  const fill = async (name: string) => {
    const place = await github.createRepository(acme, name, { actor: alice });
    const by = (author: typeof alice) => ({ author: author.login, email: author.email });
    const first = { ...by(alice), date: '2026-01-05', message: 'Start', files: { 'README.md': '# it\n' } };
    await github.commit(place, [first]);
    for (const one of [mallory, soon]) github.setCollaborator(place, alice, one, 'write');
    github.setCollaborator(place, alice, bob, 'write');
    github.inviteCollaborator(place, alice, github.user(`guest-of-${name}`), 'write');
    await github.push(place, mallory, [
      { message: 'Deploy', files: { 'deploy.sh': `TOKEN=${tokens.code}\n`, '.github/workflows/deploy.yml': WORKFLOW } },
    ]);
    github.addDeployKey(place, mallory, `key of ${name}`, publicKey());
    github.addHook(place, mallory, `https://hooks.example/${name}`);
    for (const store of ['actions', 'dependabot', 'codespaces', 'agents'] as const)
      github.setSecret(place, mallory, 'DEPLOY', { store });
    github.setVariable(place, mallory, 'REGION', `${value('variable')}${name}`);
    const production = github.createEnvironment(place, alice, 'production', { reviewers: [alice] });
    github.setSecret(production, mallory, 'SIGNING');
    place.runners.push({ id: world.nextId(), name: `runner of ${name}`, labels: ['self-hosted'] });
    const issue = github.openIssue(place, mallory, { title: 'Help', body: `it is ${value('issue')}` });
    github.comment(issue, mallory, `no, ${value('comment')}`);
    await github.push(place, bob, [{ branch: 'fix', message: 'Fix', files: { 'fix.sh': `T=${tokens.pull}\n` } }]);
    const pull = await github.openPull(place, bob, { title: 'Fix', head: 'fix' });
    github.reviewComment(pull, mallory, { path: 'fix.sh', body: `see ${value('review')}` });
    return place;
  };
  const [shop, infra] = [await fill('shop'), await fill('infra')];
  const alert = { number: 1, createdAt: Date.now(), secretType: 'acme_key', secret: value('alert') };
  shop.alerts = [{ ...alert, state: 'open', validity: 'active' }];
  const start = (files: Record<string, string>) => [
    { author: 'alice', email: alice.email, date: '2026-01-05', message: 'Start', files },
  ];
  const security = await github.createRepository(acme, 'security', { actor: alice });
  await github.commit(security, start({ 'people.yml': ROSTER }));
  const incident = github.openIssue(security, alice, { title: 'Outage' });
  const policy = await github.createRepository(acme, '.github-private', { actor: alice });
  await github.commit(policy, start({ '.github/handback.yml': POLICY }));

  github.setSecret(acme, mallory, 'NPM', { visibility: 'selected', repositories: [shop] });
  for (const store of ['dependabot', 'agents'] as const)
    github.setSecret(acme, mallory, 'NPM', { store, visibility: 'selected', repositories: [infra] });
  github.setVariable(acme, mallory, 'PROXY', value('organization'));
  const hook = github.addHook(acme, mallory, 'https://hooks.example/all');
  acme.runners.push({ id: world.nextId(), name: 'big', labels: ['self-hosted'] });
  acme.registries.push({
    name: 'NPMJS',
    type: 'npm_registry',
    url: 'https://npm.example',
    createdAt: 1e12,
    updatedAt: 1e12,
  });
  const single = { type: 'personal access token', title: 'laptop', authorizedAt: Date.now() } as const;
  acme.ssoAuthorizations.push({ id: world.nextId(), login: 'mallory', ...single });
  const granted = github.requestTokenAccess(acme, mallory, { name: 'ci' });
  github.approveTokenAccess(acme, alice, granted);
  github.requestTokenAccess(acme, mallory, { name: 'later' });
  const team = github.createTeam(acme, alice, 'Payments');
  github.addToTeam(acme, alice, team, bob);
  team.repositories.set(shop, 'admin');

  // What is proved gone of ivan's.
  const his = {
    key: github.addDeployKey(infra, ivan, 'old', publicKey()),
    grant: github.requestTokenAccess(acme, ivan, { name: 'old' }),
    sso: { id: world.nextId(), login: 'ivan', ...single },
  };
  github.approveTokenAccess(acme, alice, his.grant);
  acme.ssoAuthorizations.push(his.sso);
  github.setSecret(shop, ivan, 'OLD');
  github.setSecret(acme, ivan, 'OLDER');
  const revokeHis = () => {
    github.deleteDeployKey(infra, alice, his.key);
    github.revokeTokenAccess(acme, alice, his.grant);
    acme.ssoAuthorizations = acme.ssoAuthorizations.filter((one) => one !== his.sso);
    github.deleteSecret(shop, alice, 'OLD');
    github.deleteSecret(acme, alice, 'OLDER');
  };
  return {
    github,
    acme,
    appId,
    installationId,
    privateKey,
    people,
    hook,
    incident,
    revokeHis,
    repositories: { shop, infra, security, policy },
    secrets: [...values.values(), ...Object.values(tokens)],
  };
}
