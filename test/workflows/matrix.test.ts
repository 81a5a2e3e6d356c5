import { expect, it } from 'vitest';
import { matrixOf, namesOf } from '../../src/workflows/matrix.ts';

const keysOf = (matrix: object) => namesOf(['matrix', '.', 'key'], matrixOf({ matrix }));
const LATER = `\${{ fromJSON(vars.MORE) }}`;

it.each([
  ['the runs that are included', { env: ['test'], key: ['ONE'], include: LATER }],
  ['one run that is included', { env: ['test'], key: ['ONE'], include: [{ env: 'prod', key: 'TWO' }, LATER] }],
  ['a value that is included', { env: ['test'], key: ['ONE'], include: [{ env: 'prod', key: LATER }] }],
  ['the values of its only axis', { key: LATER, include: [{ env: 'prod', key: 'TWO' }] }],
  ['a value of its only axis', { key: ['ONE', LATER], include: [{ env: 'prod', key: 'TWO' }] }],
  ['one value among others', { env: ['test'], key: ['ONE', LATER] }],
])('what a matrix gives is not known where only the run knows %s', (_, matrix) => {
  expect(keysOf(matrix)).toBeUndefined();
});

it('what only the run knows of another name takes nothing away', () => {
  expect(keysOf({ env: LATER, key: ['ONE', 'TWO'] })).toEqual(['ONE', 'TWO']);
  expect(keysOf({ env: ['test', LATER], key: ['ONE'], include: [{ env: 'prod', key: 'TWO' }] })).toEqual([
    'TWO',
    'ONE',
  ]);
});
