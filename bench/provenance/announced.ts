import type { CredentialId } from '../../src/model/credential.ts';
import { credentialId } from '../../src/model/credential.ts';
import type { Evidence, Role, Strength } from '../../src/model/evidence.ts';
import { identity } from '../../src/model/identity.ts';
import type { Commit, Pull } from '../organizations/book.ts';
import type { MadeUpOrganization, MadeUpRepository } from '../organizations/organization.ts';
import type { Account } from '../organizations/people.ts';

interface Fact {
  readonly kind: string;
  readonly role: Role;
  readonly strength: Strength;
  readonly who: Account;
  readonly at: number;
  readonly did: string;
}

/** Kinds of evidence that need more of GitHub than the door shows, written down as their own code would. */
export function ofCommit(
  { dice }: MadeUpOrganization,
  credential: CredentialId,
  commit: Commit,
  pulls: readonly Pull[],
  maker: Account | undefined,
): readonly Evidence[] {
  const facts: Fact[] = [];
  if (commit.signer)
    facts.push(fact('commit-signature', 'creator', 'signed', commit.signer, commit.at, 'signed the commit'));
  for (const { number, reviewers, merger, at } of pulls) {
    for (const each of reviewers)
      facts.push(
        fact('pull-request-review', 'approver', 'authenticated', each, at, `approved pull request #${number}`),
      );
    facts.push(fact('pull-request-merge', 'approver', 'authenticated', merger, at, `merged pull request #${number}`));
  }
  if (maker !== undefined && maker.service === undefined) {
    if (dice.chance(0.03)) facts.push(fact('hashed-token', 'creator', 'stated', maker, commit.at, 'owns this token'));
    if (dice.chance(0.03))
      facts.push(
        fact('push-protection-bypass', 'creator', 'stated', maker, commit.at, 'pushed it past push protection'),
      );
    if (dice.chance(0.03)) facts.push(fact('alert-owner', 'setter', 'stated', maker, commit.at, 'owns it'));
  }
  return facts.flatMap((each) => evidence(credential, each));
}

export function ofStores({ dice }: MadeUpOrganization, repository: MadeUpRepository): readonly Evidence[] {
  const keys = repository.keys.flatMap(({ id, by, at, ownKey, told }) => {
    const key = credentialId('deploy-key', repository.id, id);
    const same = fact('public-key', 'creator', 'stated', by, at, 'signs in with the same key');
    const event = fact('deploy-key-event', 'creator', 'stated', by, at, 'added this deploy key');
    return [...(ownKey ? evidence(key, same) : []), ...(told ? evidence(key, event) : [])];
  });
  const texts = repository.texts.flatMap(({ id, by, at, maker, editedByOther }) => {
    const author = editedByOther ? dice.pick(repository.book.people.humans) : maker;
    const wrote = fact(
      'text-author',
      'creator',
      'authenticated',
      author ?? by,
      at,
      `wrote issue #${id}, which holds it,`,
    );
    return evidence(textCredential(repository, id), wrote);
  });
  return [...keys, ...texts];
}

export function textCredential(repository: MadeUpRepository, id: number): CredentialId {
  return credentialId('plaintext-secret', 'text', repository.id, id);
}

function fact(kind: string, role: Role, strength: Strength, who: Account, at: number, did: string): Fact {
  return { kind, role, strength, who, at, did };
}

/** GitHub names nobody in the place of an account that is gone. */
function evidence(credential: CredentialId, { who, ...said }: Fact): readonly Evidence[] {
  if (who.gone) return [];
  const id = identity(said.kind, credential, who.id, said.at);
  const named = { id: who.id, login: who.login, ...(who.bot ? { bot: true } : {}) };
  return [{ id, credential, who: named, source: 'a made-up GitHub', ...said }];
}
