import { parseArgs } from 'node:util';
import { benchExact } from './exact.ts';
import { generateHistory } from './generated.ts';
import { benchScan } from './scan.ts';

const HELP = `npm run bench -- <what> [--repo DIR] [--rounds N]

  scan    CPU seconds, wall time, memory and findings of ours, of git alone and of the other scanners on PATH, in turn
  exact   compares our findings with those of a full scan of every blob, one by one

Without --repo a history is generated.`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { repo: { type: 'string' }, rounds: { type: 'string', default: '3' }, help: { type: 'boolean' } },
});
const [what] = positionals;
const benches = { scan: benchScan, exact: benchExact };

if (values.help || (what !== 'scan' && what !== 'exact')) {
  console.log(HELP);
  process.exitCode = values.help ? 0 : 1;
} else {
  using generated = values.repo === undefined ? generateHistory() : undefined;
  const repository = values.repo ?? generated?.directory ?? '';
  process.exitCode = await benches[what](repository, Number(values.rounds));
}
