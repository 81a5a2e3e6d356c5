import type { Trouble } from '../organizations/troubles.ts';
import { calibration, type Figures, figures, type Outcome } from './score.ts';

interface Target {
  readonly says: string;
  readonly target: string;
  readonly value: number;
  readonly met: boolean;
}

export function printReport(outcomes: readonly Outcome[], about: object): number {
  const rows = [...Map.groupBy(outcomes, ({ kind, plan }) => `${kind} | ${plan}`)]
    .map(([name, group]) => ({ name, ...figures(group) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const stories = [...Map.groupBy(codeOf(outcomes), ({ story }) => story)].map(([name, group]) => ({
    name: `code: ${name}`,
    ...figures(group),
  }));
  printTable([...rows, ...stories, { name: 'all', ...figures(outcomes) }]);
  const bins = calibration(outcomes);
  console.log('\nclaimed   answers   claimed on average   right');
  for (const { from, count, claimed, right } of bins)
    console.log(
      `${percent(from)}…    ${String(count).padStart(7)}   ${percent(claimed).padStart(18)}   ${percent(right)}`,
    );
  const targets = targetsOf(outcomes);
  console.log('');
  for (const { says, target, value, met } of targets)
    console.log(`${met ? 'met    ' : 'NOT MET'} ${says}: ${value} (${target})`);
  console.log(
    JSON.stringify({ ...about, targets, calibration: bins, rows: [...rows, ...stories], all: figures(outcomes) }),
  );
  return targets.every(({ met }) => met) ? 0 : 1;
}

/** What the made-up world holds, so that nobody takes the figures for those of an easy one. */
export function printTroubles(all: readonly Trouble[]): void {
  for (const { name, some, all: count, of } of all)
    console.log(`${percent(some / Math.max(1, count)).padStart(7)} of ${count} ${of} ${name}`);
  console.log('');
}

/** Once each: a secret in code has the same evidence under every plan. */
function codeOf(outcomes: readonly Outcome[]): readonly Outcome[] {
  return outcomes.filter(({ kind, plan }) => kind === 'secret in code' && plan === 'free');
}

function printTable(rows: readonly (Figures & { readonly name: string })[]): void {
  const head = ['kind | plan', 'all', 'named right', 'named wrong', 'unknown', 'hints (right)', 'top-1', 'Brier'];
  const lines = rows.map((row) => [
    row.name,
    String(row.all),
    percent(row.namedRight),
    percent(row.namedWrong),
    percent(row.unknown),
    `${row.hints} (${row.hintsRight})`,
    percent(row.top1),
    row.brier.toFixed(3),
  ]);
  const widths = head.map((_, at) => Math.max(...[head, ...lines].map((line) => line[at]?.length ?? 0)));
  for (const line of [head, ...lines])
    console.log(
      line.map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '),
    );
}

function targetsOf(outcomes: readonly Outcome[]): readonly Target[] {
  const stated = outcomes.filter(({ stated: said }) => said);
  const blind = figures(outcomes.filter(({ kind, plan }) => kind === 'CI secret' && plan === 'free'));
  const named = outcomes.filter(({ answer }) => answer === 'named');
  const services = outcomes.flatMap(({ toldService }) => (toldService === undefined ? [] : [toldService]));
  return [
    atLeast('stated evidence that is right', part(stated.filter(({ right }) => right).length, stated.length), 0.995),
    atLeast('CI secrets without audit log: right or unknown', blind.namedRight + blind.unknown, 0.85),
    atMost('CI secrets without audit log: wrong names', blind.namedWrong, 0.03),
    atMost('wrong among all names given', part(named.filter(({ right }) => !right).length, named.length), 0.03),
    atMost('Brier score of all answers', figures(outcomes).brier, 0.05),
    atLeast(
      'accounts of the roster that are no single human, told as such',
      part(services.filter(Boolean).length, services.length),
      1,
    ),
  ];
}

function atLeast(says: string, value: number, target: number): Target {
  return { says, target: `at least ${target}`, value: rounded(value), met: value >= target };
}

function atMost(says: string, value: number, target: number): Target {
  return { says, target: `at most ${target}`, value: rounded(value), met: value <= target };
}

function part(some: number, all: number): number {
  return all === 0 ? 1 : some / all;
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}
