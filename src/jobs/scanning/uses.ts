import { tips } from '../../git/mirror.ts';
import { GitError } from '../../git/run.ts';
import type { Gap } from '../../model/coverage.ts';
import type { Organization, Repository } from '../../model/organization.ts';
import type { LiteralUse, RepositoryUses, Unread } from '../../model/use.ts';
import { CODEOWNERS_PATHS, parseCodeOwners } from '../../policy/codeowners.ts';
import { repositoryScope } from '../../sources/source.ts';
import { called, elsewhere, isWorkflow } from '../../workflows/called.ts';
import { jobLines } from '../../workflows/job-lines.ts';
import { type ReadMap, useMap, type WorkflowFile } from '../../workflows/use-map.ts';
import { keptUses } from '../../workflows/uses.ts';
import type { Context, Site } from '../context.ts';
import { credentialOf, seal } from './findings.ts';
import { sayUnread } from './unread.ts';
import { fileElsewhere, type ReadFiles, workflowFiles } from './workflow-files.ts';

/** Files of other repositories that are followed for one: actions call actions. */
const MOST_ELSEWHERE = 200;

/**
 * Reads from the copy at hand what the workflows of the default branch use, and who its
 * CODEOWNERS names. Asks GitHub nothing.
 */
export async function readUses(context: Context, site: Site, repository: Repository, directory: string): Promise<void> {
  const { store, log, now } = context;
  const { id: org } = site.organization;
  const looked = { source: 'workflow', scope: repositoryScope(repository), lookedAt: now() };
  try {
    const refs = await tips(directory);
    const branch = `refs/heads/${repository.defaultBranch}`;
    const commit = refs[branch];
    const isEmpty = Object.keys(refs).length === 0;
    const uses =
      commit === undefined
        ? { ...NOTHING, unread: isEmpty ? [] : [{ path: branch, why: NO_BRANCH }] }
        : await usesAt(context, site, repository, directory, commit);
    const record = { ...uses, everyStore: true as const, lookedAt: now(), ...(commit === undefined ? {} : { commit }) };
    await store.records.save(org, 'uses', new Map([[String(repository.id), record]]));
    await store.coverage.save(org, [{ ...looked, ...gapOf(record.unread) }]);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    const gap: Gap = { why: 'failed', says: `could not be read: ${error.message}` };
    await store.coverage.save(org, [{ ...looked, gap }]);
    log.warn({ repository: repository.fullName, gap: gap.says }, 'the workflows could not be read');
  }
}

type Uses = Omit<RepositoryUses, 'lookedAt' | 'commit'>;

const NOTHING: Uses = { uses: [], unread: [], risks: [], literals: [] };

/** The branch was renamed since GitHub said which it is, or was never made. */
const NO_BRANCH = 'the default branch is not there';

async function usesAt(
  context: Context,
  { organization }: Site,
  repository: Repository,
  directory: string,
  commit: string,
): Promise<Uses> {
  const { files, unread } = await workflowFiles(directory, commit, CODEOWNERS_PATHS);
  await saveCodeOwners(context, organization.id, repository, { files, unread });
  const ours = ({ path }: { readonly path: string }) => !CODEOWNERS_PATHS.includes(path);
  const own = { files: files.filter(ours), unread: unread.filter(ours) };
  const read = await withElsewhere(context, organization, own);
  const { secrets, literals } = secretsIn(context, repository, read.files);
  return { ...keptUses(read, secrets), literals };
}

/** The use map, read again with what it was found to call in other repositories, until nothing new turns up. */
async function withElsewhere(
  context: Context,
  { id: org, login: owner }: Organization,
  own: ReadFiles,
): Promise<ReadMap & { readonly files: readonly WorkflowFile[] }> {
  const files = [...own.files];
  const unread: Unread[] = [...own.unread];
  const tried = new Set<string>();
  for (;;) {
    const map = useMap(files, owner);
    const wanted = map.missing.filter((text) => !tried.has(text));
    if (wanted.length === 0) return { ...map, unread: [...map.unread, ...unread], files };
    const repositories = await context.store.repositories.list(org);
    for (const text of wanted) {
      tried.add(text);
      const there = elsewhere(called(text, owner), owner);
      if (there === undefined) continue;
      if (tried.size > MOST_ELSEWHERE)
        unread.push({ path: text, why: `one of more than ${MOST_ELSEWHERE} that are called` });
      else {
        const found = await fileElsewhere(context, there, repositories);
        files.push(...found.files);
        unread.push(...found.unread);
      }
    }
  }
}

/** The name under which a CODEOWNERS file that was not read is shown: who it names is not known, and not nobody. */
const OWNERS = 'codeowners';

async function saveCodeOwners(
  { store, now }: Context,
  org: number,
  repository: Repository,
  { files, unread }: ReadFiles,
): Promise<void> {
  const whyUnread = (path: string) => unread.find((each) => each.path === path)?.why;
  const textOf = (path: string) => files.find((file) => file.path === path)?.text;
  const path = CODEOWNERS_PATHS.find((each) => (textOf(each) ?? whyUnread(each)) !== undefined) ?? '';
  const why = whyUnread(path);
  const record = { lookedAt: now(), path, rules: parseCodeOwners(textOf(path) ?? ''), ...(why ? { unread: why } : {}) };
  await store.records.save(org, 'codeowners', new Map([[String(repository.id), record]]));
  const scope = repositoryScope(repository);
  if (why === undefined) return store.coverage.forget(org, OWNERS, scope);
  const says = `not visible: ${path} was not read (${why}), so whom it names is not known`;
  await store.coverage.save(org, [{ source: OWNERS, scope, lookedAt: now(), gap: { why: 'absent', says } }]);
}

/** Values that stand in clear in these files: no record may show them, and a case names the job that gets them. */
function secretsIn(
  { detector, fingerprintKey }: Context,
  repository: Repository,
  files: readonly WorkflowFile[],
): { readonly secrets: readonly string[]; readonly literals: readonly LiteralUse[] } {
  const scope = repositoryScope(repository);
  const found = files.flatMap(({ path, text, origin }) => {
    const { findings } = detector.scan(Buffer.from(text), { path });
    const jobs = findings.length > 0 && isWorkflow(path) && origin === undefined ? jobLines(text) : undefined;
    return findings.map((finding) => ({ path, finding, jobs }));
  });
  const literals = found.flatMap(({ path, finding, jobs }): LiteralUse[] => {
    if (jobs === undefined) return [];
    const job = jobs.find(({ first, last }) => first <= finding.line && finding.line <= last)?.job;
    const { id } = credentialOf(seal(finding, fingerprintKey), scope);
    return [{ credential: id, workflow: path, line: finding.line, ...(job === undefined ? {} : { job }) }];
  });
  return { secrets: [...new Set(found.map(({ finding }) => finding.secret.reveal()))], literals };
}

function gapOf(unread: readonly Unread[]): { gap?: Gap } {
  if (unread.length === 0) return {};
  const some = unread.slice(0, 3).map(({ path, why }) => `${path} (${why})`);
  const more = unread.length > some.length ? ', …' : '';
  return {
    gap: {
      why: 'absent',
      says: `${sayUnread(unread.length)}, so what is used there is not known: ${some.join(', ')}${more}`,
    },
  };
}
