import type { BlobFinding } from '../src/history/blob-finding.ts';
import { scanHistory } from '../src/history/scan-history.ts';
import { fullScan } from './full-scan.ts';

const KEY = Buffer.from('bench');

/** Exit code 0 when reading only what changed finds exactly what reading everything finds. */
export async function benchExact(repository: string): Promise<number> {
  const ours = await scanHistory({ repository, workers: 2, fingerprintKey: KEY });
  console.log(
    `ours: ${ours.findings.length} findings in ${ours.stats.blobs} blobs, ${ours.notScanned.length} not scanned`,
  );
  const full = await fullScan(repository, KEY);
  console.log(`full scan: ${full.findings.length} findings in ${full.blobs} blobs, ${full.capped.length} capped`);
  const missed = new Map(full.findings.map((finding) => [keyOf(finding), finding]));
  const extra = ours.findings.filter((finding) => !missed.delete(keyOf(finding)));
  for (const one of [...missed.values()].slice(0, 5)) console.log('missed', one);
  for (const one of extra.slice(0, 5)) console.log('extra', one);
  for (const one of ours.notScanned.slice(0, 5)) console.log('not scanned', one);
  const exact = missed.size === 0 && extra.length === 0;
  console.log(JSON.stringify({ exact, findings: full.findings.length, missed: missed.size, extra: extra.length }));
  return exact ? 0 : 1;
}

function keyOf(finding: BlobFinding): string {
  const { blob, rule, confidence, fingerprint, mask, start, end, line, column, endLine, endColumn } = finding;
  return JSON.stringify([blob, rule, confidence, fingerprint, mask, start, end, line, column, endLine, endColumn]);
}
