import type { Command } from 'commander';
import { enforce, prove } from '../jobs/requests.ts';
import type { Organization } from '../model/organization.ts';
import { DAY, isoDay, startOfDay } from '../model/time.ts';
import type { Store } from '../store/store.ts';
import { CommandError } from './command-error.ts';
import { chooseOrganization } from './organization.ts';

interface Options {
  readonly on?: string;
  readonly org?: string;
  readonly cancel?: boolean;
}

export function registerDepart(program: Command): void {
  program
    .command('depart')
    .argument('<login>', 'GitHub login of the person who leaves')
    .option('--on <date>', 'last day, YYYY-MM-DD (UTC); today when left out, effective at once')
    .option('--org <login>', 'organisation, when several have installed Handback')
    .option('--cancel', 'take an announced departure back')
    .description('say that somebody leaves: opens their case')
    .action(depart);
}

async function depart(login: string, { on, org, cancel }: Options): Promise<void> {
  const { openLedger } = await import('../main.ts');
  const { store, queue } = await openLedger();
  try {
    const organization = await chooseOrganization(store, org);
    const now = Date.now();
    const effectiveAt = on === undefined ? now : endOf(on);
    const who = await known(store, organization, login);
    const says = cancel ? ('stays' as const) : ('leaves' as const);
    const detail = cancel ? 'taken back on the command line' : 'said on the command line';
    await store.transaction(async (inside) => {
      await inside.departures.add(organization.id, [
        { source: 'cli', who, says, effectiveAt: cancel ? now : effectiveAt, learnedAt: now, detail },
      ]);
      await queue.add([prove(organization.id), enforce(organization.id)], inside.tx);
    });
    console.log(
      cancel
        ? `@${login} stays with ${organization.login}.`
        : `@${login} leaves ${organization.login}; access ends ${isoDay(effectiveAt)}.`,
    );
    if (who.id === undefined) {
      console.log('Nobody with this login is known yet, so the case stays open as unmatched. Check the spelling.');
    }
    console.log('The server takes it from here; `handback plan` shows what it will do.');
  } finally {
    await queue.close();
    await store.close();
  }
}

function endOf(day: string): number {
  const start = startOfDay(day);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(start)) {
    throw new CommandError(`--on ${day} is not a date. Write the last day as YYYY-MM-DD, such as --on 2026-12-31.`);
  }
  return start + DAY;
}

async function known(store: Store, { id }: Organization, login: string): Promise<{ id?: number; login: string }> {
  const people = await store.people.list(id);
  const person = people.find((each) => each.login.toLowerCase() === login.toLowerCase());
  return person ? { id: person.id, login: person.login } : { login };
}
