import { publicKey } from '../../demo/story/world.ts';
import { type CaseScene, type Heard, startCase } from './case-scene.ts';
import type { SceneOptions } from './scene.ts';

const ALL = 'deploy-key, actions-secret, webhook, fine-grained-token, sso-authorization, github-token, variable';

const ROSTER = `people:
  - { login: alice, type: employee }
  - { login: mallory, type: contractor, vendor: Initech, sponsor: alice }
  - { login: carol, type: contractor, vendor: initech, sponsor: alice }
  - { login: dave, type: contractor, sponsor: alice, end: "2099-01-01" }
`;

/**
 * The case of mallory in an organisation that lets Handback act; carol is of her vendor,
 * and dave's own last day is set.
 */
export async function startActing(options: SceneOptions = {}): Promise<CaseScene> {
  const scene = await startCase({
    ...options,
    roster: ROSTER,
    policy: `actions: { allow: [${ALL}] }\nnotice_days: 0\ndigests: false\n`,
    grant: { administration: 'write', organization_personal_access_tokens: 'write', repository_hooks: 'write' },
  });
  scene.repositories.security.collaborators.set(scene.dave, 'write');
  return scene;
}

/** How often the deletion of a deploy key was sent. */
export const deletions = ({ github }: CaseScene) =>
  github.requests.filter(({ method, path }) => method === 'DELETE' && /\/keys\//.test(path)).length;

/** The id by which the answer lets an act be approved. */
export const idIn = ({ answers: [answer = ''] }: Heard) => /approve ([\da-f]{12})/.exec(answer)?.[1] ?? 'no id';

/** A further deploy key of the leaver, in her case. */
export async function newKey({ github, repositories, mallory, settle }: CaseScene) {
  const key = github.addDeployKey(repositories.shop, mallory, `key ${Math.random()}`, publicKey(), {
    readOnly: false,
    lastUsedAt: Date.now(),
  });
  await settle();
  const id = `deploy-key:${repositories.shop.id}:${key.id}`;
  return { id, there: () => repositories.shop.keys.includes(key) };
}
