// Neither the stand-in nor its description is the judge here: the real GitHub is, as it was recorded.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { webhookName } from '../../demo/github/description/description.ts';
import { events } from '../../demo/github/events.ts';
import { type GitHub, startGitHub } from '../../demo/github/stand-in.ts';
import { clientOf, everyEvent, startAcme } from './acme.ts';
import { everythingElse } from './everything-else.ts';
import { furnish } from './furnish.ts';
import { differences, formOf, recordingsOf, webhookExamples } from './recordings.ts';

let github: GitHub;
let as: { a: string; b: string };

/**
 * The scenarios that use what the stand-in has; the others are about releases, projects, notifications and git refs.
 */
const scenarios = [
  'add-and-remove-repository-collaborator',
  'add-labels-to-issue',
  'errors',
  'get-content',
  'get-organization',
  'get-repository',
  'labels',
  'lock-issue',
  'paginate-issues',
  'rename-repository',
  'search-issues',
];

beforeAll(async () => {
  github = await startGitHub();
  const org = github.organization('octokit-fixture-org', { name: 'Octokit Fixture Org' });
  const [a, b] = [github.user('octokit-fixture-user-a'), github.user('octokit-fixture-user-b')];
  github.addMember(org, a, a, 'admin');
  as = { a: `token ${github.createPersonalAccessToken(a)}`, b: `token ${github.createPersonalAccessToken(b)}` };
  for (const name of [...scenarios, 'hello-world']) {
    const repository = await github.createRepository(org, name, { actor: a, private: false, description: 'd' });
    await github.commit(repository, [
      { author: 'a', email: a.email, message: 'm', files: { 'README.md': '# hello-world' } },
    ]);
    const titles = { 'lock-issue': 1, 'paginate-issues': 13, 'search-issues': 2 }[name] ?? 0;
    for (let i = 0; i < titles; i++)
      github.openIssue(repository, a, { title: 'The doors don’t open', body: 'I tried "Open Sesame".' });
  }
});

afterAll(() => github.close());

test.each(scenarios)('replays the recorded scenario %s', async (scenario) => {
  const client = clientOf(github.url);
  const ids = new Map<string, string>();
  for (const { method, path, body, status, response, headers, reqheaders } of recordingsOf(scenario)) {
    const asked = path.replace(/\/(repositories|repository_invitations)\/\d+/, (hit) => ids.get(hit) ?? hit);
    const invited = path.startsWith('/user/');
    const reply = await client(method.toUpperCase(), asked, {
      as: invited ? as.b : as.a,
      headers: { accept: reqheaders.accept },
      ...(body ? { body } : {}),
    });
    const step = `${method} ${path}`;
    expect(`${step} ${reply.status}`).toBe(`${step} ${status}`);
    const compared =
      status === 204 ? [] : differences(response, typeof response === 'string' ? reply.text : reply.json, github.url);
    expect(compared.map((one) => `${step} ${one}`)).toEqual([]);
    for (const name of ['link', 'location']) {
      const [theirs, ours] = [headers[name], reply.headers.get(name)];
      expect(`${step} ${name} ${formOf(ours ?? 'none', github.url)}`).toBe(
        `${step} ${name} ${formOf(theirs ?? 'none', github.url)}`,
      );
    }
    remember(ids, scenario, reply.headers.get('location'));
  }
});

/** Recorded numbers are made up: the addresses that ours stand for are learned from Location, and from the scenario. */
function remember(ids: Map<string, string>, scenario: string, location: string | null): void {
  const repository =
    github.world.repository('octokit-fixture-org', scenario) ??
    github.world.repository('octokit-fixture-org', `${scenario}-newname`);
  ids.set('/repositories/1000', `/repositories/${repository?.id ?? 0}`);
  const invitation = /\/repository_invitations\/\d+/.exec(location ?? '')?.[0];
  if (invitation) ids.set('/repository_invitations/1000', invitation);
}

test('everything that can happen sends each webhook, valid and with every member that the recorded ones have', async () => {
  const world = await startAcme({ events: everyEvent });
  await furnish(world);
  await everythingElse(world);
  const { deliveries, problems, url } = world.github;
  expect(problems).toEqual([]);
  expect([...new Set(deliveries.map(({ event, action }) => webhookName(event, action)))].toSorted()).toEqual(
    events.toSorted(),
  );
  const recorded = new Map(webhookExamples().map(({ name, examples }) => [name, examples]));
  const compared = new Set<string>();
  const lacking = deliveries.flatMap(({ event, action, payload }) => {
    const same = (recorded.get(event) ?? []).filter(
      (one) => (one['action'] ?? null) === action && 'organization' in one,
    );
    if (same.length > 0) compared.add(webhookName(event, action));
    const found = same.map((one) => differences(one, payload, url).filter((text) => text.endsWith('missing')));
    const best = found.toSorted((x, y) => x.length - y.length)[0] ?? [];
    return best.map((text) => `${webhookName(event, action)}${text}`);
  });
  expect([...new Set(lacking)].toSorted()).toEqual([]);
  expect(compared.size).toBeGreaterThan(20);
  await world.github.close();
});
