import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Something that reads a whole history; `command` is for the shell, with `$REPO`, `$BLOBS` (a file of names) and `$OUT` set. */
export interface Contender {
  readonly name: string;
  readonly command: string;
  /** How many findings its output tells of; undefined for what does not look for any. */
  readonly findings?: (output: string) => number;
}

const NODE = `"${process.execPath}"`;
const ONCE = `"${fileURLToPath(new URL('scan-once.ts', import.meta.url))}"`;

const ours = (output: string): number => JSON.parse(output.split('\n').at(-1) ?? '').findings;
const jsonLines = (output: string): number => output.split('\n').filter((line) => line.startsWith('{')).length;
/** The line at the end is a summary. */
const kingfisherLines = (output: string): number =>
  output.split('\n').filter((line) => line.startsWith('{') && 'finding' in JSON.parse(line)).length;

export const BASELINE = 'git cat-file, every blob';
export const LOG = 'git log -p --all';

const ALWAYS: readonly Contender[] = [
  { name: 'handback, 1 worker', command: `${NODE} ${ONCE} "$REPO" 1`, findings: ours },
  { name: 'handback, 2 workers', command: `${NODE} ${ONCE} "$REPO" 2`, findings: ours },
  { name: 'handback, 2 workers, provenance', command: `${NODE} ${ONCE} "$REPO" 2 provenance`, findings: ours },
  { name: BASELINE, command: 'git --git-dir "$REPO" cat-file --batch --buffer < "$BLOBS" > /dev/null' },
  { name: LOG, command: 'git --git-dir "$REPO" log -p --all > /dev/null' },
];

const RECOMMENDED = '{"rules":[{"id":"@secretlint/secretlint-rule-preset-recommend"}]}';

/** Makes the exit code that a scanner has for "found something" one of success. */
const foundIs = (code: number): string => `|| [ $? -eq ${code} ]`;

/** Called as their manuals say, without asking issuers. */
const PEERS: readonly (Contender & { readonly program: string })[] = [
  {
    program: 'gitleaks',
    name: 'gitleaks',
    command: 'gitleaks git "$REPO" --no-banner --exit-code 0 --report-format json --report-path "$OUT" && cat "$OUT"',
    findings: (output) => JSON.parse(output).length,
  },
  {
    program: 'betterleaks',
    name: 'betterleaks',
    command:
      'betterleaks git "$REPO" --no-banner --exit-code 0 --report-format json --report-path "$OUT" && cat "$OUT"',
    findings: (output) => JSON.parse(output).length,
  },
  {
    program: 'trufflehog',
    name: 'trufflehog',
    command: 'trufflehog git "file://$REPO" --bare --no-verification --no-update --json',
    findings: jsonLines,
  },
  {
    program: 'kingfisher',
    name: 'kingfisher',
    command: `{ kingfisher scan "$REPO" --no-validate --no-update-check --format jsonl --output "$OUT" ${foundIs(200)}; } && cat "$OUT"`,
    findings: kingfisherLines,
  },
  {
    program: 'secretlint',
    name: 'secretlint (files of HEAD only)',
    command: `cd "$TREE" && { secretlint --secretlintrcJSON '${RECOMMENDED}' --format json "**/*" ${foundIs(1)}; }`,
    findings: (output) => JSON.parse(output).flatMap((file: { messages: unknown[] }) => file.messages).length,
  },
  {
    program: 'detect-secrets',
    name: 'detect-secrets (files of HEAD only)',
    command: 'cd "$TREE" && detect-secrets scan --all-files --no-verify',
    findings: (output) => Object.values(JSON.parse(output).results).flat().length,
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
