import type { Command } from 'commander';
import { type FullSituation, situation } from '../jobs/situation.ts';
import type { Step } from '../model/step.ts';
import { isoDay } from '../model/time.ts';
import { plan } from '../policy/plan.ts';
import { sayIncident } from '../policy/words/incident.ts';
import { chooseOrganization } from './organization.ts';

export function registerPlan(program: Command): void {
  program
    .command('plan')
    .option('--org <login>', 'organisation, when several have installed Handback')
    .option('--json', 'everything, as JSON')
    .description('print what should stand on GitHub and why; changes nothing')
    .action(show);
}

async function show({ org, json }: { org?: string; json?: boolean }): Promise<void> {
  const { openLedger } = await import('../main.ts');
  const { store, queue, serverUrl } = await openLedger();
  try {
    const organization = await chooseOrganization(store, org);
    const now = Date.now();
    const facts = await situation(store, organization, now);
    const steps = plan({ ...facts, server: serverUrl }, now);
    if (json) {
      const { files, ...rest } = facts;
      console.log(
        JSON.stringify(
          {
            steps,
            departures: rest.departures,
            cases: rest.cases,
            credentials: [...files.values()],
            coverage: rest.coverage,
            strangers: rest.strangers,
          },
          null,
          2,
        ),
      );
      return;
    }
    console.log(
      `${organization.login}: ${files(facts.files.size)} known; policy from ${facts.reading.origin}, mode ${facts.reading.policy.mode}.`,
    );
    for (const { file, line, says } of facts.reading.problems)
      console.log(`  policy problem: ${file}${line ? `:${line}` : ''}: ${says}`);
    for (const { source, scope, gap } of facts.coverage)
      if (gap) console.log(`  not seen: ${source} of ${scope.repository ?? 'the organisation'}: ${gap.says}`);
    for (const line of strangersOf(facts.strangers)) console.log(line);
    for (const { state, who, person, effectiveAt, emergency } of facts.departures)
      console.log(
        `  ${person?.login ?? who.login ?? who.email ?? `user ${who.id}`}: ${state}, ${isoDay(effectiveAt)}${person ? '' : ' (matches no account)'}${emergency ? ', emergency' : ''}`,
      );
    for (const { incidents = [], departure } of facts.cases)
      for (const each of incidents) console.log(`  incident: ${sayIncident(each, departure)}`);
    for (const step of steps) console.log(describe(step));
  } finally {
    await queue.close();
    await store.close();
  }
}

/** Strangers that are named; more would hide what follows. */
const MOST_STRANGERS = 10;

function strangersOf(strangers: FullSituation['strangers']): string[] {
  if (strangers.length === 0) return [];
  const names = strangers.slice(0, MOST_STRANGERS).map(({ userName }) => userName);
  const more = strangers.length > names.length ? `, and ${strangers.length - names.length} more` : '';
  return [
    `  ${strangers.length} in the directory, but no account at GitHub is known to be theirs: ${names.join(', ')}${more}. A roster line with login and email ties them.`,
  ];
}

function describe(step: Step): string {
  if (step.subject === 'head')
    return `check ${step.repository} ${step.head.subject}: ${step.verdict.conclusion ?? 'waiting'}, ${step.verdict.title}`;
  const text = [step.body, ...step.pages].join('\n\n').replaceAll(/^/gm, '    ');
  return `${step.do === 'ensure' ? 'open' : 'closed'} ${step.subject} in ${step.repository}: ${step.title}\n${text}`;
}

function files(many: number): string {
  return `${many} credential${many === 1 ? '' : 's'}`;
}
