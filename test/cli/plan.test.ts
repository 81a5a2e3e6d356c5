import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../src/model/policy.ts';
import { openStore } from '../../src/store/open.ts';
import { makeCoverage, makeCredential, makeEvidence, makeNotice } from '../support/make-facts.ts';
import { makeRepository } from '../support/make-situation.ts';
import { handback, install } from './handback.ts';

let here: string;
beforeAll(() => {
  here = mkdtempSync(join(tmpdir(), 'plan-'));
});
afterAll(() => rmSync(here, { recursive: true, force: true }));

it('a gap that is everywhere is one line with every name, and of a broken policy it is not said that it counts', async () => {
  await install(here, 'acme');
  const store = await openStore({ dataDir: here });
  const gap = { why: 'permission', says: 'not visible: needs secrets: read' } as const;
  const looks = ['a', 'b', 'c', 'd', 'e'].map((name, at) =>
    makeCoverage({ source: 'actions-secret', scope: { repositoryId: at + 1, repository: `acme/${name}` }, gap }),
  );
  await store.coverage.save(1, looks);
  const problems = [{ file: '.github/handback.yml', line: 2, says: 'mode: no such mode' }];
  await store.policies.save(1, { policy: DEFAULT_POLICY, origin: 'acme/.github:x@broken', problems });
  await store.close();
  const planned = await handback(here, 'plan');
  expect(planned.match(/not seen/g)).toHaveLength(1);
  expect(planned).toContain(
    'not seen: actions-secret of acme/a, acme/b, acme/c, acme/d, acme/e: not visible: needs secrets',
  );
  expect(planned).toMatch(/known; the last good policy, mode observe\.\n {2}policy problem: /);
  expect(planned).not.toContain('@broken');
});

it('a gap that all of many repositories have names none of them', async () => {
  const many = mkdtempSync(join(tmpdir(), 'plan-many-'));
  await install(many, 'acme');
  const store = await openStore({ dataDir: many });
  const gap = { why: 'permission', says: 'not visible: needs agent_secrets: read' } as const;
  const ids = Array.from({ length: 40 }, (_, at) => at + 1);
  await store.repositories.save(
    1,
    ids.map((id) => makeRepository({ id, fullName: `acme/r${id}` })),
  );
  const look = (id: number, source: string) =>
    makeCoverage({ source, scope: { repositoryId: id, repository: `acme/r${id}` }, gap });
  await store.coverage.save(1, [
    ...ids.map((id) => look(id, 'agents-secret')),
    ...ids.slice(1).map((id) => look(id, 'code')),
  ]);
  await store.close();
  const planned = await handback(many, 'plan');
  rmSync(many, { recursive: true, force: true });
  expect(planned).toContain('not seen: agents-secret of all 40 repositories: not visible: needs agent_secrets: read');
  expect(planned).toMatch(/not seen: code of acme\/r\d+, .*acme\/r\d+,? and 19 more \(--json names all\): not/);
});

it('what a case would hold is told where the policy names no repository for it: one looks before one asks for it', async () => {
  const quiet = mkdtempSync(join(tmpdir(), 'plan-quiet-'));
  await install(quiet, 'acme');
  const store = await openStore({ dataDir: quiet });
  const key = makeCredential({ name: 'ci of mallory' });
  await store.credentials.save(1, [key], 1);
  await store.evidence.add(1, [
    makeEvidence({ credential: key.id, role: 'creator', who: { id: 7, login: 'mallory' } }),
  ]);
  await store.departures.add(1, [makeNotice({ who: { id: 7, login: 'mallory' } })]);
  await store.close();
  const planned = await handback(quiet, 'plan');
  rmSync(quiet, { recursive: true, force: true });
  expect(planned).toMatch(
    /no case is written of mallory, as the policy names no repository under `cases`; it would hold 1 credential: deploy key \*\*ci of mallory/,
  );
});
