import { parseArgs } from 'node:util';
import { benchEnforce } from './enforce.ts';
import { benchExact } from './exact.ts';
import { generateHistory } from './generated.ts';
import { benchIntroduced } from './provenance/introduced.ts';
import { benchProvenance } from './provenance.ts';
import { benchScan } from './scan.ts';
import { benchSweep } from './sweep.ts';
import { makeLedgers } from './where.ts';

const HELP = `npm run bench -- <what> [options]

  scan        CPU seconds, wall time, memory and findings of ours, of git alone and of the other scanners on PATH, in turn
  enforce     CPU seconds of deciding everything from a cold ledger: 1,000 departures, 100,000 credentials; [--rounds N]
  sweep       memory and CPU of what a full pass does with an organisation of 10,000 repositories and 500,000 credentials
              [--repositories N]
              enforce, sweep: --postgres starts a PostgreSQL and uses it instead of SQLite
  exact       compares our findings with those of a full scan of every blob, one by one
              scan, exact: [--repo DIR] [--rounds N]; without --repo a history is generated
  provenance  who made it, asked of made-up organisations of which the truth is known (docs/attribution.md)
              [--organizations N] [--seed S]; --fit fits the numbers to other organisations first
              --git DIR: instead, which commit brought each blob and secret of a real repository, against looking at every commit

The last line is one JSON object; exit code 0 when the targets are met.`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    repo: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    repositories: { type: 'string', default: '10000' },
    organizations: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    fit: { type: 'boolean', default: false },
    git: { type: 'string' },
    postgres: { type: 'boolean', default: false },
    help: { type: 'boolean' },
  },
});

switch (values.help ? 'help' : positionals[0]) {
  case 'scan':
  case 'exact': {
    using generated = values.repo === undefined ? generateHistory() : undefined;
    const repository = values.repo ?? generated?.directory ?? '';
    const bench = positionals[0] === 'scan' ? benchScan : benchExact;
    process.exitCode = await bench(repository, Number(values.rounds));
    break;
  }
  case 'enforce': {
    await using ledgers = await makeLedgers(values.postgres);
    process.exitCode = await benchEnforce(Number(values.rounds), ledgers);
    break;
  }
  case 'sweep': {
    await using ledgers = await makeLedgers(values.postgres);
    process.exitCode = await benchSweep(Number(values.repositories), ledgers);
    break;
  }
  case 'provenance': {
    const { organizations, seed, fit, git } = values;
    process.exitCode = await (git === undefined
      ? benchProvenance({ organizations: Number(organizations), seed, fit })
      : benchIntroduced(git));
    break;
  }
  default:
    console.log(HELP);
    process.exitCode = values.help ? 0 : 1;
}
