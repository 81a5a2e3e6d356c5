// A GitHub for demos and tests: in memory over real bare git repositories, on a port of this machine.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { acts } from './acts/acts.ts';
import { apiServer, type Exchange } from './api-server.ts';
import type { Fault } from './faults.ts';
import { gitServer } from './git-server.ts';
import type { Repository } from './model.ts';
import { page } from './pages/page.ts';
import { signIn } from './pages/sign-in.ts';
import type { Delivery } from './postbox.ts';
import { fullName, World } from './world.ts';

/** Says what GitHub's own description refuses: the tests bring one, the demo needs none. */
export interface Judge {
  exchange(exchange: Exchange): string[];
  webhook(event: string, payload: Record<string, unknown>): string[];
}

export interface GitHubOptions {
  port?: number;
  now?: () => number;
  /** Where the repositories live; a temporary folder, deleted by close(), without it. */
  dataDir?: string;
  /** How long a webhook may take to be answered: GitHub's ten seconds without it. */
  patienceMs?: number;
  /** Requests an hour for each caller. */
  rateLimit?: number;
  judge?: Judge;
}

export type GitHub = Awaited<ReturnType<typeof startGitHub>>;

export async function startGitHub(options: GitHubOptions = {}) {
  const server = createServer();
  const { port } = await listen(server, options.port ?? 0);
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'github-')));
  const requests: Exchange[] = [];
  const problems: string[] = [];
  const judgeDelivery = ({ event, payload, redelivery }: Delivery): void => {
    if (!redelivery) problems.push(...(options.judge?.webhook(event, payload) ?? []));
  };
  const world = new World({
    host: `127.0.0.1:${port}`,
    dataDir,
    now: options.now ?? Date.now,
    patienceMs: options.patienceMs ?? 10_000,
    rateLimit: options.rateLimit ?? 5000,
    watch: judgeDelivery,
  });
  const underWay = serve(server, world, (exchange) => {
    requests.push(exchange);
    if (!exchange.faulted) problems.push(...(options.judge?.exchange(exchange) ?? []));
  });

  return {
    url: world.web,
    /** Everything there is, for tests that look behind the doors. */
    world,
    /** Every API request so far. */
    requests: requests as readonly Exchange[],
    /** Every webhook so far, with how it was received. */
    deliveries: world.post.deliveries as readonly Delivery[],
    /** What the judge refused so far. */
    problems: problems as readonly string[],
    /** The address that git clones and pushes, with a token as the password. */
    gitUrl: (repository: Repository, token?: string): string =>
      `http://${token ? `x-access-token:${token}@` : ''}${world.host}/${fullName(repository)}.git`,
    fault: (fault: Fault): void => world.faults.plan(fault),
    clearFaults: (): void => world.faults.clear(),
    /** Resolves when no request and no webhook is under way. */
    settled: async (): Promise<void> => {
      do {
        await Promise.all(underWay);
        await world.post.settled();
      } while (underWay.size > 0);
    },
    close: async (): Promise<void> => {
      for (const repository of world.repositories) repository.git.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
    },
    ...acts(world),
  };
}

function listen(server: Server, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server.address() as AddressInfo));
  });
}

/** One port, three doors: the API as GitHub Enterprise Server has it, git, and pages for people. */
function serve(server: Server, world: World, watch: (exchange: Exchange) => void): Set<Promise<void>> {
  const [api, git] = [apiServer(world, watch), gitServer(world)];
  const underWay = new Set<Promise<void>>();
  server.on('request', (req, res) => {
    const work = (async () => {
      const url = new URL((req.url ?? '/').replace(/^\/api\/graphql$/, '/api/v3/graphql'), world.web);
      const body = await read(req);
      if (url.pathname.startsWith('/api/v3')) await api(req, res, url, body);
      else if (/^\/[^/]+\/[^/]+\.git\//.test(url.pathname)) await git(req, res, url, body);
      else if (url.pathname.startsWith('/login/oauth/')) signIn(world, req, res, url, body);
      else await page(world, res, url);
    })().catch((error: unknown) => {
      process.stderr.write(`stand-in GitHub: ${String(error)}\n`);
      res.destroy();
    });
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  });
  return underWay;
}

async function read(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
