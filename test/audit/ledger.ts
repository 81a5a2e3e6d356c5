import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentialId } from '../../src/model/credential.ts';
import type { NewJob } from '../../src/model/job.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { openStore } from '../../src/store/open.ts';
import { STORED_AT } from './entries.ts';

/** A queue that only remembers what it was asked; a transaction that fails takes its jobs along. */
function rememberingQueue() {
  const jobs: NewJob[] = [];
  const queue: Pick<Queue, 'add'> = {
    add: async (added) => {
      jobs.push(...added);
      return added.length;
    },
  };
  return { jobs, queue: queue as Queue };
}

/** A ledger of acme (id 1) with the repository shop (id 11) and its secret TOKEN. */
export async function openAcme() {
  const dataDir = await mkdtemp(join(tmpdir(), 'handback-audit-'));
  const store = await openStore({ dataDir });
  const organization = { id: 1, login: 'acme', installationId: 5, state: 'active' as const };
  await store.organizations.save(organization);
  await store.repositories.save(1, [
    { id: 11, fullName: 'acme/shop', private: true, archived: false, defaultBranch: 'main' },
  ]);
  const token = {
    id: credentialId('actions-secret', 11, '', 'TOKEN'),
    kind: 'actions-secret',
    name: 'TOKEN',
    scope: { repositoryId: 11, repository: 'acme/shop' },
    createdAt: STORED_AT,
    facts: {},
  };
  await store.credentials.save(1, [token], STORED_AT);
  const { jobs, queue } = rememberingQueue();
  const close = async () => {
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { dataDir, store, organization, token, jobs, queue, close };
}

export async function* piecesOf(bytes: string | Uint8Array, size = 7): AsyncIterable<Uint8Array> {
  const all = Buffer.from(bytes);
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}
