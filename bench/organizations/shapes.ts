import type { Account } from './people.ts';

/** As REST shows accounts. */
export function shown({ id, login, bot, gone }: Account): object | null {
  return gone ? null : { id, login, type: bot ? 'Bot' : 'User' };
}

export function day(at: number): string {
  return new Date(at).toISOString();
}
