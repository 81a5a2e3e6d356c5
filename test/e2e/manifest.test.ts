import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { actions } from '../../src/actions/index.ts';
import { events } from '../../src/app.ts';
import { evidenceKinds } from '../../src/evidence/index.ts';
import { proofKinds } from '../../src/proofs/index.ts';
import { sources } from '../../src/sources/index.ts';
import { manifest } from '../support/scene.ts';

/** GitHub's words for people, and its names in manifests where they differ ("Permissions required for GitHub Apps"). */
const NAMES: Readonly<Record<string, string>> = {
  variables: 'actions_variables',
  organization_variables: 'organization_actions_variables',
};

/**
 * What the shell itself needs: webhooks, the list of repositories, people and whom the
 * organisation blocks, the list of environments, open pull requests.
 */
const SHELL = ['actions', 'deployments', 'members', 'merge_queues', 'metadata', 'organization_user_blocking'].map(
  (name) => `${name}: read`,
);

test('app.yml subscribes to exactly the events that lead to a job', () => {
  expect(manifest.default_events.toSorted()).toEqual(events);
});

/** Those of sources that say so are left to the organisation to add: app.yml has them as comments. */
const OPTIONAL = new Set(sources.flatMap(({ optional, permission }) => (optional ? [inManifest(permission)] : [])));

test('app.yml asks for exactly the permissions that the plug-ins and the shell need', () => {
  const said = [...sources, ...evidenceKinds, ...proofKinds, ...actions].map(({ permission }) => permission);
  const declared = said
    .filter((permission) => !permission.startsWith('none'))
    .map(inManifest)
    .filter((permission) => !OPTIONAL.has(permission));
  const needed = Object.fromEntries([...declared, ...SHELL].toSorted().map((each) => each.split(': ')));
  expect(manifest.default_permissions).toEqual(needed);
});

test('app.yml names what a source would like to have, and leaves it out', () => {
  const text = readFileSync(new URL('../../app.yml', import.meta.url), 'utf8');
  const offered = [...text.matchAll(/^ {2}# (\w+: (?:read|write)) #/gm)].map(([, permission]) => permission);
  expect(new Set(offered)).toEqual(OPTIONAL);
});

function inManifest(permission: string): string {
  const [words = '', level = ''] = permission.split(': ');
  const name = words.toLowerCase().replaceAll(' ', '_');
  return `${NAMES[name] ?? name}: ${level}`;
}
