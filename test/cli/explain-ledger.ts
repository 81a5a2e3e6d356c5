import type { Use } from '../../src/model/use.ts';
import { openStore } from '../../src/store/open.ts';
import {
  makeCredential,
  makeEvidence,
  makeObservation,
  makePlaintext,
  makeSighting,
  NOW,
} from '../support/make-facts.ts';

export const ORG = 1;

/** A key with a twin, a secret with uses and owners, one of nobody, and a value that was found. */
export async function fillLedger(home: string): Promise<void> {
  const store = await openStore({ dataDir: home });
  const key = makeCredential({ facts: { keyId: 5, publicKey: 'same' } });
  const twin = makeCredential({
    id: 'deploy-key:2:6' as typeof key.id,
    scope: { repositoryId: 2, repository: 'acme/infra' },
    facts: { keyId: 6, publicKey: 'same' },
  });
  const secret = makeCredential({
    id: 'actions-secret:1::TOKEN' as typeof key.id,
    kind: 'actions-secret',
    name: 'TOKEN',
  });
  const unowned = makeCredential({
    id: 'actions-secret:2' as typeof key.id,
    kind: 'actions-secret',
    name: 'LOST',
    scope: { repositoryId: 3, repository: 'acme/other' },
  });
  const found = makePlaintext();
  await store.credentials.save(ORG, [key, twin, secret, unowned, found], NOW);
  const { commit: _, committedAt: __, ...tagged } = makeSighting({ id: 'tagged', path: 'refs/tags/v1:keys.env' });
  await store.sightings.add(ORG, [makeSighting(), { ...tagged, ref: 'refs/tags/v1' }]);
  await store.evidence.add(ORG, [
    makeEvidence({ at: Date.UTC(2026, 2, 1) }),
    makeEvidence({
      kind: 'pull-request-review',
      role: 'approver',
      strength: 'claimed',
      who: { login: 'evil\u001b[2J\u202e' },
      did: 'is the author',
    }),
    makeEvidence({ kind: 'ref-update', strength: 'authenticated', credential: found.id, did: 'pushed the commit' }),
  ]);
  await store.observations.add(ORG, [makeObservation()]);
  await store.decisions.add(ORG, [
    {
      id: 'd',
      at: NOW,
      decides: 'owner',
      by: { id: 8, login: 'alice' },
      said: 'acme/security#7',
      credential: key.id,
      owner: { id: 9, login: 'bob' },
    },
  ]);
  const scope = { repositoryId: 1, repository: 'acme/shop' };
  const gap = {
    why: 'permission' as const,
    needs: 'Pull requests: read',
    says: 'not visible: needs Pull requests: read',
  };
  await store.coverage.save(ORG, [
    { source: 'evidence: pull-request-review', scope, lookedAt: NOW, gap },
    { source: 'webhook', scope: { repositoryId: 3, repository: 'acme/other' }, lookedAt: NOW, gap },
  ]);
  const use = (name: string): Use => ({
    what: 'secret',
    name,
    workflow: '.github/workflows/ci.yml',
    through: [],
    job: 'deploy',
    step: 'Publish',
    receiver: { kind: 'script' },
    how: 'environment variable',
    as: 'NPM',
  });
  await store.records.save(
    ORG,
    'uses',
    new Map([['1', { uses: [use('TOKEN'), use('OTHER')], unread: [], risks: [], literals: [], lookedAt: NOW }]]),
  );
  const rules = [
    { line: 1, pattern: '*', owners: ['@acme/everybody'] },
    { line: 4, pattern: '.github/workflows/', owners: ['@acme/platform', '@evil\u001b[2J'] },
  ];
  await store.records.save(ORG, 'codeowners', new Map([['1', { lookedAt: NOW, path: 'CODEOWNERS', rules }]]));
  await store.records.save(ORG, 'teams', new Map([['2', { lookedAt: NOW, admins: ['acme/ops'] }]]));
  await store.close();
}
