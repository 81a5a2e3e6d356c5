import { newPublicKey, type startAcme } from './acme.ts';

type Acme = Awaited<ReturnType<typeof startAcme>>;

/** The acts whose webhooks furnishing does not cause; the installation ends with them. */
export async function everythingElse(world: Acme): Promise<void> {
  await issuesChange(world);
  await codeMoves(world);
  peopleChange(world);
  await repositoriesChange(world);
  const { github, alice, shop, installationId } = world;
  github.acceptPermissions(installationId, alice, { members: 'write' });
  github.chooseRepositories(installationId, alice, []);
  github.chooseRepositories(installationId, alice, [shop]);
  github.suspend(installationId, alice);
  github.unsuspend(installationId, alice);
  github.uninstall(installationId, alice);
}

async function issuesChange({ github, shop, alice }: Acme): Promise<void> {
  const issue = github.openIssue(shop, alice, { title: 'One more' });
  const comment = github.comment(issue, alice, 'first');
  github.editComment(issue, comment, alice, 'second');
  github.deleteComment(issue, comment, alice);
  await github.editIssue(issue, alice, { title: 'Other', labels: ['bug'] });
  await github.editIssue(issue, alice, { labels: [] });
  await github.closeIssue(issue, alice);
  await github.reopenIssue(issue, alice);
}

async function codeMoves({ github, acme, shop, alice, mallory }: Acme): Promise<void> {
  acme.rulesets = [];
  for (const ruleset of shop.rulesets) github.deleteRuleset(shop, alice, ruleset);
  const head = await github.push(shop, mallory, [{ branch: 'queued', message: 'Queued', files: { 'q.txt': 'q\n' } }]);
  const pull = await github.openPull(shop, mallory, { title: 'Queued', head: 'queued' });
  await github.editIssue(pull, mallory, { title: 'To be queued' });
  await github.closePull(pull, mallory);
  await github.reopenPull(pull, mallory);
  await github.push(shop, mallory, [{ branch: 'queued', message: 'More', files: { 'q.txt': 'r\n' } }]);
  const [app] = github.world.apps;
  if (!app) throw new Error('no app');
  const actions = [{ label: 'Rotated', description: 'I did', identifier: 'rotated' }];
  const run = await github.createCheck(shop, app, { name: 'handback', head_sha: head, conclusion: 'failure', actions });
  github.requestAction(shop, alice, run, 'rotated');
  github.rerequestCheck(shop, alice, run);
  await github.updateCheck(shop, run, { conclusion: 'success' });
  await github.enqueue(pull, alice);
}

function peopleChange({ github, acme, shop, alice, bob, mallory }: Acme): void {
  const [team] = acme.teams;
  if (team) github.setTeamRole(shop, alice, team, null);
  github.setCollaborator(shop, alice, mallory, 'admin');
  github.removeCollaborator(shop, alice, mallory);
  github.setCollaborator(shop, alice, mallory, 'read');
  github.removeMember(acme, alice, bob);
  github.blockUser(acme, alice, bob);
  github.unblockUser(acme, alice, bob);
  github.addMember(acme, alice, bob);
}

async function repositoriesChange({ github, acme, shop, alice, bob }: Acme): Promise<void> {
  const key = github.addDeployKey(shop, alice, 'short-lived', newPublicKey());
  github.deleteDeployKey(shop, alice, key);
  github.setVisibility(shop, alice, 'public');
  github.setVisibility(shop, alice, 'private');
  github.setArchived(shop, alice);
  github.setArchived(shop, alice, false);
  github.renameRepository(shop, alice, 'store');
  await github.createRepository(acme, 'new', { actor: alice });
  const dotfiles = await github.createRepository(bob, 'dotfiles');
  github.transferRepository(dotfiles, bob, acme);
  github.renameOrganization(acme, alice, 'acme2');
  github.renameOrganization(acme, alice, 'acme');
}
