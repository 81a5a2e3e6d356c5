import { createHash } from 'node:crypto';
import type { Leak } from './book.ts';
import { createDice } from './dice.ts';
import type { MadeUpOrganization, MadeUpRepository } from './organization.ts';
import { day, shown } from './shapes.ts';

/**
 * GitHub's own alerts: the issuer may have told whose the token is, and somebody may have
 * let it in past the push protection.
 */
export function alertsOf({ id, fullName, book }: MadeUpRepository): readonly object[] {
  return book.leaks.flatMap((leak, number) => {
    const { token, maker, at } = leak;
    const dice = createDice(`alert ${id} ${number} ${leak.content}`);
    if (token === undefined || !dice.chance(book.habits.alerted)) return [];
    const pusher = book.pushers.get(leak);
    const bypassed = pusher !== undefined && dice.chance(book.habits.bypassed);
    const told = maker !== undefined && dice.chance(book.habits.ownerTold);
    const address = told && dice.chance(0.8) ? maker.email : `${dice.text(8)}@home.example`;
    return [
      {
        number: id * 100 + number,
        created_at: day(at),
        secret_type: 'a_token',
        secret: token,
        repository: { id, full_name: fullName },
        push_protection_bypassed_by: bypassed ? shown(pusher) : null,
        push_protection_bypassed_at: bypassed ? day(at) : null,
        metadata: told
          ? [
              { key: 'owner-email', value: address },
              { key: 'owner-name', value: maker.name },
            ]
          : [],
      },
    ];
  });
}

/** What the audit log holds of the use of a token since a day, asked by its hash. */
export function usesOfToken({ repositories, habits }: MadeUpOrganization, phrase: string, since: number) {
  const [, hash] = /hashed_token:"(.+)"/.exec(phrase) ?? [];
  const leaks = repositories.flatMap(({ book }) => book.leaks);
  const leak = leaks.find(({ token }) => token !== undefined && hashOf(token) === hash);
  return leak?.maker === undefined ? [] : entries(leak, habits.tokenUsed, since);
}

function entries({ at, maker, content }: Leak, tokenUsed: number, since: number): readonly object[] {
  const dice = createDice(`uses ${content}`);
  const used = at + dice.between(0, 300) * 86_400_000;
  if (maker === undefined || !dice.chance(tokenUsed) || used < since) return [];
  return [{ action: 'git.clone', actor: maker.login, actor_id: maker.id, created_at: Math.round(used) }];
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
