// The small acme, and evidence gathered about a commit in it as a job does it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { EvidenceWorld, Introduction, Subject } from '../../src/evidence/evidence-kind.ts';
import { evidenceKinds } from '../../src/evidence/index.ts';
import { changes } from '../../src/git/changes.ts';
import { mirrorDirectory, refresh } from '../../src/git/mirror.ts';
import type { GitHub } from '../../src/github/github.ts';
import { remembering } from '../../src/github/remembering.ts';
import { onceEach } from '../../src/model/once.ts';
import { namedIn } from '../../src/workflows/named.ts';
import { asKnown, connectTo, makeDoor } from '../support/make-door.ts';
import { makePlaintext } from '../support/make-facts.ts';

export type Witness = Awaited<ReturnType<typeof witness>>;

export async function witness() {
  const acme = await makeDoor();
  const mirror = mirrorDirectory(acme.dataDir, acme.shop.id);
  const servers: { close(): void }[] = [];

  const push = (branch: string, who: typeof acme.bob) =>
    acme.github.push(acme.shop, who, [{ branch, message: branch, files: { [`${branch}.txt`]: branch } }]);

  const introduction = async (sha: string): Promise<Introduction> => {
    await refresh(mirror, await acme.door.gitAccess('acme/shop'));
    for await (const { commit, path } of changes(mirror, [sha], []))
      if (commit.sha === sha) return { ...commit, commit: sha, path };
    throw new Error(`no change by ${sha}`);
  };

  const worldWith = (github: GitHub, commits: readonly string[]): EvidenceWorld => ({
    github,
    organization: 'acme',
    repository: asKnown(acme.shop),
    mirror,
    commits,
    accountKeys: async () => [],
    once: onceEach(),
    namedIn,
  });

  /** A door behind which every GraphQL answer is this. */
  const doorTo = async (commit: object, errors: readonly object[]): Promise<GitHub> => {
    const server = createServer((request, response) => {
      const token = request.url?.includes('access_tokens');
      const body = token
        ? { token: 'x', expires_at: '2099-01-01T00:00:00Z', permissions: {} }
        : { data: { repository: { databaseId: acme.shop.id, ...commit } }, ...(errors.length > 0 ? { errors } : {}) };
      response.writeHead(token ? 201 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    servers.push(server);
    const { port } = server.address() as AddressInfo;
    return connectTo(`http://127.0.0.1:${port}`, acme.appId, acme.privateKey).forInstallation(1);
  };

  /** GitHub says this of the pull request of a commit. */
  const worldWhere = (sha: string, says: object): EvidenceWorld => {
    const door: GitHub = {
      ...acme.door,
      query: async (question, variables, schema) => {
        const answer = await acme.door.query(question, variables, z.any());
        Object.assign(answer.data.repository[`c${sha}`].associatedPullRequests.nodes[0], says);
        return { ...answer, data: schema.parse(answer.data) };
      },
    };
    return worldWith(door, []);
  };

  const gatherFrom = async (name: string, subject: Subject, world: EvidenceWorld) => {
    const kind = evidenceKinds.find((each) => each.name === name);
    if (kind === undefined) throw new Error(`no kind ${name}`);
    return kind.appliesTo(subject) ? kind.gather(world, subject) : [];
  };

  return {
    ...acme,
    mirror,
    push,
    worldWith,
    worldWhere,
    gatherFrom,
    worldOf: (commits: readonly string[]) => worldWith(remembering(acme.door), commits),
    /** In which GitHub answers every question so. */
    worldSaying: async (commit: object, errors: readonly object[] = []) => worldWith(await doorTo(commit, errors), []),
    gather: async (name: string, sha: string, world = worldWith(acme.door, [])) =>
      gatherFrom(name, { credential: makePlaintext(), introduction: await introduction(sha) }, world),
    /** About a commit that is nowhere. */
    gatherAt: (name: string, commit: string, world: EvidenceWorld) => {
      const nobody = { name: 'N', email: 'n@example.com', at: 0 };
      const made = { commit, path: 'x', author: nobody, committer: nobody, coAuthors: [] };
      return gatherFrom(name, { credential: makePlaintext(), introduction: made }, world);
    },
    asked: () => acme.github.requests.map(({ method, path }) => `${method} ${path}`),
    close: async () => {
      for (const server of servers) server.close();
      await acme.close();
    },
  };
}
