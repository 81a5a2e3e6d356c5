import type { Subject } from '../../src/evidence/evidence-kind.ts';
import { readIntroductions } from '../../src/history/introductions.ts';
import type { Credential } from '../../src/model/credential.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { blobName } from '../../test/history/pack-writer.ts';
import type { MadeRepository } from '../organizations/git-repository.ts';
import type { MadeUpOrganization } from '../organizations/organization.ts';
import { ofCommit } from './announced.ts';
import { leakCredential } from './truth.ts';

interface Found {
  readonly subjects: readonly (Subject & { readonly repositoryId: number })[];
  readonly evidence: readonly Evidence[];
}

/** Where the history itself says that each leak came in: our own reading of real git, told nothing. */
export async function leakFiles(
  organization: MadeUpOrganization,
  written: ReadonlyMap<number, MadeRepository>,
): Promise<Found> {
  const subjects: (Subject & { readonly repositoryId: number })[] = [];
  const evidence: Evidence[] = [];
  for (const repository of organization.repositories) {
    const made = written.get(repository.id);
    if (made === undefined) continue;
    const blobs = repository.book.leaks.map(({ content }) => blobName(Buffer.from(content)));
    const introductions = await readIntroductions(made.directory).of(blobs);
    for (const [at, leak] of repository.book.leaks.entries()) {
      const introduction = introductions.get(blobs[at] ?? '');
      if (introduction === undefined) throw new Error(`${leak.path} is in no branch`);
      const { commit, path } = introduction;
      const credential = leakCredential(repository.id, at);
      subjects.push({
        repositoryId: repository.id,
        credential: plaintext(credential),
        introduction: { ...commit, commit: commit.sha, path },
      });
      const own = repository.book.commits.find(({ number }) => made.sha(number) === commit.sha);
      const pulls = repository.book.pulls.filter(({ commits }) => own !== undefined && commits.includes(own.number));
      if (own) evidence.push(...ofCommit(organization, credential, own, pulls, leak.maker));
    }
  }
  return { subjects, evidence };
}

function plaintext(id: Credential['id']): Credential {
  return { id, kind: 'plaintext-secret', name: 'generic-secret', scope: {}, facts: {} };
}
