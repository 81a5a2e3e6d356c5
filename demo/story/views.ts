import type { Issue, PullRequest } from '../github/model.ts';
import type { AppProcess } from './app-process.ts';
import type { World } from './cast.ts';

/** What `handback plan --json` says, as far as the story reads it. */
export interface Ledger {
  readonly credentials: readonly {
    readonly credential: { readonly name: string; readonly kind: string };
    readonly attribution: {
      readonly creator?: { readonly person?: { readonly login: string }; readonly confidence: number };
    };
    readonly proof: { readonly state: string; readonly best?: { readonly grade?: string } };
  }[];
}

export async function ledger(app: AppProcess): Promise<Ledger> {
  // Before the installation is known there is no organisation to ask about.
  const text = await app.command('plan', '--json').catch(() => '{"credentials":[]}');
  return JSON.parse(text) as Ledger;
}

export function casesOf({ github, repositories }: World): readonly Issue[] {
  return github.world.repositories.find(({ id }) => id === repositories.security.id)?.issues ?? [];
}

export function checkOf(pull: PullRequest | undefined) {
  return pull?.repository.checks.findLast(({ sha, name }) => name === 'handback' && sha === pull.pull.head.sha);
}

export function caseOf(world: World, login: string): Issue | undefined {
  return casesOf(world).find(({ title }) => title.endsWith(` ${login}`));
}

export function issueUrl({ github }: World, issue: Issue | undefined): string | undefined {
  return issue && `${github.url}/acme/security/issues/${issue.number}`;
}

export function pullUrl({ github }: World, pull: PullRequest): string {
  return `${github.url}/acme/${pull.repository.name}/pull/${pull.number}`;
}

export async function refusesMerge({ github, people }: World, pull: PullRequest | undefined): Promise<boolean> {
  if (pull === undefined) return false;
  return github.mergePull(pull, people.bob).then(
    () => false,
    () => pull.pull.mergedAt === undefined,
  );
}
