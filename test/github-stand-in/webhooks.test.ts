import { afterEach, expect, test } from 'vitest';
import { type AcmeOptions, newPublicKey, startAcme } from './acme.ts';
import { isSigned, startReceiver } from './receiver.ts';

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function start(options: AcmeOptions = {}, answer?: Parameters<typeof startReceiver>[0]) {
  const receiver = await startReceiver(answer);
  const world = await startAcme({ webhookUrl: receiver.url, ...options });
  open.push(receiver, { close: () => world.github.close() });
  await world.github.settled();
  receiver.received.length = 0;
  return { receiver, ...world };
}

test('a webhook is signed over its bytes and named like those of GitHub', async () => {
  const { github, receiver, shop, alice, webhookSecret, appId } = await start();
  github.openIssue(shop, alice, { title: 'Hello' });
  await github.settled();
  const [issue] = receiver.received;
  expect(issue && isSigned(issue, webhookSecret)).toBe(true);
  expect(issue?.guid).toMatch(/^[0-9a-f-]{36}$/);
  expect(issue?.headers).toMatchObject({
    'user-agent': expect.stringMatching(/^GitHub-Hookshot/),
    'x-github-hook-installation-target-id': String(appId),
  });
  expect(issue?.payload).toMatchObject({
    action: 'opened',
    organization: { login: 'acme' },
    sender: { login: 'alice' },
  });
});

test('GitHub says nothing of secrets, variables and hooks, and writes them into the audit log', async () => {
  const { github, receiver, acme, shop, mallory } = await start();
  const production = github.createEnvironment(shop, mallory, 'production');
  for (const place of [acme, shop, production]) {
    github.setSecret(place, mallory, 'token');
    github.setVariable(place, mallory, 'REGION', 'eu');
    github.setSecret(place, mallory, 'TOKEN');
    github.deleteSecret(place, mallory, 'TOKEN');
  }
  github.addHook(shop, mallory, 'https://hooks.example');
  await github.settled();
  expect(receiver.received).toEqual([]);
  const written = acme.audit.map(({ action, key }) => `${action} ${String(key ?? '')}`.trim());
  expect(written).toEqual(
    expect.arrayContaining(['org.create_actions_secret TOKEN', 'repo.update_actions_secret TOKEN']),
  );
  expect(written).toEqual(
    expect.arrayContaining([
      'environment.remove_actions_secret TOKEN',
      'repo.create_actions_variable REGION',
      'hook.create',
    ]),
  );
  expect(acme.audit.at(-1)).toMatchObject({ actor: 'mallory', repo: 'acme/shop' });
});

test('only events that the app asked for are sent, and those of its installation always', async () => {
  const { github, receiver, acme, shop, alice, bob, installationId } = await start({ events: ['deploy_key'] });
  github.addDeployKey(shop, bob, 'deploy', newPublicKey());
  github.openIssue(shop, alice, { title: 'Hello' });
  github.removeMember(acme, alice, bob);
  github.suspend(installationId, alice);
  github.addDeployKey(shop, bob, 'while suspended', newPublicKey());
  github.unsuspend(installationId, alice);
  await github.settled();
  expect(receiver.names().toSorted()).toEqual(['deploy_key.created', 'installation.suspend', 'installation.unsuspend']);
});

test('people and repositories that come and go are told one by one', async () => {
  const { github, receiver, acme, shop, alice, bob, mallory, installationId } = await start();
  const team = github.createTeam(acme, alice, 'Contractors');
  github.addToTeam(acme, alice, team, bob);
  github.setTeamRole(shop, alice, team, 'write');
  github.setTeamRole(shop, alice, team, null);
  github.setCollaborator(shop, alice, mallory, 'admin');
  github.removeCollaborator(shop, alice, mallory);
  github.removeMember(acme, alice, bob);
  github.renameRepository(shop, alice, 'store');
  github.setVisibility(shop, alice, 'public');
  github.setVisibility(shop, alice, 'private');
  github.setArchived(shop, alice);
  github.chooseRepositories(installationId, alice, []);
  github.chooseRepositories(installationId, alice, [shop]);
  github.renameOrganization(acme, alice, 'acme2');
  github.transferRepository(shop, alice, bob);
  await github.settled();
  expect(receiver.names()).toEqual(
    expect.arrayContaining([
      'team.created',
      'membership.added',
      'team.added_to_repository',
      'team.removed_from_repository',
      'member.edited',
      'member.removed',
      'membership.removed',
      'organization.member_removed',
      'repository.renamed',
      'repository.publicized',
      'public',
      'repository.privatized',
      'repository.archived',
      'installation_repositories.removed',
      'installation_repositories.added',
      'installation_target.renamed',
    ]),
  );
  expect(receiver.names()).not.toContain('repository.transferred');
  expect(github.problems).toEqual([]);
});

