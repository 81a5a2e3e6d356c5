// What issues and pull requests have in common when they begin.
import type { Issue, Repository } from '../model.ts';
import type { Label, User } from '../records.ts';
import { atLeast, same, type World } from '../world.ts';

export interface NewIssue {
  title: string;
  body?: string | null;
  labels?: string[];
  assignees?: string[];
}

export function newIssue(world: World, repository: Repository, user: User, given: NewIssue): Issue {
  return {
    id: world.nextId(),
    number: repository.issues.length + 1,
    repository,
    title: given.title,
    body: given.body ?? null,
    user,
    assignees: assignable(world, repository, given.assignees),
    labels: labelsNamed(world, repository, given.labels),
    state: 'open',
    reason: null,
    locked: false,
    createdAt: world.now(),
    updatedAt: world.now(),
    comments: [],
  };
}

/** Who may not write is dropped without a word, as on GitHub. */
export const assignable = (world: World, repository: Repository, logins: string[] = []): User[] =>
  logins.flatMap((login) => world.user(login) ?? []).filter((user) => atLeast(world.roleOf(user, repository), 'write'));

/** GitHub makes a label that does not exist yet. */
export const labelsNamed = (world: World, repository: Repository, names: string[] = []): Label[] =>
  [...new Set(names)].map((name) => labelNamed(world, repository, name));

export function labelNamed(world: World, repository: Repository, name: string, more: Partial<Label> = {}): Label {
  const known = repository.labels.find((label) => same(label.name, name));
  if (known) return known;
  const made = { id: world.nextId(), name, color: 'ededed', description: null, default: false, ...more };
  repository.labels.push(made);
  return made;
}
