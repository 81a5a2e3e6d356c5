import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import pLimit from 'p-limit';
import { type Logger, pino } from 'pino';
import { Probot } from 'probot';
import { jobsFor } from './app.ts';
import {
  type Config,
  readableFile,
  readConfig,
  readPrivateKey,
  readStorageConfig,
  type StorageConfig,
} from './config.ts';
import { createDetector } from './detect/detector.ts';
import { askIssuer } from './github/ask-issuer.ts';
import { connect } from './github/connect.ts';
import { octokitWith } from './github/octokit.ts';
import { tokenReports } from './github/report-tokens.ts';
import { goOutThrough } from './github/way-out.ts';
import { createBlobEngine } from './history/blob-engine.ts';
import { receiveAuditStream } from './jobs/audit/stream.ts';
import type { Context } from './jobs/context.ts';
import { receiveDeparture } from './jobs/departures-in.ts';
import { runJob } from './jobs/index.ts';
import { receive } from './jobs/intake.ts';
import { directoryFor } from './jobs/people/directory.ts';
import { heldContext } from './jobs/writing/held.ts';
import { whileOurs } from './jobs/writing/while-ours.ts';
import { deliveryOf } from './model/delivery.ts';
import { loggedError } from './model/logged-error.ts';
import { type HttpProxy, proxyOf } from './model/proxy.ts';
import { apiAddress, serverAddress } from './model/server.ts';
import { MINUTE } from './model/time.ts';
import { embeddedQueue } from './queue/embedded-queue.ts';
import { exponentialBackoff } from './queue/outcome.ts';
import { pgBossQueue } from './queue/pg-boss-queue.ts';
import type { Queue } from './queue/queue.ts';
import { makeDataFolder } from './store/data-folder.ts';
import { readFingerprintKey } from './store/fingerprint-key.ts';
import { keepKeyCheck, refuseOtherKey } from './store/key-check.ts';
import { expectLedger, type OpenedStore, openStore, targetOf } from './store/open.ts';
import { endpoints } from './web/endpoints.ts';
import { healthOf } from './web/health.ts';
import { startServer, WEBHOOK_PATH } from './web/server.ts';

// Composition root: puts the parts together, and is the only file that reads the
// environment (but for PATH, to find git).

export interface Handback {
  readonly config: Config;
  readonly context: Context;
  readonly probot: Probot;
  readonly log: Logger;
  readonly proxy: HttpProxy | undefined;
  stillOurs(): Promise<void>;
  close(): Promise<void>;
}

/** The environment, and what the file `.env` adds to it. */
export function environment(): Readonly<Record<string, string | undefined>> {
  if (existsSync('.env')) process.loadEnvFile(readableFile('.env'));
  return process.env;
}

/** Opens the ledger that is there, alone: for commands that ask it and talk to no GitHub. */
export async function openLedger(env = environment()) {
  const config = readStorageConfig(env);
  await expectLedger(targetOf(config));
  const nothing = () => undefined;
  const opened = await openStorage(config, nothing, nothing);
  return { ...opened, serverUrl: serverAddress(config.GHE_HOST, config.GHE_PROTOCOL) };
}

/** Builds everything; starts nothing. `keeps`: whether a key that is made is kept, for whoever works with it. */
export async function build(env = environment(), keeps = true): Promise<Handback> {
  const config = readConfig(env);
  const log = pino({
    level: config.LOG_LEVEL,
    base: null,
    redact: ['*.privateKey', '*.secret', '*.token', '*.headers.authorization'],
    serializers: { err: loggedError },
  });
  const serverUrl = serverAddress(config.GHE_HOST, config.GHE_PROTOCOL);
  const apiUrl = apiAddress(config.GHE_HOST, config.GHE_PROTOCOL);
  const now = () => Date.now();
  const proxy = proxyOf(config.HTTPS_PROXY, config.NO_PROXY);
  goOutThrough(proxy);
  const privateKey = await readPrivateKey(config);
  const report = (error: unknown) => log.error({ err: error }, 'the queue failed');
  const { store, queue, fingerprintKey, close } = await openStorage(config, report, async (opened) => {
    const key = await readFingerprintKey(config, () => opened.credentials.anyOfValue(), keeps);
    await refuseOtherKey(opened, key, config.FINGERPRINT_KEY_REPLACED);
    return key;
  });
  const probot = new Probot({
    appId: config.APP_ID,
    privateKey,
    secret: config.WEBHOOK_SECRET,
    baseUrl: apiUrl,
    log: log as never,
    Octokit: octokitWith({
      throttle: config.THROTTLE === 'on',
      timeoutMs: 30_000,
      answers: {
        read: (url) => store.answers.read(url),
        save: (url, answer) => store.answers.save(url, answer, now()),
      },
    }),
  });
  const context: Context = {
    store,
    queue,
    github: connect({ probot, serverUrl, now, proxy }),
    detector: createDetector(),
    engine: createBlobEngine(fingerprintKey),
    heavy: pLimit(1),
    fingerprintKey,
    dataDir: config.DATA_DIR,
    askIssuer: askIssuer({ github: apiUrl, restMs: 1000, now }),
    tokenReports: tokenReports(apiUrl, now),
    asksOthers: config.ISSUERS === 'all',
    now,
    log: log.child({ name: 'handback' }),
  };
  return { config, context, probot, log, proxy, stillOurs: store.stillOurs, close };
}

