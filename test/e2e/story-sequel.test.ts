import { expect, test } from 'vitest';
import { sequel, story } from '../../demo/story/story.ts';
import { casesOf } from '../../demo/story/views.ts';
import { officialJudge } from '../github-stand-in/judge.ts';
import { openTheatre, wrongs } from '../support/played-story.ts';

// Six days pass in it, for which the App is stopped and started anyway: once is enough, without kills.
test('the story goes on after its end: notice, a vendor, a key that comes back, an exception that runs out, two people', async () => {
  const theatre = await openTheatre({ github: { judge: officialJudge() } });
  const { acts } = await theatre.play({ play: [...story, ...sequel] });
  expect(acts).toEqual(Object.fromEntries([...story, ...sequel].map(({ name }) => [name, true])));
  await theatre.world.github.settled();
  const states = casesOf(theatre.world).map(({ title, state }) => [title.split(' ').at(-1), state]);
  expect(Object.fromEntries(states)).toEqual({
    eve: 'open',
    mallory: 'closed',
    dave: 'open',
    grace: 'closed',
    heidi: 'open',
  });
  expect(wrongs(theatre, 5)).toEqual([]);
  const deletions = theatre.world.github.requests.filter(({ method }) => method === 'DELETE');
  expect(deletions).toHaveLength(1);
  await theatre.close();
}, 300_000);
