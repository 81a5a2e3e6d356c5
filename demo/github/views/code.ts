import type { GitCommit, Signature, TreeEntry } from '../git/bare-repository.ts';
import type { ChangedFile, NamedFile } from '../git/changed-files.ts';
import type { Repository } from '../model.ts';
import { fullName, type World } from '../world.ts';
import { accountOrNull } from './people.ts';
import { nodeId, type View } from './view.ts';

const verification = ({ signatures }: Repository, sha: string): View => {
  const signed = signatures.get(sha);
  const text = signed ? 'made by the stand-in' : null;
  const [verified, reason] = signed ? [signed.reason === 'valid', signed.reason] : [false, 'unsigned'];
  return { verified, reason, signature: text, payload: text, verified_at: null };
};

export const commit = (world: World, repository: Repository, one: GitCommit): View => {
  const url = `${world.api}/repos/${fullName(repository)}`;
  const html = `${world.web}/${fullName(repository)}/commit`;
  return {
    sha: one.sha,
    node_id: nodeId('Commit', one.sha),
    commit: {
      author: one.author,
      committer: one.committer,
      message: one.message,
      tree: { sha: one.tree, url: `${url}/git/trees/${one.tree}` },
      url: `${url}/git/commits/${one.sha}`,
      comment_count: 0,
      verification: verification(repository, one.sha),
    },
    url: `${url}/commits/${one.sha}`,
    html_url: `${html}/${one.sha}`,
    comments_url: `${url}/commits/${one.sha}/comments`,
    author: accountOrNull(world, world.userByEmail(one.author.email)),
    committer: accountOrNull(world, world.userByEmail(one.committer.email)),
    parents: one.parents.map((sha) => ({ sha, url: `${url}/commits/${sha}`, html_url: `${html}/${sha}` })),
  };
};

/** The commit as git holds it, without GitHub's accounts. */
export const gitCommit = (world: World, repository: Repository, one: GitCommit): View => {
  const url = `${world.api}/repos/${fullName(repository)}/git`;
  const html = `${world.web}/${fullName(repository)}/commit`;
  return {
    sha: one.sha,
    node_id: nodeId('Commit', one.sha),
    url: `${url}/commits/${one.sha}`,
    html_url: `${html}/${one.sha}`,
    author: one.author,
    committer: one.committer,
    message: one.message,
    tree: { sha: one.tree, url: `${url}/trees/${one.tree}` },
    parents: one.parents.map((sha) => ({ sha, url: `${url}/commits/${sha}`, html_url: `${html}/${sha}` })),
    verification: verification(repository, one.sha),
  };
};

/** A commit as push and merge_group webhooks show it. */
export const pushedCommit = (world: World, repository: Repository, one: GitCommit, files: NamedFile[]): View => {
  const named = (status: NamedFile['status']): string[] =>
    files.filter((file) => file.status === status).map((file) => file.filename);
  const person = ({ name, email, date }: Signature): View => {
    const user = world.userByEmail(email);
    return { name, email, date, ...(user ? { username: user.login } : {}) };
  };
  return {
    id: one.sha,
    tree_id: one.tree,
    distinct: true,
    message: one.message,
    timestamp: one.committer.date,
    url: `${world.web}/${fullName(repository)}/commit/${one.sha}`,
    author: person(one.author),
    committer: person(one.committer),
    added: named('added'),
    removed: named('removed'),
    modified: named('modified'),
  };
};

export const file = (world: World, repository: Repository, sha: string, one: ChangedFile): View => {
  const html = `${world.web}/${fullName(repository)}`;
  const path = encodeURI(one.filename);
  return {
    ...one,
    blob_url: `${html}/blob/${sha}/${path}`,
    raw_url: `${html}/raw/${sha}/${path}`,
    contents_url: `${world.api}/repos/${fullName(repository)}/contents/${path}?ref=${sha}`,
  };
};

const contentTypes: Record<string, string> = { tree: 'dir', commit: 'submodule' };

export const content = (world: World, repository: Repository, ref: string, path: string, entry: TreeEntry): View => {
  const api = `${world.api}/repos/${fullName(repository)}`;
  const html = `${world.web}/${fullName(repository)}`;
  const address = encodeURI(path);
  const type = entry.mode === '120000' ? 'symlink' : (contentTypes[entry.type] ?? 'file');
  const self = `${api}/contents/${address}?ref=${ref}`;
  const git = `${api}/git/${entry.type}s/${entry.sha}`;
  const page = `${html}/${type === 'dir' ? 'tree' : 'blob'}/${ref}/${address}`;
  return {
    name: path.split('/').at(-1),
    path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url: self,
    html_url: page,
    git_url: git,
    download_url: type === 'file' ? `${html}/raw/${ref}/${address}` : null,
    type,
    _links: { self, git, html: page },
  };
};

/** GitHub breaks its base64 after every 60 characters. */
export const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/(.{60})/g, '$1\n');
