import type { BlobFinding } from '../history/blob-finding.ts';
import type { Fingerprint } from '../model/secret.ts';
import type { Found, Origin } from './found.ts';

/** One file, or one version of it, to look into. */
export interface Piece {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly origin?: Origin;
}

/** One that was scanned elsewhere and cannot be read once more: its findings stand as they are. */
export interface Sealed {
  readonly path: string;
  readonly sealed: readonly BlobFinding[];
  readonly origin?: Origin;
}

/** One that could not be read, and why. */
export interface Unread {
  readonly path: string;
  readonly unread: string;
  /** It belongs to another repository: where there is nothing else, all of this one was looked at. */
  readonly isElsewhere?: true;
}

/** Where the bytes of a scan come from. */
export interface Input {
  /** In words, for the summary. */
  readonly what: string;
  /** How much there is in all, where that is known before. */
  readonly size?: { readonly unit: 'bytes' | 'pieces'; readonly all: number };
  /** One finding for each place, or one for each value with the oldest place first. */
  readonly each: 'place' | 'value';
  pieces(): AsyncIterable<Piece | Sealed | Unread>;
  /** Of inputs that were searched before and give only what is worth a second look: how much they were. */
  readonly searched?: { readonly files: number; readonly bytes: number; readonly below: readonly Fingerprint[] };
  /** What the input knows of a value besides. */
  more?(hash: Fingerprint): Pick<Found, 'refs' | 'alsoIn'>;
}

/** Bigger files are named as not scanned. */
export const LARGEST = 64 << 20;
