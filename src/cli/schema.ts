import type { Command } from 'commander';
import { policySchema } from '../policy/schema.ts';

export function registerSchema(program: Command): void {
  program
    .command('schema')
    .description('print the JSON Schema of .github/handback.yml')
    .action(() => console.log(JSON.stringify(policySchema(), null, 2)));
}
