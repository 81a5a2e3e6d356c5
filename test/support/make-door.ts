// The small judged acme of the stand-in's own tests, and our door to it as `main.ts` opens it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Probot } from 'probot';
import { connect } from '../../src/github/connect.ts';
import { octokitWith } from '../../src/github/octokit.ts';
import type { Organization, Repository } from '../../src/model/organization.ts';
import { type AcmeOptions, startAcme } from '../github-stand-in/acme.ts';

export type Door = Awaited<ReturnType<typeof makeDoor>>;

export async function makeDoor(options: AcmeOptions = {}) {
  const world = await startAcme(options);
  const app = connectTo(world.github.url, world.appId, world.privateKey, options.now);
  const dataDir = await mkdtemp(join(tmpdir(), 'door-'));
  const organization: Organization = {
    id: world.acme.id,
    login: 'acme',
    installationId: world.installationId,
    state: 'active' as const,
  };
  return {
    ...world,
    app,
    door: await app.forInstallation(world.installationId),
    organization,
    dataDir,
    close: async () => {
      await world.github.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export function connectTo(url: string, appId: number, privateKey: string, now = Date.now) {
  const probot = new Probot({
    appId,
    privateKey,
    secret: 'not used here',
    baseUrl: `${url}/api/v3`,
    log: pino({ level: 'silent' }) as never,
    Octokit: octokitWith({ throttle: false, timeoutMs: 5000 }),
  });
  return connect({ probot, serverUrl: url, now });
}

/** A repository of the stand-in as the ledger knows it. */
export function asKnown({ id, name }: { readonly id: number; readonly name: string }): Repository {
  return {
    id,
    fullName: `acme/${name}`,
    private: true,
    archived: false,
    defaultBranch: 'main',
    scannedTips: {},
  };
}
