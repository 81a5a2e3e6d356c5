import { fingerprint } from '../detect/fingerprint.ts';
import type { Finding } from '../model/finding.ts';
import type { Fingerprint, Secret } from '../model/secret.ts';

/** A finding in one blob of a history. The value itself stays in the thread that found it. */
export interface BlobFinding extends Omit<Finding, 'secret'> {
  readonly blob: string;
  readonly fingerprint: Fingerprint;
  readonly mask: string;
}

/** A blob, pack or directory that was not looked at, or not to its end: nobody may take it for one without findings. */
export interface NotScanned {
  readonly object: string;
  readonly reason: string;
}

/** Hashes each value once, however many versions of a file hold it. */
export function createSealer(key: Uint8Array): (blob: string, findings: readonly Finding[]) => BlobFinding[] {
  const known = new WeakMap<Secret, { readonly fingerprint: Fingerprint; readonly mask: string }>();
  const seal = (secret: Secret) => {
    const sealed = known.get(secret) ?? { fingerprint: fingerprint(secret, key), mask: secret.mask() };
    known.set(secret, sealed);
    return sealed;
  };
  return (blob, findings) => findings.map(({ secret, ...place }) => ({ ...place, blob, ...seal(secret) }));
}

export function byBlobAndPlace(a: BlobFinding, b: BlobFinding): number {
  if (a.blob !== b.blob) return a.blob < b.blob ? -1 : 1;
  return a.start - b.start || a.end - b.end;
}
