import type { Detector } from '../detect/detector.ts';
import { createSealer } from '../history/blob-finding.ts';
import type { FindingConfidence } from '../model/finding.ts';
import type { Fingerprint, Secret } from '../model/secret.ts';
import { createPlaces } from './columns.ts';
import { LOCAL_KEY, type LocalFingerprints } from './fingerprints.ts';
import { atLeast, type Found } from './found.ts';
import type { CustomRules } from './gitleaks/custom-rules.ts';
import type { Ignorer, Sight } from './ignores/ignorer.ts';
import type { Input, Piece, Sealed } from './input.ts';

export interface Examined {
  readonly found: Found;
  readonly hash: Fingerprint;
  /** What accepts it, if anything does. */
  readonly ignoredBy: string | undefined;
}

interface Examination {
  readonly examined: readonly Examined[];
  /** Values that are less sure than asked for. */
  readonly below: readonly Fingerprint[];
  readonly capped: boolean;
}

export interface Examiner {
  examine(piece: Piece | Sealed): Promise<Examination>;
}

type SealedFinding = Sealed['sealed'][number];

/** How to look, whatever at. */
export interface Looking {
  readonly detector: Detector;
  /** Conditions of rules that a detector does not know. */
  readonly admits: CustomRules['admits'];
  readonly prints: LocalFingerprints;
  readonly ignorers: readonly Ignorer[];
  readonly least: FindingConfidence;
}

/**
 * Looks into one piece after another: detector, fingerprint, what people have accepted. No secret goes further than
 * here. Of a `value` the path of one piece does not decide: it may stand in a test first and in earnest later.
 */
export function createExaminer(looking: Looking, each: Input['each']): Examiner {
  const { detector, admits, prints, ignorers, least } = looking;
  const seal = createSealer(LOCAL_KEY);

  const look = ({ path, bytes }: Piece): { readonly sights: readonly Seen[]; readonly capped: boolean } => {
    const conditions = { admits: admits(path, bytes) };
    const here = detector.scan(bytes, { path, ...conditions });
    const { findings } = each === 'place' ? here : detector.scan(bytes, conditions);
    const sealed = seal('', findings);
    const sure = new Map(here.findings.map(({ start, confidence }) => [start, confidence]));
    const sights = findings.flatMap((finding, index): Seen[] => {
      const one = sealed[index];
      const confidence = sure.get(finding.start) ?? 'low';
      return one === undefined ? [] : [{ sealed: one, confidence, secret: finding.secret }];
    });
    return { sights, capped: here.capped };
  };

  const examineOne = async (
    piece: Piece | Sealed,
    { sealed, confidence, secret }: Seen,
    where: Pick<Found, 'line' | 'column' | 'endLine' | 'endColumn'>,
  ): Promise<Examined> => {
    const { path, origin } = piece;
    const { rule, mask, fingerprint: hash } = sealed;
    const fingerprint = await prints.of(hash, rule);
    const commit = origin === undefined ? {} : { commit: origin.commit };
    const inside = 'bytes' in piece && secret !== undefined ? { inside: { bytes: piece.bytes, secret } } : {};
    const sight: Sight = { path, finding: sealed, fingerprint, ...commit, ...inside };
    // Every one is asked: an entry that meets something is in use, whatever else accepts the same finding.
    const [ignorer] = ignorers.filter((one) => one.ignores(sight));
    const found: Found = { rule, confidence, path, ...where, fingerprint, mask, ...(origin ? { origin } : {}) };
    return { found, hash, ignoredBy: ignorer?.name };
  };

  return {
    async examine(piece) {
      const { sights, capped } =
        'bytes' in piece
          ? look(piece)
          : { sights: piece.sealed.map((sealed) => ({ sealed, confidence: sealed.confidence })), capped: false };
      const sure = sights.filter(({ sealed }) => atLeast(sealed.confidence, least));
      const placeOf = 'bytes' in piece ? createPlaces(piece.bytes) : placeAsFound;
      const examined = await Promise.all(sure.map((seen) => examineOne(piece, seen, placeOf(seen.sealed))));
      const rest = sights.filter(({ sealed }) => !atLeast(sealed.confidence, least));
      const below = rest.map(({ sealed }) => sealed.fingerprint);
      return { examined, below, capped };
    },
  };
}

function placeAsFound({ line, column, endLine, endColumn }: SealedFinding) {
  return { line, column, endLine, endColumn };
}

interface Seen {
  readonly sealed: SealedFinding;
  /** At this path. */
  readonly confidence: FindingConfidence;
  readonly secret?: Secret;
}
