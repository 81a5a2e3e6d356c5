// GitHub as plain data: one small organisation. Acts of people change it and put webhooks
// into the mail; the door shows it.
export interface Person {
  readonly id: number;
  readonly login: string;
}

export const ALICE: Person = { id: 11, login: 'alice' };
const MALLORY: Person = { id: 12, login: 'mallory' };
const NINA: Person = { id: 13, login: 'nina' };
/** Those who come and go; alice stays and administers. */
export const CONTRACTORS: readonly Person[] = [MALLORY, NINA];
export const EVERYBODY: readonly Person[] = [ALICE, ...CONTRACTORS];
export const BOT = 'handback[bot]';

export const REPOSITORIES = ['.github-private', 'people', 'security', 'shop', 'infra'] as const;
export type RepositoryName = (typeof REPOSITORIES)[number];

export interface Key {
  readonly id: number;
  readonly repository: RepositoryName;
  readonly key: string;
  readonly addedBy: Person;
  readonly createdAt: number;
}

interface StoredSecret {
  readonly repository: RepositoryName;
  readonly name: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A value in clear in a commit. `dead`: its issuer refuses it. */
export interface Leak {
  readonly id: number;
  readonly repository: RepositoryName;
  readonly value: string;
  readonly by: Person;
  readonly at: number;
  /** The pull request that brings it; without one it is on the default branch. */
  readonly pull?: number;
  dead: boolean;
}

export interface Pull {
  readonly repository: RepositoryName;
  readonly number: number;
  sha: string;
  open: boolean;
}

export interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string };
  readonly created_at: string;
  readonly reactions: string[];
}

export interface Issue {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly url: string;
  title: string;
  body: string;
  state: 'open' | 'closed';
  readonly user: { readonly login: string };
  updatedAt: number;
  readonly comments: Comment[];
}

interface Run {
  readonly id: number;
  readonly repository: RepositoryName;
  readonly sha: string;
  readonly externalId: string;
  status: string;
  conclusion: string | undefined;
}

/** How one of the next requests goes wrong. `lost`: it was done, and the answer did not arrive. */
export type Trouble = 'fine' | 'limit' | 'down' | 'refused' | 'lost';

export interface Mail {
  readonly guid: string;
  readonly event: string;
  readonly action: string;
  readonly payload: object;
}

export interface World {
  readonly org: number;
  readonly installation: number;
  now: number;
  lastId: number;
  /** Of what the App makes, and of mail: how often it writes moves no other id. */
  lastMadeId: number;
  readonly members: Map<number, Person>;
  /** Nobody of them is in, nor can be let in. */
  readonly blocked: Set<number>;
  /** Outside collaborators, with the repositories that each may write to. */
  readonly outsiders: Map<number, Set<RepositoryName>>;
  keys: Key[];
  secrets: StoredSecret[];
  readonly leaks: Leak[];
  readonly pulls: Pull[];
  /** Of the repository of the cases. */
  readonly issues: Issue[];
  readonly runs: Run[];
  readonly audit: object[];
  policy: string;
  /** Last days by login. */
  readonly roster: Map<string, string | undefined>;
  mail: Mail[];
  /** Delivered once already: GitHub may send it again. */
  readonly former: Mail[];
  trouble: Trouble[];
  /** So many of the next changes are made, and their answers lost. */
  lostAnswers: number;
  refusals: number;
  readonly sent: { readonly route: string; readonly parameters: object }[];
}

const START = Date.UTC(2026, 0, 10, 9);

export function makeWorld(org: number): World {
  return {
    org,
    installation: org + 1,
    now: START,
    lastId: 1000,
    lastMadeId: 5_000_000,
    policy: policyText({}),
    refusals: 0,
    members: new Map([[ALICE.id, ALICE]]),
    blocked: new Set(),
    outsiders: new Map(CONTRACTORS.map(({ id }) => [id, new Set<RepositoryName>(['shop', 'infra'])])),
    keys: [],
    secrets: [],
    leaks: [],
    pulls: [],
    issues: [],
    runs: [],
    audit: [],
    roster: new Map(EVERYBODY.map(({ login }) => [login, undefined])),
    mail: [],
    former: [],
    trouble: [],
    lostAnswers: 0,
    sent: [],
  };
}

export interface PolicyChoice {
  readonly mode?: 'observe' | 'warn' | 'block';
  readonly grace?: number;
  /** Ids of credentials that may stand for a while. */
  readonly spared?: readonly { readonly credential: string; readonly until: string }[];
}

export function policyText({ mode = 'block', grace = 0, spared = [] }: PolicyChoice): string {
  const exceptions = spared.map(({ credential, until }) => ({
    credential,
    until,
    repositories: ['*'],
    owner: 'alice',
    reason: 'the vendor replaces it',
  }));
  // YAML reads JSON.
  const rules = { version: 1, mode, grace_days: grace, cases: { repository: 'security' }, exceptions };
  return JSON.stringify({ ...rules, roster: { repository: 'people' } });
}

export function rosterText({ roster }: World): string {
  const people = [...roster].map(([login, end]) => ({ login, type: 'contractor', ...(end ? { end } : {}) }));
  return JSON.stringify({ people });
}

export function nextId(world: World): number {
  world.lastId += 1;
  return world.lastId;
}

export function nextMadeId(world: World): number {
  world.lastMadeId += 1;
  return world.lastMadeId;
}

/** GitHub's dates are whole seconds. */
function second(at: number): number {
  return Math.floor(at / 1000) * 1000;
}

export function iso(at: number): string {
  return new Date(second(at)).toISOString();
}

export function shaOf(id: number): string {
  return id.toString(16).padStart(40, '0');
}

export function repositoryId({ org }: World, name: string): number {
  return org + 10 + REPOSITORIES.indexOf(name as RepositoryName);
}

export function isHere({ members, outsiders }: World, { id }: Person): boolean {
  return members.has(id) || (outsiders.get(id)?.size ?? 0) > 0;
}
