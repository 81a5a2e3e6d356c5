// GitHub as one who answers what a test says, well or badly.
import { type GitHub, GitHubFailure, NotVisible } from '../../src/github/github.ts';

/** 0: the connection was cut. `suspended`: the App got no token, because its installation is suspended or gone. */
export const ANSWERS = [200, 301, 304, 401, 403, 404, 410, 422, 451, 500, 502, 503, 0, 'suspended'] as const;
type Answer = (typeof ANSWERS)[number];

/** Which repository the name leads to: the one that is meant, one that took its name, or none that is shown. */
export const NAMES = ['the same', 'another', ...ANSWERS.filter((each) => each !== 200)] as const;

export interface World {
  readonly entry?: Answer;
  readonly list?: Answer;
  readonly name?: (typeof NAMES)[number];
  readonly organization?: Answer;
  readonly data?: unknown;
  readonly items?: readonly unknown[];
}

const gap = { why: 'permission', needs: 'more', says: 'not visible: needs more' } as const;

export function doorTo({ entry = 404, list = 200, name = 'the same', organization = 200, data, items }: World): GitHub {
  const answer = (status: Answer, body: unknown) => {
    if (status === 'suspended') throw new NotVisible(gap);
    if (status === 0) throw new GitHubFailure('no answer', 0);
    return { status, data: status === 200 ? body : undefined, ...(status === 403 ? { gap } : {}) };
  };
  const never = () => Promise.reject(new Error('a proof only looks'));
  return {
    serverUrl: 'https://github.com',
    look: async (route) => {
      if (route === 'GET /orgs/{org}' || route === 'GET /meta') return answer(organization, {});
      if (route !== 'GET /repos/{owner}/{repo}') return answer(route.endsWith('}') ? entry : list, data);
      return typeof name === 'string' && name !== 'suspended'
        ? answer(200, { id: name === 'the same' ? 1 : 2 })
        : answer(name, {});
    },
    pages: async function* () {
      if (list === 403 || list === 'suspended') throw new NotVisible(gap);
      if (list !== 200) throw new GitHubFailure('GitHub answered', list);
      yield* (items ?? []) as never[];
    },
    find: never,
    send: never,
    query: never,
    granted: never,
    gitAccess: never,
  };
}
