import type { Finding } from '../../model/finding.ts';
import type { Secret } from '../../model/secret.ts';

/** One place of one value, with what an ignorer may want to know about it. */
export interface Sight {
  readonly path: string;
  readonly commit?: string;
  readonly fingerprint: string;
  readonly finding: Omit<Finding, 'secret'>;
  /** Left out where the file cannot be read a second time. */
  readonly inside?: { readonly bytes: Uint8Array; readonly secret: Secret };
}

/** Something by which people say that a finding is accepted. */
export interface Ignorer {
  /** For people: the name of the file, or "allow comments". */
  readonly name: string;
  /** What is broken in it, each with its line. */
  readonly problems: readonly string[];
  ignores(sight: Sight): boolean;
  /** Entries that met nothing yet, as `file:line`. */
  unused(): readonly string[];
}

/** Counts which entries of a list have met something. */
export function createUsage<Entry extends { readonly where: string }>(entries: readonly Entry[]) {
  const used = new Set<Entry>();
  return {
    use(found: readonly Entry[]): boolean {
      for (const entry of found) used.add(entry);
      return found.length > 0;
    },
    unused: (): readonly string[] => entries.filter((entry) => !used.has(entry)).map(({ where }) => where),
  };
}