/**
 * Takes webhooks in. The only handler is one insert: GitHub hears "got it" when it is on
 * disk, or after 9 seconds (docs/architecture.md).
 */
export async function listen(handback: Handback): Promise<{ port: number; close(): Promise<void> }> {
  const { config, context, probot, log } = handback;
  probot.onAny(async ({ id, name, payload }) => {
    const delivery = deliveryOf(id, name, payload as object, context.now());
    await receive(context, delivery, (each) =>
      jobsFor({ event: each.event, action: each.action ?? '', payload: each.payload, receivedAt: each.receivedAt }),
    );
  });
  const webhooks = await probot.getNodeMiddleware({ path: WEBHOOK_PATH });
  const onError = (error: unknown, where: string) => log.error({ err: error, where }, 'a request failed');
  return startServer({
    host: config.HOST,
    port: config.PORT,
    webhooks: (request, response) => Promise.resolve(webhooks(request, response)),
    health: healthOf({ notes: context.store.notes, queue: context.queue, now: context.now, onError }),
    endpoints: endpoints({
      secrets: config,
      now: context.now,
      directory: () => directoryFor({ ...context, newId: randomUUID }, config.SCIM_ORG),
      takeDeparture: (word, organization) => receiveDeparture(context, word, organization),
      takeAuditLog: (pieces) => receiveAuditStream(context, pieces),
      onError,
    }),
    onError,
  });
}

/**
 * Works on jobs until stopped, and sees to it that what has no event is looked at in time.
 * `ended`: why it can work no more.
 */
export async function work({ config, context, log, stillOurs }: Handback) {
  const meant = { isShared: config.DATABASE_URL !== undefined, replaced: config.FINGERPRINT_KEY_REPLACED };
  await keepKeyCheck(context.store, context.fingerprintKey, meant);
  const minutes = (many: number) => many * MINUTE;
  await context.queue.schedule('sweep', minutes(config.SWEEP_MINUTES), { type: 'sweep-all', payload: {} });
  await context.queue.schedule('prove', minutes(config.PROVE_MINUTES), { type: 'prove-all', payload: {} });
  await context.queue.schedule('reconcile', minutes(config.RECONCILE_MINUTES), { type: 'reconcile', payload: {} });
  await context.queue.schedule('purge', minutes(24 * 60), { type: 'purge', payload: {} });
  const { run, ended } = whileOurs(stillOurs, (job, hold) => runJob(heldContext(context, hold), job));
  const worker = context.queue.work(run, {
    concurrency: config.CONCURRENCY,
    onFailure: ({ id, type, attempt }, error, next) =>
      log.error({ job: id, type, attempt, next, err: error }, 'a job failed'),
  });
  return { ended, stop: () => worker.stop() };
}

/**
 * Store and queue, or neither: connections that nobody closes would keep a process from
 * ending. `keyOf` may refuse the store.
 */
async function openStorage<Key>(
  config: StorageConfig,
  report: (error: unknown) => void,
  keyOf: (store: OpenedStore) => Key | Promise<Key>,
): Promise<{ store: OpenedStore; queue: Queue; fingerprintKey: Key; close(): Promise<void> }> {
  const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl } = config;
  makeDataFolder(dataDir);
  const store = await openStore(targetOf(config));
  try {
    const fingerprintKey = await keyOf(store);
    const shared = { now: () => Date.now(), backoff: exponentialBackoff(Math.random), report };
    const queue = await (databaseUrl
      ? pgBossQueue({ databaseUrl, ...shared })
      : embeddedQueue({ db: store.db, dataDir, ...shared }));
    const close = async () => {
      await queue.close();
      await store.close();
    };
    return { store, queue, fingerprintKey, close };
  } catch (error) {
    await store.close();
    throw error;
  }
}
