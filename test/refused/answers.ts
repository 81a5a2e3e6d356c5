// What GitHub answers instead: laid around `fetch`, so that everything above it is the real thing.
import { router } from '../../demo/github/rest/routes.ts';

export interface Asked {
  /** `GET /repos/{owner}/{repo}/keys`; of GraphQL the question too. */
  readonly route: string;
  /** `GET /repos/acme/shop/keys`. */
  readonly path: string;
  readonly url: string;
}

/** `real` asks GitHub, at another address if one is given. */
export type Answer = (real: (url?: string) => Promise<Response>, asked: Asked) => Promise<Response>;

/** What is answered to whom; undefined: what GitHub answers. */
type Plan = (asked: Asked) => Answer | undefined;

export function layAround(api: string) {
  const match = router();
  const fetched = globalThis.fetch;
  let plan: Plan = () => undefined;
  let asked: Asked[] = [];

  globalThis.fetch = async (input, init) => {
    const url = String(input);
    if (!url.startsWith(api)) return fetched(input, init);
    const method = init?.method ?? 'GET';
    const path = new URL(url.replace(/\/api\/graphql$/, '/api/v3/graphql')).pathname.slice('/api/v3'.length);
    const question = /deployKeys/.test(String(init?.body)) ? ' repositories' : ' commits';
    const route = `${match(method, path)?.name ?? `${method} ${path}`}${path === '/graphql' ? question : ''}`;
    const one = { route, path: `${method} ${path}`, url };
    asked.push(one);
    const real = (address = url) => fetched(address, init);
    return plan(one)?.(real, one) ?? real();
  };

  return {
    plan: (planned: Plan) => {
      plan = planned;
    },
    clear: () => {
      plan = () => undefined;
    },
    /** Since it was last asked. */
    taken: (): readonly Asked[] => {
      const taken = asked;
      asked = [];
      return taken;
    },
    takeAway: () => {
      globalThis.fetch = fetched;
    },
  };
}
