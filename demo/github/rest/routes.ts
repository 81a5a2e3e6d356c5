// Every REST operation that the stand-in serves, by the very path of GitHub's description. After a change
// here run `node scripts/trim-openapi.mjs`, which keeps these operations of the description and no others.
import { graphql } from '../graphql/graphql.ts';
import { appRoutes } from './app-routes.ts';
import type { Route, Routes } from './call.ts';
import { codeRoutes } from './code-routes.ts';
import { collaboratorRoutes } from './collaborator-routes.ts';
import { credentialRoutes } from './credential-routes.ts';
import { issueRoutes } from './issue-routes.ts';
import { labelRoutes } from './label-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { pullRoutes } from './pull-routes.ts';
import { settingRoutes } from './setting-routes.ts';

export const routes: Routes = {
  ...appRoutes,
  ...peopleRoutes,
  ...collaboratorRoutes,
  ...credentialRoutes,
  ...settingRoutes,
  ...codeRoutes,
  ...issueRoutes,
  ...labelRoutes,
  ...pullRoutes,
};

/** Described by a schema of its own, and not by the description of the REST API. */
const graph: Routes = { 'POST /graphql': ['any', graphql] };

interface Compiled {
  name: string;
  method: string;
  pattern: RegExp;
  params: string[];
  route: Route;
}

export interface Match {
  name: string;
  route: Route;
  params: Record<string, string>;
}

/** Finds the route of a request; words before parameters, so that /issues/comments/1 is not an issue. */
export function router(): (method: string, path: string) => Match | undefined {
  const compiled = Object.entries({ ...routes, ...graph }).map(([name, route]) => compile(name, route));
  compiled.sort((a, b) => a.params.length - b.params.length || b.name.length - a.name.length);
  return (method, path) => {
    for (const { name, method: wanted, pattern, params, route } of compiled) {
      const hit = wanted === method ? pattern.exec(path) : null;
      if (hit)
        return {
          name,
          route,
          params: Object.fromEntries(params.map((param, i) => [param, decodeURIComponent(hit[i + 1] ?? '')])),
        };
    }
    return undefined;
  };
}

/** Parameters that may hold slashes; GitHub wants them escaped in every other. */
const long = new Set(['path', 'basehead', 'ref', 'branch']);

function compile(name: string, route: Route): Compiled {
  const [method = '', path = ''] = name.split(' ');
  const params: string[] = [];
  const pattern = path.replace(/\/\{(\w+)\}/g, (_, param: string) => {
    params.push(param);
    return param === 'path' ? '/?(.*)' : long.has(param) ? '/(.+)' : '/([^/]+)';
  });
  return { name, method, pattern: new RegExp(`^${pattern}/?$`), params, route };
}
