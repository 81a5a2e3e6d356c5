import { parseArgs } from 'node:util';
import { benchEnforce } from './enforce.ts';
import { benchExact } from './exact.ts';
import { generateHistory } from './generated.ts';
import { benchScan } from './scan.ts';

const HELP = `npm run bench -- <what> [--repo DIR] [--rounds N]

  scan    CPU seconds, wall time, memory and findings of ours, of git alone and of the other scanners on PATH, in turn
  enforce CPU seconds of deciding everything from a cold ledger: 1,000 departures, 100,000 credentials
  exact   compares our findings with those of a full scan of every blob, one by one

Without --repo a history is generated.`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { repo: { type: 'string' }, rounds: { type: 'string', default: '3' }, help: { type: 'boolean' } },
});
const [what] = positionals;
const benches = { scan: benchScan, exact: benchExact };

if (what === 'enforce') {
  process.exitCode = await benchEnforce(Number(values.rounds));
} else if (values.help || (what !== 'scan' && what !== 'exact')) {
  console.log(HELP);
  process.exitCode = values.help ? 0 : 1;
} else {
  using generated = values.repo === undefined ? generateHistory() : undefined;
  const repository = values.repo ?? generated?.directory ?? '';
  process.exitCode = await benches[what](repository, Number(values.rounds));
}
