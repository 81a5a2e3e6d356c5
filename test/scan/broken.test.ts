import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { delta, writePack } from '../history/pack-writer.ts';
import { fake } from '../support/fake-tokens.ts';
import { createGitPlace, ENVIRONMENT, type Place } from './place.ts';

const LINE = `const token = "${fake('ghp_{base62:30}{crc32-base62}')}";\n`;
const NOWHERE = '12'.repeat(20);

/** A tag object that says it leads to an object which is not here. */
function tagOfNothing(place: Place): string {
  const tag = `object ${NOWHERE}\ntype commit\ntag lost\ntagger A <a@example.com> 0 +0000\n\nSay\n`;
  const args = ['-C', place.folder, 'hash-object', '-t', 'tag', '-w', '--stdin', '--literally'];
  return execFileSync('git', args, { env: ENVIRONMENT, input: tag }).toString().trim();
}

function lose(place: Place, object: string): void {
  const id = place.git('rev-parse', object);
  rmSync(join(place.folder, '.git/objects', id.slice(0, 2), id.slice(2)));
}

describe('a history with a ref that leads to nothing', () => {
  it.each([
    ['a branch', 'refs/heads/lost', () => NOWHERE],
    ['a tag of what is gone', 'refs/tags/lost', tagOfNothing],
    ['a ref that is none', 'refs/heads/lost', () => 'nonsense'],
  ])('such as %s is read where the others lead, and the ref is named', async (_, ref, target) => {
    using place = createGitPlace();
    const bringing = place.commit({ 'a.ts': LINE });
    place.write({ [`.git/${ref}`]: `${target(place)}\n` });
    const { report } = await place.scan({ mode: 'history' });
    expect(report.findings).toMatchObject([{ path: 'a.ts', origin: { commit: bringing }, refs: ['refs/heads/main'] }]);
    expect(report.notScanned).toEqual([
      { path: ref, reason: expect.stringContaining('nothing is known of what only it led to') },
    ]);
  });

  it('is not said to be clean where it is HEAD, nor where it is all there is', async () => {
    using place = createGitPlace();
    place.write({ '.git/refs/heads/main': `${NOWHERE}\n` });
    const alone = await place.scan({ mode: 'history' });
    expect(alone.report).toMatchObject({ files: 0, notScanned: [{ path: 'refs/heads/main' }] });
    place.write({ '.git/HEAD': `${NOWHERE}\n` });
    rmSync(join(place.folder, '.git/refs/heads/main'));
    const detached = await place.scan({ mode: 'history' });
    expect(detached.report).toMatchObject({ files: 0, notScanned: [{ path: 'HEAD' }] });
  });

  it('says of no value that no branch has it', async () => {
    using place = createGitPlace();
    place.commit({ 'a.ts': LINE });
    place.write({ '.git/refs/heads/main': `${NOWHERE}\n` });
    const { report } = await place.scan({ mode: 'history' });
    expect(report.findings).toMatchObject([{ path: expect.stringMatching(/^\(object [0-9a-f]+\)$/) }]);
    expect(report.findings[0]).not.toHaveProperty('refs');
  });
});

describe('a history that has lost', () => {
  const three = (place: Place): void => {
    for (const each of ['1', '2', '3'])
      place.commit({ 'folder/b.ts': each, ...(each === '2' ? { 'a.ts': LINE } : {}) });
  };

  it.each([
    ['a commit', 'HEAD~1', /git log failed/],
    ['a folder', 'HEAD~1:folder', /1 object is not here, though commits lead there/],
    ['a file', 'HEAD~1:folder/b.ts', /1 object is not here, though commits lead there/],
  ])('%s is not whole: that is said, and what is found is told', async (_, object, words) => {
    using place = createGitPlace();
    three(place);
    lose(place, object);
    const { report } = await place.scan({ mode: 'history' });
    expect(report.findings).toHaveLength(1);
    const said = report.notScanned.map(({ reason }) => reason).join('\n');
    expect(said).toMatch(words);
    expect(said).not.toContain('hint:');
    expect(report.notScanned).toContainEqual({
      path: 'what this repository has lost',
      reason: expect.stringContaining('git fsck'),
    });
  });
});

it('a history in which git would go in a circle comes to an end, and is not called clean', async () => {
  using place = createGitPlace();
  place.commit({ 'a.ts': LINE });
  const names = ['1', '2'].map((digit) => digit.repeat(40));
  const data = delta(40, [{ offset: 0, length: 40 }]);
  writePack(
    join(place.folder, '.git'),
    names.map((name, at) => ({ name, type: 7, base: names[1 - at] ?? '', data })),
  );
  const people = 'author A <a> 1 +0000\ncommitter A <a> 1 +0000';
  const args = ['-C', place.folder, 'hash-object', '-t', 'commit', '-w', '--stdin', '--literally'];
  const input = `tree ${names[0]}\n${people}\n\nSay\n`;
  const commit = execFileSync('git', args, { env: ENVIRONMENT, input }).toString();
  place.write({ '.git/refs/heads/side': commit });
  const { report } = await place.scan({ mode: 'history' });
  expect(report.findings).toHaveLength(1);
  expect(report.notScanned.map(({ path }) => path)).toEqual(expect.arrayContaining(names));
});
