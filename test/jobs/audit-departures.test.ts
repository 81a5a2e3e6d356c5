// Who left, as the audit log says, where GitHub does not show who is here.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { auditDepartures } from '../../src/jobs/requests.ts';
import type { MembershipFact } from '../../src/model/audit.ts';
import { DAY } from '../../src/model/time.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
let days: FastDays;
beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
}, 60_000);
afterEach(() => acme.github.clearFaults());
afterAll(async () => {
  await days.close();
  await acme.close();
});

it('a departure of which the log tells once is kept until GitHub shows who is here', async () => {
  const { id, login } = acme.github.user('trent', { name: 'Trent Temp' });
  const fact: MembershipFact = {
    id: 'left',
    action: 'org.remove_member',
    at: days.now() - DAY,
    actor: { id: acme.alice.id, login: 'alice' },
    about: 'membership',
    who: { id, login },
    says: 'leaves',
    of: 'organization',
  };
  await days.store.audit.add(acme.acme.id, [fact]);
  const refused = { status: 403, message: 'Resource not accessible by integration' };
  acme.github.fault({ on: /^GET \/orgs\/acme\/outside_collaborators/, times: 2, ...refused });
  const begun = days.now();
  await days.add(auditDepartures(acme.acme.id, [fact.id]));
  await days.work();
  expect(await days.store.departures.list(acme.acme.id)).toMatchObject([{ who: { id }, says: 'leaves' }]);
  expect(days.now() - begun).toBeGreaterThanOrEqual(2 * DAY);
});
