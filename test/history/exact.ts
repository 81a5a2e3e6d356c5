import { expect } from 'vitest';
import { fullScan } from '../../bench/full-scan.ts';
import { scanHistory } from '../../src/history/scan-history.ts';

export const KEY = Buffer.from('a key for tests');

/**
 * The contract: reading only what changed gives what reading every blob gives, with either
 * engine and any number of threads.
 */
export async function expectExact(
  repository: string,
  workers: readonly number[] = [0],
  engines: readonly ('wasm' | 'javascript')[] = ['wasm', 'javascript'],
): Promise<number> {
  const { findings, blobs } = await fullScan(repository, KEY);
  for (const engine of engines) {
    for (const threads of workers) {
      const report = await scanHistory({ repository, workers: threads, fingerprintKey: KEY, engine });
      expect(report.notScanned).toEqual([]);
      expect(report.findings).toEqual(findings);
      expect(report.stats.blobs).toBeGreaterThanOrEqual(blobs);
    }
  }
  return findings.length;
}
