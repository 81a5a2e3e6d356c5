import { publicKeyLine } from '../../src/detect/public-key.ts';
import type { Subject } from '../../src/evidence/evidence-kind.ts';
import { readIntroductions } from '../../src/history/introductions.ts';
import { credentialOf, seal } from '../../src/jobs/scanning/findings.ts';
import type { Credential } from '../../src/model/credential.ts';
import type { Finding } from '../../src/model/finding.ts';
import { publicKeyHash } from '../../src/model/public-key.ts';
import { blobName } from '../../test/history/pack-writer.ts';
import type { MadeRepository } from '../organizations/git-repository.ts';
import type { MadeUpOrganization } from '../organizations/organization.ts';
import { detector, fingerprintKey } from './ledger.ts';

export type LeakSubject = Subject & { readonly repositoryId: number };

/** Where the history itself says that each leak came in: our own reading of real git, told nothing. */
export async function leakFiles(
  organization: MadeUpOrganization,
  written: ReadonlyMap<number, MadeRepository>,
): Promise<readonly LeakSubject[]> {
  const subjects: LeakSubject[] = [];
  for (const { id: repositoryId, book } of organization.repositories) {
    const made = written.get(repositoryId);
    if (made === undefined) continue;
    const blobs = book.leaks.map(({ content }) => blobName(Buffer.from(content)));
    const introductions = await readIntroductions(made.directory).of(blobs);
    for (const [at, { path, content }] of book.leaks.entries()) {
      const introduction = introductions.get(blobs[at] ?? '');
      if (introduction === undefined) throw new Error(`${path} is in no branch`);
      const { commit } = introduction;
      const { secret } = findingIn(content);
      subjects.push({
        repositoryId,
        credential: credentialIn(content),
        introduction: { ...commit, commit: commit.sha, path: introduction.path },
        value: async () => secret,
      });
    }
  }
  return subjects;
}

/** What our own scanner makes of a text with a secret in it. */
export function credentialIn(text: string): Credential {
  const finding = findingIn(text);
  const credential = credentialOf(seal(finding, fingerprintKey), {});
  const line = finding.rule.startsWith('private-key-') ? publicKeyLine(finding.secret) : undefined;
  return line === undefined ? credential : { ...credential, facts: { publicKey: publicKeyHash(line) } };
}

function findingIn(text: string): Finding {
  const [finding] = detector.scan(Buffer.from(text)).findings;
  if (finding === undefined) throw new Error('our scanner does not see a made-up secret');
  return finding;
}
