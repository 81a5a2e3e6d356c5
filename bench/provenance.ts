import { makeOrganization } from './organizations/organization.ts';
import { troubles } from './organizations/troubles.ts';
import { fitTrust } from './provenance/fit.ts';
import { type Question, questions } from './provenance/gather.ts';
import { printReport, printTroubles } from './provenance/report.ts';
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
  printTroubles(troubles(namesOf(organizations, `${seed} test`).map(makeOrganization)));
  return printReport(
    asked.map((each) => outcome(each, trust)),
    { seed, organizations, questions: asked.length, trust: trust ? 'fitted now' : 'src/attribute/trust.ts' },
  );
}

/** Two at a time: most of the work is waiting for git. */
async function ask(organizations: number, seed: string): Promise<readonly Question[]> {
  const all: Question[] = [];
  const names = namesOf(organizations, seed);
  for (let at = 0; at < names.length; at += 2) {
    all.push(...(await Promise.all(names.slice(at, at + 2).map(questions))).flat());
    if (process.stderr.isTTY)
      process.stderr.write(`\r${seed}: ${Math.min(at + 2, names.length)} of ${organizations} organisations `);
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  return all;
}

function namesOf(organizations: number, seed: string): readonly string[] {
  return Array.from({ length: organizations }, (_, at) => `${seed} ${at}`);
}
