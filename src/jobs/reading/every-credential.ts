import type { KnownCredential } from '../../model/credential.ts';
import type { Store } from '../../store/store.ts';

/** Credentials that are in memory together. */
const PAGE = 1_000;

/** All of an organisation in the order of their ids, a page of them in memory. */
export async function* everyCredential(store: Store, org: number): AsyncGenerator<KnownCredential> {
  for await (const page of credentialPages(store, org)) yield* page;
}

/** The same for what reads more about each page at once. */
export async function* credentialPages(
  store: Store,
  org: number,
  limit: number = PAGE,
): AsyncGenerator<readonly KnownCredential[]> {
  for (let after = ''; ; ) {
    const page = await store.credentials.find(org, { after, limit });
    yield page;
    if (page.length < limit) return;
    after = page.at(-1)?.id ?? '';
  }
}
