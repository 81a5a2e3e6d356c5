import type { KnownCredential } from '../model/credential.ts';
import type { Store } from '../store/store.ts';

const PAGE = 1_000;

/** All of an organisation in the order of their ids, a page of them in memory. */
export async function* everyCredential(store: Store, org: number): AsyncGenerator<KnownCredential> {
  for (let after = ''; ; ) {
    const page = await store.credentials.find(org, { after, limit: PAGE });
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)?.id ?? '';
  }
}
