// One scan in a process of its own, so that the bench can take its CPU time and memory.
import { holders } from '../src/history/holders.ts';
import { earliest, readIntroductions } from '../src/history/introductions.ts';
import { scanHistory } from '../src/history/scan-history.ts';

const [repository = '', workers = '1', what = 'findings'] = process.argv.slice(2);
const introductions = what === 'provenance' ? readIntroductions(repository) : undefined;
const report = await scanHistory({ repository, workers: Number(workers), fingerprintKey: Buffer.from('bench') });
const { findings, notScanned } = report;
if (introductions !== undefined) {
  const blobs = new Set(findings.map(({ blob }) => blob));
  const values = earliest(findings, await introductions.of(blobs));
  const held = await holders(repository, blobs);
  console.error(`${values.size} values introduced, ${held.size} of ${blobs.size} blobs still held`);
}
const values = (kept: typeof findings) => new Set(kept.map(({ fingerprint }) => fingerprint)).size;
const sure = values(findings.filter(({ confidence }) => confidence !== 'low'));
console.log(JSON.stringify({ sure, all: values(findings), notScanned: notScanned.length, bytes: report.stats.bytes }));
