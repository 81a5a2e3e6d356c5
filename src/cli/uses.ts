import type { Command } from 'commander';
import { type UseReport, useReport } from '../jobs/reading/use-report.ts';
import { openLedger } from '../main.ts';
import { isoDay } from '../model/time.ts';
import { type Dependent, isDependabot, type UseRisk } from '../model/use.ts';
import { someOf } from '../policy/words/markdown.ts';
import { plain } from '../scan/reports/text.ts';
import { CommandError } from './command-error.ts';
import { sayGaps } from './gaps.ts';
import { chooseOrganization } from './organization.ts';

interface Options {
  readonly org?: string;
  readonly repository?: string;
  readonly json?: boolean;
}

export function registerUses(program: Command): void {
  program
    .command('uses')
    .option('--org <login>', 'organisation, when several have installed Handback')
    .option('--repository <name>', 'only this repository, and what the organisation stores')
    .option('--json', 'everything, as JSON')
    .description('print which workflow uses which secret, what is unused, and what workflows do that they should not')
    .action(show);
}

async function show({ org, repository, json }: Options): Promise<void> {
  const { store, close } = await openLedger();
  try {
    const organization = await chooseOrganization(store, org);
    const only = repository === undefined ? undefined : fullName(organization.login, repository);
    const repositories = await store.repositories.list(organization.id);
    const known = repositories.find((each) => each.fullName.toLowerCase() === only?.toLowerCase())?.fullName;
    if (only !== undefined && known === undefined)
      throw new CommandError(
        `Handback sees no repository ${only}. Check the name, and whether the App is installed on it.`,
      );
    const report = await useReport(store, organization, known);
    if (json) console.log(JSON.stringify(report, null, 2));
    else for (const line of linesOf(report)) console.log(plain(line));
  } finally {
    await close();
  }
}

function fullName(login: string, repository: string): string {
  return repository.includes('/') ? repository : `${login}/${repository}`;
}

function linesOf({ credentials, risks, gaps, unseen }: UseReport): readonly string[] {
  const used = credentials.filter(({ uses }) => uses.dependents.length > 0);
  const silent = credentials.filter(({ uses }) => uses.dependents.length === 0);
  const named = ({ credential: { kind, name, scope } }: UseReport['credentials'][number]) =>
    `${kind} ${name} of ${[scope.repository ?? 'the organisation', ...(scope.environment ? [`environment ${scope.environment}`] : [])].join(', ')}`;
  return [
    ...used.flatMap((each) => [
      named(each),
      ...each.uses.dependents.map((dependent) => `  ${sayDependent(dependent)}`),
    ]),
    ...silent.map((each) =>
      each.uses.state === 'unused'
        ? `${named(each)}: unused`
        : `${named(each)}: not known to be used; ${doubts(each.uses)}`,
    ),
    ...section('Actions that get a secret and can be changed by others', risks, 'unpinned-action'),
    ...section('Keys that last, where none is needed', risks, 'static-cloud-key'),
    ...section('Secrets that are printed', risks, 'secret-dump'),
    ...section('Every secret handed on', risks, 'every-secret'),
    ...(gaps.length > 0 ? ['', 'Not visible, so not covered:', ...sayGaps(gaps, some).map((line) => `  ${line}`)] : []),
    ...(unseen.length > 0 ? [`Not looked at yet: ${some(unseen)}.`] : []),
    ...(credentials.length + risks.length + gaps.length + unseen.length === 0
      ? ['No secret is stored, as far as Handback looked.']
      : []),
  ];
}

function doubts({ unread, beyond }: UseReport['credentials'][number]['uses']): string {
  const files = `${unread} ${unread === 1 ? 'file' : 'files'} could not be read`;
  return [...(unread > 0 ? [files] : []), ...(beyond === undefined ? [] : [beyond])].join('; ');
}

function sayDependent(dependent: Dependent): string {
  const { repository, workflow, jobs, environments, receivers, sure, lastRunAt, startedBy } = dependent;
  const parts = [
    `${isDependabot(workflow) ? 'registry' : 'job'} ${jobs.join(', ')}`,
    ...(startedBy === undefined
      ? []
      : [`in runs that ${startedBy === 'dependabot' ? 'Dependabot' : 'an agent'} starts`]),
    ...(environments.length > 0 ? [`environment ${environments.join(', ')}`] : []),
    ...(receivers.length > 0 ? [`handed to ${receivers.join(', ')}`] : []),
    ...(lastRunAt ? [`last ran ${isoDay(lastRunAt)}`] : []),
  ];
  return `${sure ? '' : 'perhaps '}${repository} ${workflow}: ${parts.join('; ')}`;
}

function section(title: string, risks: UseReport['risks'], wanted: UseRisk['risk']): readonly string[] {
  const all = risks.filter(({ risk }) => risk === wanted);
  if (all.length === 0) return [];
  const lines = all.flatMap(({ repository, use, says, instead }) => [
    `  ${repository} ${use.workflow}, job ${use.job}: ${says}`,
    `    instead: ${instead}`,
  ]);
  return ['', `${title}:`, ...new Set(lines)];
}

function some(places: readonly string[]): string {
  return someOf(places, MOST_PLACES);
}

const MOST_PLACES = 3;
