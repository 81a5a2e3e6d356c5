import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../src/config.ts';
import { CHECK_NAME } from '../../src/model/head.ts';
import { Policy } from '../../src/model/policy.ts';
import { parsePolicy } from '../../src/policy/parse-policy.ts';
import { parseRoster } from '../../src/policy/parse-roster.ts';
import { requiredGrade } from '../../src/policy/proof-status.ts';
import { blocks, read, table } from './pages.ts';

const README = read('README.md');

it('names every variable that src/config.ts reads, and no other', () => {
  const rows = table(README, 'Configuration').map(([name = '']) => bare(name));
  const variables = [...read('src/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+): z?/gm)].map(([, name]) => name);
  expect(variables.length).toBeGreaterThan(10);
  expect(rows).toHaveLength(variables.length);
  expect(new Set(rows)).toEqual(new Set(variables));
});

it('gives the defaults that src/config.ts has', () => {
  const least = { APP_ID: '1', PRIVATE_KEY: 'PRIVATE KEY', WEBHOOK_SECRET: 'x'.repeat(16) };
  const config: Readonly<Record<string, unknown>> = readConfig(least);
  const said = table(README, 'Configuration').flatMap(([name = '', value = '']) =>
    value.startsWith('`') ? [[bare(name), bare(value)]] : [],
  );
  const real = Object.entries(config).flatMap(([name, value]) => (name in least ? [] : [[name, String(value)]]));
  expect(Object.fromEntries(said)).toEqual(Object.fromEntries(real));
});

it('names every permission of app.yml with its access, and no other', () => {
  const rows = table(README, 'Permissions').map(([name = '', access]) => [bare(name), access]);
  const { default_permissions } = parse(read('app.yml')) as { default_permissions: Readonly<Record<string, string>> };
  expect(Object.fromEntries(rows)).toEqual(default_permissions);
});

it('has a row for every command, and no other', () => {
  const rows = table(README, 'Commands').map(([command = '']) => bare(command).split(' ')[1]);
  expect(new Set(rows)).toEqual(new Set(registered()));
});

it('shows a policy that is valid and has every setting', () => {
  const [policy = ''] = blocks(README, 'Policy', 'yaml');
  expect(parsePolicy(policy, 'README.md')).toMatchObject({ ok: true });
  expect(Object.keys(parse(policy) as object).toSorted()).toEqual(Object.keys(Policy.shape).toSorted());
});

it('tells the grades that tick a box by default', () => {
  const [policy = ''] = blocks(README, 'Policy', 'yaml');
  const { proof } = Policy.parse(parse(policy));
  const bareBones = Policy.parse({ version: 1 });
  for (const [kind, grade] of Object.entries(proof)) expect(requiredGrade({ kind }, bareBones)).toBe(grade);
});

it('shows a roster without a problem', () => {
  const [roster = ''] = blocks(README, 'Roster', 'yaml');
  expect(parseRoster(roster, 'README.md')).toMatchObject({ problems: [], people: [{ who: { login: 'mallory' } }] });
});

it('shows a ruleset that requires our check from our App', () => {
  const [ruleset = ''] = blocks(README, 'Install it on an organisation', 'json');
  const required = { context: CHECK_NAME, integration_id: expect.any(Number) };
  expect(JSON.parse(ruleset)).toMatchObject({
    rules: [{ type: 'required_status_checks', parameters: { required_status_checks: [required] } }],
  });
});

function registered(): readonly string[] {
  const cli = read('src/cli.ts');
  const files = [...cli.matchAll(/import\('\.\/(cli\/[^']+)'/g)].map(([, file]) => read(`src/${file}`));
  return files.flatMap((text) => [...text.matchAll(/\.command\('([a-z-]+)/g)].map(([, name = '']) => name));
}

function bare(cell: string): string {
  return cell.replaceAll('`', '');
}
