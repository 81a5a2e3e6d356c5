// What a tag holds that leads to no commit but straight to a file or to a folder: GitHub
// gives it to whoever fetches tags.
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mirrorDirectory } from '../../src/git/mirror.ts';
import { scan } from '../../src/jobs/requests.ts';
import { readAgain } from '../../src/jobs/scanning/value.ts';
import type { Sighting } from '../../src/model/sighting.ts';
import { fake } from '../support/fake-tokens.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
let days: FastDays;
beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(acme.acme.id, [asKnown(acme.shop)]);
}, 120_000);
afterAll(async () => {
  await days.close();
  await acme.close();
});

const token = (seed: number) => fake('ghp_{base62:30}{crc32-base62}', seed);

async function written(args: readonly string[], input: string): Promise<string> {
  return (await acme.shop.git.run([...args], input)).toString().trim();
}

const file = (text: string) => written(['hash-object', '-w', '--stdin'], text);

async function folder(text: string): Promise<string> {
  const inner = await written(['mktree'], `100644 blob ${await file(text)}\tkeys.env\n`);
  return written(['mktree'], `040000 tree ${inner}\tconfig\n`);
}

/** An annotated tag, which may lead to another tag. */
function annotated(object: string, type: string): Promise<string> {
  const text = `object ${object}\ntype ${type}\ntag t\ntagger Bob <bob@acme.example> 1700000000 +0000\n\nkept\n`;
  return written(['hash-object', '-t', 'tag', '-w', '--stdin'], text);
}

const tag = (name: string, object: string) => acme.shop.git.run(['update-ref', `refs/tags/${name}`, object]);

async function placesAfterScan(extra: readonly string[] = []): Promise<readonly string[]> {
  days.advance(60_000);
  await days.add(scan(acme.acme.id, acme.shop.id, extra));
  await days.work();
  expect(days.failures).toEqual([]);
  const looks = await days.store.coverage.at(acme.acme.id, acme.shop.id);
  expect(looks.find(({ source }) => source === 'code')?.gap).toBeUndefined();
  return (await sightings()).flatMap((each) => (each.in === 'code' ? [`${each.path}:${each.line}`] : [])).toSorted();
}

const sightings = (): Promise<readonly Sighting[]> => days.store.sightings.at(acme.acme.id, acme.shop.id);

it('is seen by a first look through a whole history, at the tag and its path', async () => {
  await tag('file', await file(`one\nTOKEN=${token(1)}\n`));
  await tag('folder', await annotated(await annotated(await folder(`TOKEN=${token(2)}\n`), 'tree'), 'tag'));
  expect(await placesAfterScan()).toEqual(['refs/tags/file:2', 'refs/tags/folder:config/keys.env:1']);
});

it('is seen by every later scan when it is new, also where the tag was moved before anybody looked', async () => {
  await tag('later-file', await annotated(await file(`TOKEN=${token(3)}\n`), 'blob'));
  await tag('later-folder', await folder(`TOKEN=${token(4)}\n`));
  const moved = await folder(`TOKEN=${token(5)}\n`);
  const places = await placesAfterScan([moved]);
  expect(places).toHaveLength(5);
  expect(places).toEqual(
    expect.arrayContaining([
      'refs/tags/later-file:1',
      'refs/tags/later-folder:config/keys.env:1',
      `${moved}:config/keys.env:1`,
    ]),
  );
  expect(await placesAfterScan()).toEqual(places);
});

it('goes by its commit where one brings it too', async () => {
  const text = `TOKEN=${token(6)}\n`;
  await acme.github.commit(acme.shop, [{ author: 'Bob', email: 'bob@acme.example', message: 'm', files: { a: text } }]);
  await tag('same', await file(text));
  const before = await sightings();
  expect(await placesAfterScan()).toContain('a:1');
  expect((await sightings()).length - before.length).toBe(1);
});

it('can be read again, also by another machine', async () => {
  const directory = mirrorDirectory(days.context.dataDir, acme.shop.id);
  const site = { organization: acme.organization, github: acme.door };
  const read = async () => {
    const found: string[] = [];
    for (const sighting of await sightings()) {
      const credential = await days.store.credentials.byId(acme.acme.id, sighting.credential);
      const again = credential && (await readAgain(days.context, site, credential, [sighting]));
      if (again !== undefined) found.push(again.secret.reveal());
    }
    return found.toSorted();
  };
  const all = [1, 2, 3, 4, 5, 6].map(token).toSorted();
  expect(await read()).toEqual(all);
  await rm(directory, { recursive: true, force: true });
  expect(await read()).toEqual(all);
});
