import type { CredentialFile } from '../../model/violation.ts';
import { watch } from '../../policy/watch.ts';
import type { Store } from '../../store/store.ts';
import { credentialPages } from './every-credential.ts';
import { type Facts, factsAbout, factsOf } from './facts.ts';
import { credentialFiles } from './files.ts';
import { type Ground, isGone } from './ground.ts';

/** Everything the ledger knows of each credential, and what came in since it was proved gone. */
export function watchedFiles(ground: Ground, facts: Facts): readonly CredentialFile[] {
  const { decisions, reading, who, now } = ground;
  const looked = credentialFiles({ ...facts, decisions }, who, reading.policy, now);
  return watch(looked, ({ credential }) => !isGone(ground, credential), ground.restored);
}

/** Of these credentials, and of what stands on the same keys. */
export async function filesAbout(
  store: Store,
  ground: Ground,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, CredentialFile>> {
  const facts = await factsAbout(store, ground.organization.id, new Set(ids));
  return new Map(watchedFiles(ground, facts).map((file) => [file.credential.id, file]));
}

/**
 * Of all credentials, a thousand at a time: for what is about every one of them. What is
 * kept of a file keeps its whole portion.
 */
export async function* everyFile(
  store: Store,
  ground: Ground,
  portion?: number,
): AsyncGenerator<readonly CredentialFile[]> {
  const { id: org } = ground.organization;
  for await (const page of credentialPages(store, org, portion)) {
    const files = watchedFiles(ground, await factsOf(store, org, page));
    const byId = new Map(files.map((file) => [file.credential.id, file]));
    yield page.flatMap(({ id }) => byId.get(id) ?? []);
  }
}
