// What others send: the directory and HR. Whoever was not answered sends it again.
import type { Context } from '../../src/jobs/context.ts';
import { receiveDeparture } from '../../src/jobs/departures-in.ts';
import { directoryFor } from '../../src/jobs/people/directory.ts';
import type { DepartureWord } from '../../src/model/departure-word.ts';
import type { DirectoryFields } from '../../src/model/directory.ts';
import type { Job, NewJob } from '../../src/model/job.ts';

/** An entry is known by its user name: who is not there is created, and without fields deleted. */
export function directorySays(userName: string, fields?: Partial<DirectoryFields>): NewJob {
  return { type: 'a directory', payload: { userName, fields }, lane: 'requests' };
}

export function hrSays(word: DepartureWord): NewJob {
  return { type: 'hr', payload: { word }, lane: 'requests' };
}

type Taken = (context: Context, job: Job) => Promise<void>;

/** In the place of a web server, which answers when this returns. */
export const requestsIn: Readonly<Record<string, Taken>> = {
  'a directory': async (context, { payload }) => {
    const { userName, fields } = payload as { userName: string; fields?: Partial<DirectoryFields> };
    const directory = await directoryFor({ ...context, newId: () => `entry of ${userName}` }, undefined);
    if ('missing' in directory) throw new Error(directory.missing);
    const known = await directory.byUserName(userName);
    if (fields === undefined) {
      if (known !== undefined) await directory.remove(known.id);
    } else if (known === undefined) {
      const emails = [{ value: `${userName}@vendor.example` }];
      await directory.create({ userName, externalId: userName, active: true, emails, ...fields });
    } else {
      await directory.change(known.id, (before) => ({ ...before, ...fields }));
    }
  },
  hr: async (context, { payload }) => {
    await receiveDeparture(context, payload['word'] as DepartureWord, undefined);
  },
};
