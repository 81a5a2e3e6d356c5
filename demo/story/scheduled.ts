import { DAY, isoDay } from '../../src/model/time.ts';
import { append } from './append.ts';
import { idInCase, ours, personCalled, receiptOf } from './said.ts';
import type { Act } from './stage.ts';
import { caseOf, issueUrl, ledger } from './views.ts';
import { publicKey } from './world.ts';

const DAVES_KEY = 'backup of dave';

/** Departures that are known before the day, and one that is many. */
export const scheduled: readonly Act[] = [
  {
    name: 'newcomersKnown',
    tells: 'Acme hires Dave, and Grace and Heidi of Globex. Each of them adds a deploy key.',
    happens: ({ world: { github, acme, people, repositories } }) => {
      const dave = github.user('dave', { name: 'Dave Developer' });
      github.addMember(acme, people.alice, dave);
      for (const team of acme.teams) github.addToTeam(acme, people.alice, team, dave);
      github.addDeployKey(repositories.infra, dave, DAVES_KEY, publicKey(), { readOnly: false });
      for (const [login, repository] of [
        ['grace', repositories.shop],
        ['heidi', repositories.infra],
      ] as const) {
        const contractor = github.user(login, { email: `${login}@globex.example` });
        github.setCollaborator(repository, people.alice, contractor, 'admin');
        github.addDeployKey(repository, contractor, `metrics of ${login}`, publicKey());
      }
    },
    seen: async ({ app }) => {
      const { credentials } = await ledger(app);
      const makers = credentials.map(({ attribution: { creator } }) => creator?.person?.login);
      return ['dave', 'grace', 'heidi'].every((login) => makers.includes(login));
    },
  },
  {
    name: 'noticeGiven',
    tells: 'The roster says that Dave will leave in five days. His case opens before that, and calls Bob, his sponsor.',
    happens: async ({ world }) => {
      const end = isoDay(Date.now() + world.clock.aheadMs + 5 * DAY);
      await append(world, world.repositories.roster, 'people.yml', newcomers(end));
    },
    seen: ({ world }) => {
      const file = caseOf(world, 'dave');
      return (
        file?.state === 'open' &&
        file.body?.includes('leaves on') === true &&
        file.body.includes(`- [ ] deploy key **${DAVES_KEY}**`) &&
        ours(world.github, file).some(({ body }) => body.includes('@bob: the last day of'))
      );
    },
    look: ({ world }) => issueUrl(world, caseOf(world, 'dave')),
  },
  {
    name: 'leaverRefused',
    tells: 'Dave would like to keep his key, and writes so into his own case. 😕 and the reason: others decide there.',
    happens: ({ world }) => {
      const file = caseOf(world, 'dave');
      if (file === undefined) throw new Error('no case');
      const until = isoDay(Date.now() + world.clock.aheadMs + 30 * DAY);
      const said = `/handback except ${idInCase(file, DAVES_KEY)} in infra until ${until} because I shall need it later`;
      world.github.comment(file, personCalled(world, 'dave'), said);
    },
    seen: ({ world }) => {
      const file = caseOf(world, 'dave');
      const { reactions, answer } = receiptOf(world, file, personCalled(world, 'dave'));
      const refused = reactions.join() === 'confused' && answer.includes('your own departure');
      return refused && file?.body?.includes('Excepted') === false;
    },
    look: ({ world }) => issueUrl(world, caseOf(world, 'dave')),
  },
  {
    name: 'wholeVendorLeft',
    tells:
      'The contract with Globex ends. One command, `handback depart --vendor Globex`: a case for each of its people.',
    happens: async ({ app }) => {
      await app.command('depart', '--vendor', 'Globex');
    },
    seen: ({ world }) =>
      ['grace', 'heidi'].every((login) => {
        const { state, body } = caseOf(world, login) ?? {};
        return (
          state === 'open' && body?.includes('left on') && body.includes(`- [ ] deploy key **metrics of ${login}**`)
        );
      }),
    look: ({ world }) => issueUrl(world, caseOf(world, 'grace')),
  },
];

const newcomers = (end: string) => `  - login: dave
    type: contractor
    sponsor: bob
    end: ${end}
  - login: grace
    type: contractor
    vendor: Globex
    sponsor: alice
  - login: heidi
    type: contractor
    vendor: Globex
    sponsor: alice
`;
