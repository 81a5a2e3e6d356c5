import type { FindingConfidence } from '../../model/finding.ts';
import { CONFIDENCES, type Found, type Report } from '../found.ts';
import type { About, Reporter, Style } from './reporter.ts';
import { ago, count, plain, size } from './text.ts';

const STYLES = { high: 'red', medium: 'yellow', low: 'dim' } as const satisfies Record<FindingConfidence, Style>;

/** Not scanned files that are named one by one. */
const NAMED = 20;

/** For people. */
export const human: Reporter = (report, about) => {
  const titles = new Map(about.rules.map(({ id, title }) => [id, title]));
  const findings = report.findings.map((found) => `${finding(found, titles.get(found.rule) ?? found.rule, about)}\n\n`);
  return `${findings.join('')}${summary(report, about)}\n`;
};

function finding(found: Found, title: string, about: About): string {
  const { paint } = about;
  const { path, line, column, confidence, mask, fingerprint } = found;
  const place = `${plain(path)}:${line}:${column}`;
  return [
    `${paint('bold', place)}  ${paint(STYLES[confidence], plain(title))} ${paint('dim', `(${confidence})`)}`,
    `  ${paint('cyan', plain(mask))}  ${paint('dim', fingerprint)}`,
    ...origin(found, about).map((text) => `  ${text}`),
  ].join('\n');
}

function origin({ origin: from, refs, alsoIn }: Found, { now, paint }: About): string[] {
  const lines: string[] = [];
  if (from !== undefined) {
    const who = paint('bold', plain(from.author.name));
    lines.push(`introduced ${paint('bold', ago(from.at, now))} by ${who} in ${from.commit.slice(0, 10)}`);
  }
  if (refs !== undefined)
    lines.push(refs.length > 0 ? `still in ${some(refs.map(refName))}` : 'no branch or tag has it today');
  if (alsoIn !== undefined) lines.push(`also in ${some(alsoIn)}`);
  return lines;
}

function refName(ref: string): string {
  return ref.replace(/^refs\/(?:heads|tags|remotes)\//, '');
}

function some(names: readonly string[]): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return plain(`${names.slice(0, 3).join(', ')}${more}`);
}

function summary(report: Report, { paint }: About): string {
  const { findings, files, bytes, what, below, notes } = report;
  const looked = `${count(files, 'file')}, ${size(bytes)}, in ${plain(what)}`;
  return [
    findings.length === 0
      ? `${paint(report.notScanned.length === 0 ? 'green' : 'yellow', nothing(report))}: ${looked}.`
      : `${paint('red', count(findings.length, 'finding'))} (${byConfidence(findings)}): ${looked}.`,
    ...(below > 0 ? [`${count(below, 'less certain value')} not shown; --confidence low shows all.`] : []),
    ...ignoredWords(report),
    ...notes.map((note) => paint('yellow', plain(note))),
    ...notScannedWords(report, paint),
  ].join('\n');
}

/** Where something could not be looked at, it may be there. */
function nothing({ files, notScanned }: Report): string {
  if (notScanned.length === 0) return 'Nothing found';
  const isNothing = files === 0 && notScanned.some(({ isElsewhere }) => !isElsewhere);
  return isNothing ? 'Nothing could be scanned' : 'Nothing found in what could be scanned';
}

function byConfidence(findings: readonly Found[]): string {
  return CONFIDENCES.map((name) => [findings.filter(({ confidence }) => confidence === name).length, name] as const)
    .filter(([many]) => many > 0)
    .map(([many, name]) => `${many} ${name}`)
    .join(', ');
}

function ignoredWords({ ignored }: Report): string[] {
  if (ignored.size === 0) return [];
  const parts = [...ignored].map(([name, many]) => `${many} by ${plain(name)}`);
  return [`Ignored: ${parts.join(', ')}.`];
}

function notScannedWords({ notScanned }: Report, paint: About['paint']): string[] {
  if (notScanned.length === 0) return [];
  const more = notScanned.length - NAMED;
  return [
    paint('yellow', `NOT SCANNED, so nothing is known about ${notScanned.length === 1 ? 'it' : 'them'}:`),
    ...notScanned.slice(0, NAMED).map(({ path, reason }) => `  ${plain(path)}: ${plain(reason)}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}
