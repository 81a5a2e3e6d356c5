import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parsePolicy } from '../../src/policy/parse-policy.ts';
import { policySchema } from '../../src/policy/schema.ts';

const DOCS = join(import.meta.dirname, '../../docs');
const published: unknown = JSON.parse(readFileSync(join(DOCS, 'handback.schema.json'), 'utf8'));

it('docs/handback.schema.json is what the code takes (npm run handback -- schema > docs/handback.schema.json)', () => {
  expect(published).toEqual(policySchema());
});

describe('an editor with the schema', () => {
  const takes = new Ajv2020.default().compile(policySchema());

  it.each(readdirSync(join(DOCS, 'examples')).filter((name) => name !== 'people.yml'))('likes %s', (name) => {
    expect(takes(parse(readFileSync(join(DOCS, 'examples', name), 'utf8')))).toBe(true);
  });

  it.each([
    'version: 1',
    'version: 2',
    'mode: block',
    'version: 1\nmodee: block',
    'version: 1\nmode: loud',
    'version: 1\ngrace_days: 400',
    'version: 1\ncases: {}',
    'version: 1\nproof: { deploy-key: P9 }',
    'version: 1\nrepositories: [{ match: a, mode: block }]',
  ])('and the code agree about: %s', (text) => {
    expect(takes(parse(text))).toBe(parsePolicy(text, 'f').ok);
  });
});
