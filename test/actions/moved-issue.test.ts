import { afterAll, beforeAll, expect, it } from 'vitest';
import { caseIssue } from '../../src/actions/case-issue.ts';
import { type Door, makeDoor } from '../support/make-door.ts';
import { caseStepOf, makePolicy } from '../support/make-situation.ts';

let acme: Door;
beforeAll(async () => {
  acme = await makeDoor({ permissions: { issues: 'write' } });
});
afterAll(() => acme.close());

it('a case whose issue somebody moved is opened again where it belongs, and no other issue is written over', async () => {
  const world = { github: acme.door, botLogin: 'handback[bot]', now: Date.now() };
  const step = caseStepOf({ policy: makePolicy({ cases: { repository: 'security' } }) });
  const home = await acme.github.createRepository(acme.acme, 'security', { actor: acme.alice });
  const other = await acme.github.createRepository(acme.acme, 'elsewhere', { actor: acme.alice });
  const remembered = await caseIssue.carryOut(world, step);
  const bystander = acme.github.openIssue(home, acme.bob, { title: 'Lunch', body: 'At noon' });
  // The first of the two goes to the other repository, under the number that the second has here.
  const [moved] = home.issues.splice(0, 1);
  if (moved === undefined) throw new Error('no issue');
  other.issues.push(Object.assign(moved, { repository: other, number: bystander.number }));
  const location = `${acme.github.world.api}/repos/acme/elsewhere/issues/${bystander.number}`;
  const on = new RegExp(`^GET /repos/acme/security/issues/${remembered.remote}$`);
  acme.github.fault({ on, status: 301, message: 'Moved Permanently', headers: { location } });

  const again = await caseIssue.carryOut({ ...world, remembered }, { ...step, title: 'another title' });
  expect([bystander.title, bystander.body]).toEqual(['Lunch', 'At noon']);
  expect(home.issues.map(({ number, title }) => [number, title])).toEqual([
    [bystander.number, 'Lunch'],
    [again.remote, 'another title'],
  ]);
});
