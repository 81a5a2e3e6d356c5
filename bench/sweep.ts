import { execFileSync } from 'node:child_process';
import { startFlags } from './start-flags.ts';
import { fillOrganization, LEAVERS, OPEN, PER_REPOSITORY } from './sweep-world.ts';
import { type Ledgers, ledgerAt } from './where.ts';

const TARGET_MB = 300;
const ONCE = new URL('./sweep-once.ts', import.meta.url).pathname;
const ABOUT = new URL('./sweep-about.ts', import.meta.url).pathname;

/** Each in a process of its own. Upkeep comes last: it leaves another policy behind. */
const ALONE = {
  commanded: 'one command in a case judged',
  certified: 'one certificate: every credential passed over',
  planned: 'steps planned, as `handback plan` does',
  upkept: 'the same with an age, a review and every credential due',
} as const;

interface Part {
  readonly many: number;
  readonly cpu: number;
  readonly wall: number;
  readonly rss: number;
}

type Run = Readonly<Record<'enforced' | 'looked' | 'checked', Part>>;

/** Node lets the space for what is new grow with the machine: most of the memory of a process that keeps little. */
const AS_STARTED = startFlags();

/**
 * Peak memory of the process that does it, and CPU seconds of each part. Exit code 0 when
 * the memory stays below the target.
 */
export async function benchSweep(repositories: number, ledgers: Ledgers): Promise<number> {
  const where = await ledgers.make();
  const credentials = repositories * PER_REPOSITORY;
  console.log(`filling a ledger: ${repositories} repositories, ${credentials} credentials, ${LEAVERS} leavers …`);
  const began = performance.now();
  await fillOrganization(ledgerAt(where), repositories);
  console.log(`filled in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  const [plain, small] = [runOnce(where, []), runOnce(where, AS_STARTED)];
  console.table(
    [plain, small].flatMap(({ enforced, looked, checked }, at) => {
      const row = (what: string, { many, cpu, wall, rss }: Part) => ({
        Node: at === 0 ? 'as it is' : 'as npm start has it',
        what,
        'CPU s': cpu.toFixed(2),
        s: wall.toFixed(2),
        'ms each': ((cpu / many) * 1000).toFixed(1),
        'peak MB so far': rss.toFixed(0),
      });
      return [
        row(
          `${enforced.many} cases and checks decided from a cold ledger, of ${repositories * OPEN} open pull requests`,
          enforced,
        ),
        row(`${looked.many} repositories looked at: listings read and written`, looked),
        row(`checks of ${checked.many} repositories decided`, checked),
      ];
    }),
  );
  const alone = Object.entries(ALONE).map(([name, says]) => ({
    says,
    ...runOnce<Part>(where, AS_STARTED, ABOUT, name),
  }));
  console.table(
    alone.map(({ says, many, cpu, wall, rss }) => ({
      what: says,
      many,
      'CPU s': cpu.toFixed(2),
      s: wall.toFixed(2),
      'peak MB': rss.toFixed(0),
    })),
  );
  const peaks = { plain: plain.checked.rss, small: small.checked.rss };
  console.log(`Target: ${TARGET_MB} MB, with ${AS_STARTED.join(' ')} (docs/storage.md says why).`);
  console.log(
    JSON.stringify({
      bench: 'sweep',
      engine: ledgers.engine,
      repositories,
      credentials,
      target: TARGET_MB,
      peaks,
      plain,
      small,
      alone,
    }),
  );
  return peaks.small <= TARGET_MB ? 0 : 1;
}

function runOnce<T = Run>(where: string, options: readonly string[], script = ONCE, what = ''): T {
  const given = [...options, script, where, what];
  return JSON.parse(execFileSync(process.execPath, given, { encoding: 'utf8' })) as T;
}
