import { newPublicKey, type startAcme } from './acme.ts';

type Acme = Awaited<ReturnType<typeof startAcme>>;

/** One of everything, and the values that paths and bodies need to name it. */
export async function furnish({
  github,
  acme,
  alice,
  bob,
  mallory,
  shop,
  installationId,
}: Acme): Promise<Record<string, string>> {
  const head = await github.push(shop, mallory, [
    { branch: 'fix', message: 'Fix', files: { 'fix.js': '2\n', 'src/app.js': '3\n' } },
  ]);
  const pull = await github.openPull(shop, mallory, { title: 'Fix', head: 'fix', body: 'please' });
  const lineComment = github.reviewComment(pull, mallory, { path: 'README.md', body: 'why' });
  await github.push(shop, alice, [{ branch: 'other', message: 'Other', files: { 'other.js': '2\n' } }]);
  const key = github.addDeployKey(shop, mallory, 'deploy', newPublicKey(), { readOnly: false });
  const production = github.createEnvironment(shop, alice, 'production', { reviewers: [alice], waitMinutes: 5 });
  for (const place of [shop, acme, production]) {
    const more = place === acme ? { visibility: 'selected' as const, repositories: [shop] } : {};
    for (const store of ['actions', 'dependabot', 'codespaces', 'agents'] as const)
      github.setSecret(place, mallory, 'TOKEN', { store, ...more });
    for (const store of ['actions', 'agents'] as const)
      github.setVariable(place, mallory, 'REGION', 'eu', { ...more, store });
  }
  const hook = github.addHook(shop, mallory, 'https://hooks.example/1');
  acme.hooks.push({ ...github.addHook(acme, alice, 'https://hooks.example/2'), id: hook.id, secretSet: true });
  for (const place of [shop, acme]) place.runners.push({ id: 7, name: 'build-1', labels: ['self-hosted', 'linux'] });
  const registry = { name: 'TOKEN', type: 'npm_registry', url: 'https://npm.example/', createdAt: 1, updatedAt: 2 };
  acme.registries.push({ ...registry, username: 'ci' });
  acme.ssoAuthorizations.push(
    { id: 1, login: 'mallory', type: 'personal access token', title: 'laptop', scopes: ['repo'], authorizedAt: 1 },
    { id: 2, login: 'mallory', type: 'SSH key', title: 'laptop', authorizedAt: 1, accessedAt: 2 },
  );
  const team = github.createTeam(acme, alice, 'Platform');
  github.addToTeam(acme, alice, team, bob);
  github.setTeamRole(shop, alice, team, 'maintain');
  github.approveTokenAccess(acme, alice, github.requestTokenAccess(acme, bob, { name: 'ci', lastUsedAt: Date.now() }));
  github.requestTokenAccess(acme, mallory, { name: 'laptop', expiresAt: Date.now() + 1e9 });
  github.addPublicKey(mallory, newPublicKey());
  const rule = github.requireCheck(shop, alice, { context: 'handback', mergeQueue: true });
  acme.rulesets.push({ ...rule, id: rule.id + 1_000_000, mergeQueue: false });
  shop.alerts = [
    { number: 1, createdAt: Date.now(), secretType: 'aws', secret: 'x', state: 'open', validity: 'active' },
  ];
  const issue = github.openIssue(shop, alice, {
    title: 'Rotate',
    body: 'now',
    labels: ['bug'],
    assignees: ['mallory'],
  });
  const comment = github.comment(issue, mallory, 'later');
  const app = github.world.apps[0];
  if (!app) throw new Error('no app');
  const annotation = { path: 'fix.js', start_line: 1, end_line: 1, annotation_level: 'failure', message: 'no' };
  const check = await github.createCheck(shop, app, {
    name: 'x',
    head_sha: head,
    output: { title: 't', summary: 's', annotations: [annotation] },
  });
  const manifest = { name: 'Other', default_events: ['push'], default_permissions: { checks: 'write' } };
  const code = github.confirmManifest(acme, manifest);
  await github.runWorkflow(shop, alice, '.github/workflows/ci.yml');
  const invitation = github.inviteCollaborator(shop, bob, alice, 'read');
  await github.settled();
  const tree = (await shop.git.commit(head))?.tree ?? '';
  const blob = (await shop.git.object(`${head}:fix.js`))?.sha ?? '';
  const grant = acme.grants[0]?.id ?? 0;
  return {
    owner: 'acme',
    repo: 'shop',
    org: 'acme',
    username: 'bob',
    account_id: String(mallory.id),
    installation_id: String(installationId),
    team_slug: 'platform',
    key_id: String(key.id),
    hook_id: String(hook.id),
    runner_id: '7',
    environment_name: 'production',
    secret_name: 'TOKEN',
    credential_id: '1',
    alert_number: '1',
    ref: 'fix',
    branch: 'main',
    path: 'README.md',
    basehead: 'main...fix',
    commit_sha: head,
    tree_sha: tree,
    file_sha: blob,
    issue_number: String(issue.number),
    comment_id: String(comment.id),
    review_comment_id: String(lineComment.id),
    pull_number: String(pull.number),
    check_run_id: String(check.id),
    ruleset_id: String(rule.id),
    pat_id: String(grant),
    delivery_id: String(github.deliveries.at(-1)?.id),
    code,
    invitation_id: String(invitation.id),
    workflow_id: 'ci.yml',
  };
}
