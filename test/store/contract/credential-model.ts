import type { Coverage } from '../../../src/model/coverage.ts';
import type { Credential, KnownCredential } from '../../../src/model/credential.ts';

interface Row {
  readonly credential: Credential;
  readonly first: number;
  readonly last: number;
  readonly gone: number | undefined;
  readonly listing: string | undefined;
}

/** What `credentials` should do, in memory and without thought for speed. */
export class CredentialModel {
  readonly #rows = new Map<string, Row>();

  save(credentials: readonly Credential[], at: number, listing?: string): void {
    for (const credential of new Map(credentials.map((it) => [it.id, it])).values()) {
      const before = this.#rows.get(credential.id);
      const gone = before?.gone !== undefined && before.gone > at ? before.gone : undefined;
      const last = Math.max(at, before?.last ?? at);
      this.#rows.set(credential.id, {
        credential,
        first: before?.first ?? at,
        last,
        gone,
        listing: listing ?? before?.listing,
      });
    }
  }

  saveListing(look: Coverage, credentials: readonly Credential[]): void {
    const listing = `${look.source} ${look.scope.repositoryId}`;
    this.save(credentials, look.lookedAt, listing);
    if (look.gap !== undefined) return;
    for (const [id, row] of this.#rows) {
      const isListed = credentials.some((it) => it.id === id);
      if (row.listing === listing && !isListed && row.last <= look.lookedAt) this.markGone(id, look.lookedAt);
    }
  }

  markGone(id: string, at: number): void {
    const row = this.#rows.get(id);
    if (row !== undefined && row.gone === undefined) this.#rows.set(id, { ...row, gone: at });
  }

  list(): readonly KnownCredential[] {
    return [...this.#rows.values()]
      .sort((a, b) => (a.credential.id < b.credential.id ? -1 : 1))
      .map(({ credential, first, last, gone }) => ({
        ...credential,
        firstSeenAt: first,
        lastSeenAt: last,
        ...(gone !== undefined && { goneAt: gone }),
      }));
  }
}
