// One REST request, as the routes see it.

import type { Caller } from '../caller.ts';
import type { App, Installation, Organization, Repository } from '../model.ts';
import type { User } from '../records.ts';
import { Refusal } from '../refusal.ts';
import type { View } from '../views/view.ts';
import { found, fullName, type World } from '../world.ts';

/**
 * What a route needs: 'app' (the app's own JWT), 'nobody' (no credentials at all), 'any', 'user',
 * or a permission such as 'administration:read'. Then how it answers, and with which status (200).
 */
export type Route = [need: string, answer: (call: Call) => unknown, status?: number];
export type Routes = Record<string, Route>;

/** An answer that is more than a JSON body with the route's own status. */
export class Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Record<string, string>;

  constructor(status: number, body?: unknown, headers: Record<string, string> = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export class Call {
  readonly world: World;
  readonly caller: Caller;
  readonly params: Record<string, string>;
  readonly query: Record<string, string>;
  readonly body: View;
  readonly accept: string;
  /** The address below /api/v3 that Link headers start from. */
  readonly address: string;
  #repository: Repository | undefined;

  constructor(given: Pick<Call, 'world' | 'caller' | 'params' | 'query' | 'body' | 'accept' | 'address'>) {
    this.world = given.world;
    this.caller = given.caller;
    this.params = given.params;
    this.query = given.query;
    this.body = given.body;
    this.accept = given.accept;
    this.address = given.address;
  }

  param(name: string): string {
    return this.params[name] ?? '';
  }

  id(name: string): number {
    return Number(this.params[name]);
  }

  /** A member of the body that should be text. */
  text(name: string): string | undefined {
    const value = this.body[name];
    return typeof value === 'string' ? value : undefined;
  }

  /** Found once: it stays the same when the call renames it. */
  get repository(): Repository {
    this.#repository ??= this.#findRepository();
    return this.#repository;
  }

  #findRepository(): Repository {
    const { world, caller } = this;
    const repository = world.repository(this.param('owner'), this.param('repo'));
    return found(repository && canSee(world, caller, repository) ? repository : undefined);
  }

  get organization(): Organization {
    return found(this.world.organization(this.param('org')));
  }

  get app(): App {
    if (this.caller.kind === 'app') return this.caller.app;
    if (this.caller.kind === 'installation') return this.caller.installation.app;
    throw new Refusal(403, 'You must authenticate as an app to do this.');
  }

  get installation(): Installation {
    const { caller } = this;
    if (caller.kind !== 'installation')
      throw new Refusal(
        403,
        'You must authenticate with an installation access token in order to list repositories for an installation.',
      );
    return caller.installation;
  }

  /** In whose name it is done: the person, or the app's bot. */
  get actor(): User {
    return this.caller.kind === 'user' ? this.caller.user : this.app.bot;
  }

  user(name: string): User {
    return found(this.world.user(this.param(name)));
  }

  sees(repository: Repository): boolean {
    return canSee(this.world, this.caller, repository);
  }
}

function canSee(world: World, caller: Caller, repository: Repository): boolean {
  if (!repository.private) return true;
  if (caller.kind === 'app' || caller.kind === 'nobody') return caller.kind === 'app';
  if (caller.kind === 'installation') {
    return (caller.repositories ?? world.repositoriesFor(caller.installation)).includes(repository);
  }
  return roleOfCaller(world, caller, repository) !== undefined;
}

/** A fine-grained token whose access was revoked has no role, whoever owns it. */
export function roleOfCaller(world: World, caller: Extract<Caller, { kind: 'user' }>, repository: Repository) {
  const { owner } = repository;
  const { fineGrained, user } = caller;
  if (fineGrained && owner.type === 'Organization' && !owner.grants.includes(fineGrained)) return undefined;
  return world.roleOf(user, repository);
}

/** Where the repository of a call is in the API. */
export const addressOf = (call: Call): string => `${call.world.api}/repos/${fullName(call.repository)}`;
