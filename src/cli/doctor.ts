import type { Command } from 'commander';
import type { Context, Site } from '../jobs/context.ts';
import { openSite } from '../jobs/context.ts';
import type { Checkup } from '../jobs/doctor/checkup.ts';
import { examine } from '../jobs/doctor/index.ts';
import { plain } from '../scan/reports/text.ts';
import { readManifest } from './manifest.ts';
import { chooseOrganization } from './organization.ts';

export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .option('--org <login>', 'organisation, when several have installed Handback')
    .option('--json', 'as JSON lines')
    .description(
      'look whether everything is as it must be, and say what is not visible; changes nothing. Exit 1 when something is wrong',
    )
    .action(look);
}

const SIGNS: Readonly<Record<Checkup['state'], string>> = {
  well: 'ok     ',
  unknown: 'unknown',
  warning: 'warning',
  ill: 'WRONG  ',
};

async function look({ org, json }: { org?: string; json?: boolean }): Promise<void> {
  const { build, environment } = await import('../main.ts');
  // What is wrong is told here, in words; a log in between would not be JSON lines either.
  const { context, config, close } = await build({ ...environment(), LOG_LEVEL: 'silent' });
  try {
    const site = await siteOf(context, org);
    const surgery = { context, manifest: await readManifest(), appId: config.APP_ID, ...(site ? { site } : {}) };
    let about = '';
    for await (const checkup of examine(surgery)) {
      if (checkup.state === 'ill') process.exitCode = 1;
      if (json) {
        console.log(JSON.stringify(checkup));
        continue;
      }
      if (checkup.about !== about) console.log(checkup.about);
      about = checkup.about;
      console.log(plain(`  ${SIGNS[checkup.state]}  ${checkup.says}`));
      if (checkup.next) console.log(plain(`           → ${checkup.next}`));
    }
  } finally {
    await close();
  }
}

/** None before the first installation: then there is still something to say about the App itself. */
async function siteOf(context: Context, login: string | undefined): Promise<Site | undefined> {
  if (login === undefined && (await context.store.organizations.list()).length === 0) return undefined;
  const { id } = await chooseOrganization(context.store, login);
  return openSite(context, id);
}
