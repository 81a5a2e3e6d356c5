import { fitTrust } from './provenance/fit.ts';
import { type Question, questions } from './provenance/gather.ts';
import { printReport } from './provenance/report.ts';
import { outcome } from './provenance/score.ts';

export interface ProvenanceOptions {
  readonly organizations: number;
  readonly seed: string;
  /** Fits new numbers to other organisations first, prints them, and reports with these. */
  readonly fit: boolean;
}

/** Exit code 0 when every target is met. */
export async function benchProvenance(options: ProvenanceOptions): Promise<number> {
  const { organizations, seed } = options;
  const trust = options.fit ? fitTrust(await ask(organizations, `${seed} train`)) : undefined;
  if (trust !== undefined) console.log(JSON.stringify(trust, null, 2));
  const asked = await ask(organizations, `${seed} test`);
  return printReport(
    asked.map((each) => outcome(each, trust)),
    { seed, organizations, questions: asked.length, trust: trust ? 'fitted now' : 'src/attribute/trust.ts' },
  );
}

/** Two at a time: most of the work is waiting for git. */
async function ask(organizations: number, seed: string): Promise<readonly Question[]> {
  const all: Question[] = [];
  for (let at = 0; at < organizations; at += 2) {
    const names = [at, at + 1].filter((each) => each < organizations).map((each) => `${seed} ${each}`);
    all.push(...(await Promise.all(names.map(questions))).flat());
    if (process.stderr.isTTY)
      process.stderr.write(`\r${seed}: ${at + names.length} of ${organizations} organisations `);
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  return all;
}