test('tokens that ask to be let in are told, with their owner', async () => {
  const { github, receiver, acme, alice, bob } = await start();
  const request = github.requestTokenAccess(acme, bob, { name: 'ci', reason: 'deploys' });
  github.approveTokenAccess(acme, alice, request);
  await github.settled();
  expect(receiver.names().toSorted()).toEqual([
    'personal_access_token_request.approved',
    'personal_access_token_request.created',
  ]);
  expect(github.problems).toEqual([]);
});

test('a redelivery has a new id and the old GUID, and nothing is sent again by itself', async () => {
  let down = true;
  const { github, receiver, shop, alice, client, jwt } = await start(
    {},
    (_, res) => void res.writeHead(down ? 500 : 200).end(),
  );
  github.openIssue(shop, alice, { title: 'Hello' });
  await github.settled();
  const failed = await client('GET', '/app/hook/deliveries?status=failure&per_page=1', { as: jwt() });
  expect(failed.list[0]).toMatchObject({ event: 'issues', status_code: 500, redelivery: false });
  down = false;
  expect(
    (await client('POST', `/app/hook/deliveries/${String(failed.list[0]?.['id'])}/attempts`, { as: jwt() })).status,
  ).toBe(202);
  await github.settled();
  expect(receiver.received.map(({ guid }) => guid)).toEqual([failed.list[0]?.['guid'], failed.list[0]?.['guid']]);
  const [latest] = (await client('GET', '/app/hook/deliveries?per_page=1', { as: jwt() })).list;
  expect(latest).toMatchObject({ redelivery: true, status: 'OK', guid: failed.list[0]?.['guid'] });
});

test('deliveries are listed by cursor, and forgotten after three days', async () => {
  let time = Date.parse('2026-11-21T12:00:00Z');
  const { github, shop, alice, client, jwt } = await start({ now: () => time });
  for (const title of ['a', 'b', 'c']) github.openIssue(shop, alice, { title });
  await github.settled();
  const seen: unknown[] = [];
  for (let path: string | undefined = '/app/hook/deliveries?per_page=2'; path; ) {
    const { list, headers }: Awaited<ReturnType<typeof client>> = await client('GET', path, { as: jwt() });
    seen.push(...list.map(({ id }) => id));
    path = /<[^>]*\/api\/v3([^>]*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
  }
  expect(seen).toEqual(github.deliveries.map(({ id }) => id).toReversed());
  time += 3 * 24 * 3_600_000 + 1;
  expect((await client('GET', '/app/hook/deliveries', { as: jwt() })).list).toEqual([]);
});

test('a receiver that is too slow, or gone, is written down as such', async () => {
  const { github, shop, alice } = await start({ patienceMs: 20 }, () => {});
  github.openIssue(shop, alice, { title: 'Hello' });
  await github.settled();
  expect(github.deliveries.at(-1)).toMatchObject({ status: 'timed out', statusCode: 0 });
});

test('webhooks get lost, doubled and delayed when told to', async () => {
  const { github, receiver, shop, alice } = await start();
  github.fault({ on: /WEBHOOK issues/, drop: true });
  github.openIssue(shop, alice, { title: 'dropped' });
  await github.settled();
  expect(receiver.received).toEqual([]);
  github.fault({ on: /WEBHOOK issues.opened/, twice: true });
  github.openIssue(shop, alice, { title: 'doubled' });
  await github.settled();
  expect(receiver.received[0]?.guid).toBe(receiver.received[1]?.guid);
  github.fault({ on: /WEBHOOK issues/, lateMs: 50 });
  const issue = github.openIssue(shop, alice, { title: 'late' });
  github.comment(issue, alice, 'first to arrive');
  await github.settled();
  expect(receiver.names().slice(2)).toEqual(['issue_comment.created', 'issues.opened']);
});
