// Check suites: one for each app and commit, made by GitHub when commits arrive.
import { emit } from '../emit.ts';
import type { RefUpdate } from '../git/smart-http.ts';
import type { App, CheckSuite, Repository } from '../model.ts';
import type { User } from '../records.ts';
import { checkSuite } from '../views/checks.ts';
import type { World } from '../world.ts';

/** Apps that may write checks are told of every push, subscribed or not. */
export function requestSuites(world: World, repository: Repository, update: RefUpdate, actor: User): void {
  for (const { app } of world.installationsOn(repository.owner)) {
    if (app.permissions['checks'] !== 'write') continue;
    const suite = suiteOf(world, repository, app, update.after, update);
    emit(
      world,
      'check_suite',
      repository,
      actor,
      { action: 'requested', check_suite: checkSuite(world, repository, suite) },
      app,
    );
  }
}

export function suiteOf(world: World, repository: Repository, app: App, sha: string, update?: RefUpdate): CheckSuite {
  const known = repository.suites.find((suite) => suite.app === app && suite.sha === sha);
  if (known) return known;
  const branch = update?.ref.replace('refs/heads/', '') ?? null;
  const made: CheckSuite = {
    id: world.nextId(),
    app,
    sha,
    branch,
    before: update?.before ?? null,
    createdAt: world.now(),
  };
  repository.suites.push(made);
  return made;
}
