import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fake } from '../support/fake-tokens.ts';
import { createGitPlace } from './place.ts';

const TOKEN = fake('ghp_{base62:30}{crc32-base62}');
const LINE = `const token = "${TOKEN}";\n`;

describe('a work tree', () => {
  it('is one even where its files make it look like a bare repository', async () => {
    using place = createGitPlace();
    place.write({ HEAD: 'ref: refs/heads/main', 'objects/a': '', 'refs/a': '', 'a.ts': LINE });
    expect((await place.scan()).report.findings).toMatchObject([{ path: 'a.ts' }]);
  });

  it('has a git directory, of which a file or folder that is named is scanned for what lies there', async () => {
    using place = createGitPlace();
    place.commit({ 'a.ts': 'nothing' });
    place.write({ '.git/packed-hooks/x': LINE, '.git/notes.txt': LINE });
    const paths = async (path: string) =>
      (await place.scan({ path: join(place.folder, path) })).report.findings.map((found) => found.path);
    expect(await paths('.git/packed-hooks')).toEqual(['x']);
    expect(await paths('.git/notes.txt')).toEqual(['notes.txt']);
  });
});
