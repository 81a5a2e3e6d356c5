import { createRepository, type TestRepository } from '../test/history/repository.ts';
import { edited, ordinaryText, secretText } from '../test/history/texts.ts';
import { createRandom } from '../test/support/random.ts';

const COMMITS = 8000;
const FILES = 60;

/** A history in which many commits change a few lines of a few dozen files, packed as a server packs it. */
export function generateHistory(): TestRepository {
  console.log(`generating a history of ${COMMITS} commits…`);
  const random = createRandom('bench');
  const repository = createRepository();
  const files = Array.from({ length: FILES }, () => ordinaryText(random, 2000 + random.below(60_000)));
  const commits = Array.from({ length: COMMITS }, (_, n) => {
    const at = random.below(FILES);
    const before = files[at] ?? '';
    const place = random.below(before.length);
    const addition = n % 20 === 0 ? `\n${secretText(random)}\n` : ordinaryText(random, 80);
    const after = n % 7 === 0 ? edited(before, random) : before.slice(0, place) + addition + before.slice(place);
    files[at] = after.length > 100 && after.length < 200_000 ? after : ordinaryText(random, 20_000);
    const parents = n === 0 ? [] : [n - 1];
    return { branch: 'main', parents, files: { [`src/file${at}.txt`]: Buffer.from(files[at], 'latin1') } };
  });
  repository.commit(commits);
  repository.git('symbolic-ref', 'HEAD', 'refs/heads/main');
  repository.git('repack', '-adfq', '--depth=50', '--window=10');
  return repository;
}
