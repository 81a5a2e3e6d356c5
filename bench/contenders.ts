import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Something that reads a whole history; `command` is for the shell, with `$REPO`, `$BLOBS`
 * (a file of names) and `$OUT` set.
 */
export interface Contender {
  readonly name: string;
  readonly command: string;
  /** How many different values its output tells of; undefined for what does not look for any. */
  readonly values?: (output: string) => number | string;
}

const NODE = `"${process.execPath}"`;
const ONCE = `"${fileURLToPath(new URL('scan-once.ts', import.meta.url))}"`;

/** As the command reports them, and with its guesses. */
const ours = (output: string): string => {
  const { sure, all } = JSON.parse(output.split('\n').at(-1) ?? '');
  return `${sure} (${all})`;
};
const lines = (output: string): object[] =>
  output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
const different = (values: readonly unknown[]): number => new Set(values.map((value) => JSON.stringify(value))).size;
const secretsOf = (output: string): number =>
  different(JSON.parse(output).map((one: { Secret: string }) => one.Secret));

export const BASELINE = 'git cat-file, every blob';
export const LOG = 'git log -p --all';

const ALWAYS: readonly Contender[] = [
  { name: 'handback, 1 worker', command: `${NODE} ${ONCE} "$REPO" 1`, values: ours },
  { name: 'handback, 2 workers', command: `${NODE} ${ONCE} "$REPO" 2`, values: ours },
  { name: 'handback, 2 workers, provenance', command: `${NODE} ${ONCE} "$REPO" 2 provenance`, values: ours },
  { name: BASELINE, command: 'git --git-dir "$REPO" cat-file --batch --buffer < "$BLOBS" > /dev/null' },
  { name: LOG, command: 'git --git-dir "$REPO" log -p --all > /dev/null' },
];

function snippetOf(finding: unknown): unknown {
  return typeof finding === 'object' && finding !== null && 'snippet' in finding ? finding.snippet : finding;
}

const RECOMMENDED = '{"rules":[{"id":"@secretlint/secretlint-rule-preset-recommend"}]}';

/** Called as their manuals say, without asking issuers. */
const PEERS: readonly (Contender & { readonly program: string })[] = [
  {
    program: 'gitleaks',
    name: 'gitleaks',
    command: 'gitleaks git "$REPO" --no-banner --exit-code 0 --report-format json --report-path "$OUT" && cat "$OUT"',
    values: secretsOf,
  },
  {
    program: 'betterleaks',
    name: 'betterleaks',
    command:
      'betterleaks git "$REPO" --no-banner --exit-code 0 --report-format json --report-path "$OUT" && cat "$OUT"',
    values: secretsOf,
  },
  {
    program: 'trufflehog',
    name: 'trufflehog',
    command: 'trufflehog git "file://$REPO" --bare --no-verification --no-update --json',
    values: (output) => different(lines(output).map((one) => ('Raw' in one ? one.Raw : one))),
  },
  {
    program: 'kingfisher',
    name: 'kingfisher',
    // 200: it found something.
    command:
      '{ kingfisher scan "$REPO" --no-validate --no-update-check --format jsonl --output "$OUT" || [ $? -eq 200 ]; } && cat "$OUT"',
    // The line at the end is a summary.
    values: (output) => different(lines(output).flatMap((one) => ('finding' in one ? snippetOf(one.finding) : []))),
  },
  {
    program: 'secretlint',
    name: 'secretlint (files of HEAD only)',
    // Through a file: it does not wait for a pipe to take all of its output.
    command: `cd "$TREE" && secretlint --secretlintrcJSON '${RECOMMENDED}' --format json --output "$OUT" "**/*" && cat "$OUT"`,
    values: (output) => JSON.parse(output).flatMap((file: { messages: unknown[] }) => file.messages).length,
  },
  {
    program: 'detect-secrets',
    name: 'detect-secrets (files of HEAD only)',
    command: 'cd "$TREE" && detect-secrets scan --all-files --no-verify',
    values: (output) =>
      different(
        Object.values<{ hashed_secret: string }[]>(JSON.parse(output).results)
          .flat()
          .map((one) => one.hashed_secret),
      ),
  },
];

export function contenders(path: string): Contender[] {
  return [...ALWAYS, ...PEERS.filter(({ program }) => isOn(path, program))];
}

function isOn(path: string, program: string): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
