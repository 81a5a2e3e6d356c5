import { expect, test } from 'vitest';
import { story } from '../../demo/story/story.ts';
import { officialJudge } from '../github-stand-in/judge.ts';
import { openTheatre, wrongs } from '../support/played-story.ts';

const all = Object.fromEntries(story.map(({ name }) => [name, true]));

test('the story runs to its end, on SQLite, with the App killed and started again after each act', async () => {
  const theatre = await openTheatre({ github: { judge: officialJudge() } });
  let kills = 0;
  const { acts } = await theatre.play({
    between: async () => {
      await theatre.app.kill();
      await theatre.app.start();
      kills += 1;
    },
  });
  expect(acts).toEqual(all);
  expect(kills).toBe(story.length);
  expect(wrongs(theatre)).toEqual([]);
  await theatre.close();
}, 300_000);
