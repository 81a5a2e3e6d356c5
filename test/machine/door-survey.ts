// What GraphQL tells of repositories: the one question of src/jobs/survey.ts, answered from the world.
import { type RepositoryName, repositoryId, shaOf, type World } from './world.ts';

type Answer = (world: World, name: string) => object | null;

const PULLS = 10;

const FIELDS: Readonly<Record<string, Answer>> = {
  keys: ({ keys }, name) => ({
    deployKeys: { totalCount: keys.filter(({ repository }) => repository === name).length },
  }),
  environments: () => ({ environments: { totalCount: 0 } }),
  issues: ({ issues }, name) => ({
    issues: { totalCount: issues.filter(({ repository }) => repository === name).length },
  }),
  pulls: ({ pulls }, name) => {
    const ever = pulls.filter(({ repository }) => repository === name);
    const open = ever
      .filter((pull) => pull.open)
      .map(({ number, sha }) => ({
        number,
        headRefOid: sha,
        baseRefOid: shaOf(1),
        baseRefName: 'main',
        author: null,
        updatedAt: new Date(number).toISOString(),
      }));
    const nodes = ever.slice(0, PULLS).map(() => ({ reviewThreads: { totalCount: 0 } }));
    return { open: { totalCount: open.length, nodes: open }, ever: { totalCount: ever.length, nodes } };
  },
  // Nobody modelled them.
  people: () => null,
};

export function surveyed(world: World, question: string): Readonly<Record<string, object | null>> {
  const asked = question.matchAll(/([a-z]+)(\d+): repository\(owner: "acme", name: "([^"]+)"\)/g);
  return Object.fromEntries(
    Array.from(asked, ([, field = '', id = '', name = '']) => {
      const answer = FIELDS[field];
      if (answer === undefined) throw new Error(`the door of test/machine does not know ${field}`);
      const told = answer(world, name);
      const databaseId = repositoryId(world, name as RepositoryName);
      return [`${field}${id}`, told && { databaseId, isPrivate: true, ...told }];
    }),
  );
}
