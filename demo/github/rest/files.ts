// The contents of a repository: files, folders, trees and blobs.
import { Refusal } from '../refusal.ts';
import { base64, content } from '../views/code.ts';
import { found } from '../world.ts';
import { Answer, addressOf, type Call } from './call.ts';

const biggestShown = 1024 * 1024;
const biggestSent = 100 * 1024 * 1024;

export async function showContent(call: Call): Promise<unknown> {
  const { world, repository } = call;
  const path = call.param('path').replace(/\/+$/, '');
  const ref = call.query['ref'] ?? repository.defaultBranch;
  const sha = await repository.git.resolve(ref);
  if (!sha)
    throw new Refusal(404, call.query['ref'] ? `No commit found for the ref ${ref}` : 'This repository is empty.');
  const object = found(await repository.git.object(`${sha}:${path}`));
  if (object.type === 'tree') {
    const entries = await repository.git.tree(`${sha}:${path}`, false);
    return entries
      .slice(0, 1000)
      .map((entry) => content(world, repository, ref, path === '' ? entry.path : `${path}/${entry.path}`, entry));
  }
  if (object.size > biggestSent) throw new Refusal(403, 'This API returns blobs up to 100 MB in size.');
  if (call.accept.includes('raw')) return raw(call, object.body);
  const entry = { path, mode: '100644', type: 'blob', sha: object.sha, size: object.size };
  const shown =
    object.size > biggestShown
      ? { encoding: 'none', content: '' }
      : { encoding: 'base64', content: base64(object.body) };
  return { ...content(world, repository, ref, path, entry), ...shown };
}

/** Raw bytes are sent under the very type that was asked for. */
const raw = ({ accept }: Call, bytes: Buffer): Answer =>
  new Answer(200, bytes, { 'content-type': `${accept}; charset=utf-8` });

const mostEntries = 100_000;

export async function showTree(call: Call): Promise<unknown> {
  const { git } = call.repository;
  const name = call.param('tree_sha');
  const root = found(await git.object(`${(await git.resolve(name)) ?? name}^{tree}`));
  const entries = await git.tree(root.sha, call.query['recursive'] !== undefined);
  const tree = entries
    .slice(0, mostEntries)
    .map((entry) => ({ ...entry, url: `${addressOf(call)}/git/${entry.type}s/${entry.sha}` }));
  return {
    sha: root.sha,
    url: `${addressOf(call)}/git/trees/${root.sha}`,
    tree,
    truncated: entries.length > mostEntries,
  };
}

export async function showBlob(call: Call): Promise<unknown> {
  const sha = call.param('file_sha');
  const object = await call.repository.git.object(sha);
  if (object?.type !== 'blob') throw new Refusal(404, 'Not Found');
  if (call.accept.includes('raw')) return raw(call, object.body);
  const shown = { sha, node_id: sha, size: object.size, url: `${addressOf(call)}/git/blobs/${sha}` };
  return { ...shown, content: base64(object.body), encoding: 'base64' };
}
