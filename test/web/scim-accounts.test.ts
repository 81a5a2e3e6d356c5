// Whose account an entry of the directory is: its names may change before, at and after the
// day on which it is switched off.
import { describe, expect, test } from 'vitest';
import { leavers } from '../../src/attribute/leavers.ts';
import { directory } from '../../src/attribute/people.ts';
import { callsTo } from './directory-calls.ts';
import { peopleServerForEach } from './people-server.ts';

const acme = peopleServerForEach();
const { create, patch } = callsTo(acme);

describe('whose account it was', () => {
  const known = (id: number, address: string) => ({
    id,
    login: `octo-${id}`,
    bot: false,
    emails: [{ address, source: 'github' as const }],
  });
  const leaver = async () => {
    const { store } = acme();
    const [people, users] = [await store.people.list(1), await store.records.list(1, 'directory-user')];
    const find = leavers({ people, known: directory(people), roster: [], users });
    return (await acme().notices()).map(({ who }) => find(who)?.id);
  };
  const renamed = { userName: 'x@acme.example', emails: [{ value: 'kim@acme.example', primary: true }] };

  test('stays when its names are changed, to those of a colleague too, before it is switched off', async () => {
    await acme().store.people.save(1, [known(7, 'jo@acme.example'), known(8, 'kim@acme.example')]);
    const id = await create();
    await patch(id, { op: 'replace', value: renamed });
    await patch(id, { op: 'replace', value: { active: false } });
    expect(await leaver()).toEqual([7]);
  });

  test('stays when its names are changed after it was switched off, or deleted', async () => {
    await acme().store.people.save(1, [known(7, 'jo@acme.example'), known(8, 'kim@acme.example')]);
    const id = await create();
    await patch(id, { op: 'replace', value: { active: false } });
    await patch(id, { op: 'replace', value: renamed });
    expect(await leaver()).toEqual([7]);
  });

  test('is not taken from a colleague whose address it had by mistake', async () => {
    await acme().store.people.save(1, [known(7, 'jo@acme.example'), known(8, 'kim@acme.example')]);
    await create({ userName: 'kim@acme.example', externalId: 'okta-2', emails: [] });
    const id = await create({ userName: 'jo-2', emails: [{ value: 'kim@acme.example' }] });
    await patch(id, { op: 'replace', value: { emails: [{ value: 'jo@acme.example' }] } });
    await patch(id, { op: 'replace', value: { active: false } });
    expect(await leaver()).toEqual([7]);
  });
});
