// Every place of a workflow in which GitHub lets a name stand: one that is overlooked would
// make what is needed look unused.
import { describe, expect, it } from 'vitest';
import { say, usesOf } from './repository.ts';

const usesIn = (text: string) => usesOf({ ci: text }).uses.map(say);
const step = (text: string) => usesIn(`jobs: { build: { steps: [${text}] } }`);

describe('in a step', () => {
  it.each([
    ['its folder', `{ run: make, working-directory: '\${{ secrets.PLACE }}' }`],
    ['its time', `{ run: make, timeout-minutes: '\${{ fromJSON(secrets.PLACE) }}' }`],
    ['whether it may fail', `{ uses: a/b@v1, continue-on-error: '\${{ secrets.PLACE }}' }`],
    ['its name', `{ run: make, id: x, name: 'to \${{ secrets.PLACE }}' }`],
    ['its condition', `{ run: make, if: '\${{ vars.PLACE == 1 }}' }`],
    ['its condition, without the marks', `{ run: make, if: "vars.PLACE == 'a'" }`],
    ['the condition of an action', `{ uses: a/b@v1, if: "success() && vars['place']" }`],
  ])('%s', (_, text) => {
    expect(step(text)).toEqual([expect.stringMatching(/: PLACE -> job \(setting\)$/)]);
  });
});

describe('in a job', () => {
  it.each([
    ['its condition', `{ if: "vars.PLACE != ''" }`],
    ['its condition, with the marks', `{ if: "\${{ vars.PLACE != '' }}" }`],
    ['its matrix', `{ strategy: { matrix: '\${{ fromJSON(vars.PLACE) }}' } }`],
    ['one value of its matrix', `{ strategy: { matrix: { a: ['\${{ vars.PLACE }}'] } } }`],
    ['the address of its environment', `{ environment: { name: '', url: 'https://\${{ vars.PLACE }}' } }`],
    ['its machine', `{ runs-on: '\${{ vars.PLACE }}' }`],
  ])('%s', (_, text) => {
    expect(usesIn(`jobs: { build: ${text} }`)).toEqual(['build: PLACE -> job (setting)']);
  });

  it('the name of its environment', () => {
    expect(usesIn(`jobs: { build: { environment: '\${{ vars.PLACE }}' } }`)).toEqual([
      'build: PLACE -> job (setting) in *',
    ]);
  });

  it('what it gives to a workflow that is not followed', () => {
    expect(
      usesIn(`jobs: { ship: { uses: other/ci/.github/workflows/x.yml@v1, with: { a: '\${{ vars.PLACE }}' } } }`),
    ).toContain('ship: PLACE -> other/ci/.github/workflows/x.yml@v1 (input A)');
  });
});

describe('of the whole workflow', () => {
  it.each([
    ['the name of a run', `run-name: 'to \${{ vars.PLACE }}'`],
    ['what may not run beside it', `concurrency: { group: '\${{ vars.PLACE }}' }`],
    ['what its inputs are by default', `on: { workflow_call: { inputs: { a: { default: '\${{ vars.PLACE }}' } } } }`],
  ])('%s', (_, text) => {
    expect(usesIn(`${text}\njobs: { build: { steps: [{ run: make }] } }`)).toEqual(['*: PLACE -> job (setting)']);
  });
});
