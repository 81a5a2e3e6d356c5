import type { Repository } from '../github/model.ts';
import type { World } from './cast.ts';

/** Alice adds lines to the end of a file that is there, as a push. */
export async function append(world: World, repository: Repository, path: string, lines: string): Promise<void> {
  const before = await repository.git.text(['show', `HEAD:${path}`]);
  const files = { [path]: `${before.trimEnd()}\n${lines}` };
  await world.github.push(repository, world.people.alice, [{ message: `More in ${path}`, files }]);
}
