import { describe, expect, it } from 'vitest';
import { jobsFor } from '../../src/app.ts';
import { commentJobs } from '../../src/jobs/comment-events.ts';
import { identity } from '../../src/model/identity.ts';

const BOB = { id: 2, type: 'User' };
const BOT = { id: 99, type: 'Bot' };
const jobs = (action: string, user: object | null, sender: object, body: string | null = '/handback claim') =>
  commentJobs(action, { comment: { id: 5, body, user }, sender }, 1, 7).map(({ type, payload }) => [type, payload]);

describe('a comment', () => {
  it.each(['created', 'edited'])('that its author %s and that speaks to us is a command', (action) => {
    expect(jobs(action, BOB, BOB)).toEqual([
      ['command', expect.objectContaining({ repositoryId: 7, comment: 5, sender: 2 })],
    ]);
  });

  it('that its author edited says what did not stand there before: who wrote that, the event does not tell', () => {
    const wrote = (from: string, body: string) => {
      const comment = { id: 5, body, user: BOB };
      const [job] = commentJobs('edited', { comment, sender: BOB, changes: { body: { from } } }, 1, 7);
      return job?.payload;
    };
    expect(wrote('/handback claim', 'Thanks!\n/handback claim')).toMatchObject({ wrote: [] });
    expect(wrote('/handback claim', '/handback claim\n/handback help')).toMatchObject({ wrote: [identity('help')] });
  });

  it('that speaks to us no more is read once more: what was answered to it is about its former text', () => {
    const edited = (from: string) => {
      const comment = { id: 5, body: 'Never mind.', user: BOB };
      return commentJobs('edited', { comment, sender: BOB, changes: { body: { from } } }, 1, 7).map(({ type }) => type);
    };
    expect(edited('/handback claim')).toEqual(['command']);
    expect(edited('Hello')).toEqual([]);
  });

  it.each([
    ['a quotation', '> /handback claim'],
    ['a fence', '```\n/handback claim\n```'],
    ['a comment of HTML', 'Hi <!-- /handback claim --> there'],
    ['a comment of HTML on lines of its own', '<!--\n/handback claim\n-->'],
    ['code', 'See `/handback claim`.'],
    ['an indented block', '\n    /Handback claim'],
    ['the middle of a line', 'please /handback claim'],
  ])('is not said by whoever only takes it out of %s: the event does not tell who put it in', (_, from) => {
    const event = (action: string, body: string, changes = {}) =>
      commentJobs(action, { comment: { id: 5, body, user: BOB }, sender: BOB, changes }, 1, 7)[0]?.payload;
    expect(event('edited', '/handback claim', { body: { from } })).toMatchObject({ wrote: [] });
    const more = '/handback claim\n/handback help';
    expect(event('edited', more, { body: { from } })).toMatchObject({ wrote: [identity('help')] });
    // And whoever wrote it there said it, once it can be seen.
    expect(event('created', from)).toMatchObject({ wrote: expect.arrayContaining([identity('claim')]) });
  });

  it.each(['edited', 'deleted'])(
    'of a bot that somebody else %s makes us look at what we wrote in that repository',
    (action) => {
      expect(jobs(action, BOT, BOB)[0]).toEqual(['enforce', { org: 1, distrust: 7 }]);
    },
  );

  it.each<[string, string, object | null, object, string | null]>([
    ['of a bot itself', 'edited', BOT, BOT, '/handback claim'],
    ['that a bot writes', 'created', BOT, BOT, '/handback claim'],
    ['that somebody else edited', 'edited', BOB, { id: 3, type: 'User' }, '/handback claim'],
    ['that its author deleted', 'deleted', BOB, BOB, '/handback claim'],
    ['that speaks to nobody', 'created', BOB, BOB, 'hello'],
    ['without a text', 'created', BOB, BOB, null],
    ['of an account that is gone', 'edited', null, BOB, '/handback claim'],
  ])('%s is none of ours', (_, action, user, sender, body) => {
    const commands = jobs(action, user, sender, body).filter(([type]) => type !== 'look');
    expect(commands).toEqual([]);
  });

  it('that was deleted is looked for: a secret in it is gone from there', () => {
    const look = expect.objectContaining({ sources: ['conversation'], again: ['comment 5'], ifHeld: true });
    expect(jobs('deleted', BOB, BOB)).toEqual([['look', look]]);
    expect(jobs('edited', BOB, { id: 3, type: 'User' })).toEqual([]);
  });
});

it.each(['deleted', 'transferred'])('an issue that was %s is looked for as well', (action) => {
  const payload = {
    action,
    installation: { id: 5 },
    organization: { id: 1 },
    repository: { id: 7 },
    issue: { number: 4 },
  };
  const jobs = jobsFor({ event: 'issues', action, payload, receivedAt: 0 });
  expect(jobs.map(({ payload: asked }) => asked)).toContainEqual(
    expect.objectContaining({ repositoryId: 7, again: ['issue #4'], ifHeld: true }),
  );
});
