import { repositoryName } from '../../model/organization.ts';
import { DAY, isoDay, startOfDay } from '../../model/time.ts';
import type { CredentialFile } from '../../model/violation.ts';
import { reachOf } from '../reach.ts';
import { code, count } from '../words/markdown.ts';
import type { Command } from './command.ts';
import type { Desk, Ruling } from './desk.ts';
import { done, refused, type Shared } from './shared.ts';

type Except = Extract<Command, { name: 'except' }>;

/** An exception is dated, reasoned and small, or it is none. */
export function judgeExcept(desk: Desk, file: CredentialFile, command: Except, shared: Shared): Ruling {
  const { repositories, until, because } = command;
  const wrong = wrongDay(desk, until) ?? wrongPlaces(desk, repositories) ?? tooWide(file);
  if (wrong !== undefined) return refused(wrong);
  const credential = file.credential.id;
  return done({ ...shared, decides: 'exception', credential, repositories, until, because, reach: reachOf(file) });
}

function wrongDay({ now, policy: { exception_max_days: most } }: Desk, until: string): string | undefined {
  if (startOfDay(until) + DAY <= now) return `${until} has passed`;
  const latest = isoDay(now + most * DAY);
  return until > latest ? `an exception may last ${count(most, 'day')}, until ${latest}` : undefined;
}

/** A pattern that leaves nothing out is a policy, and belongs into its file, where it is reviewed. */
function wrongPlaces({ repositories, matches }: Desk, pattern: string): string | undefined {
  const everywhere = 'all repositories at once can only be excepted in the policy file, where it is reviewed';
  if (!/[a-z\d]/i.test(pattern)) return everywhere;
  const live = repositories.filter(({ goneAt }) => goneAt === undefined);
  const named = live.filter(({ fullName }) => matches(repositoryName(fullName), pattern));
  if (named.length === 0) return `no repository is called ${code(pattern)}`;
  return named.length === live.length && live.length > 1 && pattern.includes('*') ? everywhere : undefined;
}

function tooWide({ credential }: CredentialFile): string | undefined {
  return credential.facts['visibility'] === 'all'
    ? 'every repository of the organisation can use this secret; limit it to those that need it first'
    : undefined;
}
