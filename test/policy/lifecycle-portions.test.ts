import fc from 'fast-check';
import { minimatch } from 'minimatch';
import { describe, expect, it } from 'vitest';
import { credentialId } from '../../src/model/credential.ts';
import { DAY } from '../../src/model/time.ts';
import type { CredentialFile, NamedFile } from '../../src/model/violation.ts';
import { gatherLifecycle, type Lifecycle } from '../../src/policy/lifecycle.ts';
import { lifecycleText } from '../../src/policy/words/upkeep.ts';
import { makeCredential, makeFile, NOW } from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

const ages = (max: object) => ({ max_age_days: max });
const made = (ago: number, given = {}) =>
  makeCredential({ createdAt: NOW - ago * DAY, updatedAt: NOW - ago * DAY, ...given });

describe('of credentials that are looked at some at a time', () => {
  const many = fc.array(fc.record({ ago: fc.integer({ min: 0, max: 300 }), used: fc.boolean(), owned: fc.boolean() }), {
    maxLength: 40,
  });
  const policy = makePolicy(ages({ default: 200 }));

  it('the same is due, the soonest are kept, and the others are counted', () => {
    fc.assert(
      fc.property(many, fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 20 }), (each, portion, most) => {
        const files = each.map(({ ago }, at) =>
          makeFile({ credential: made(ago, { id: credentialId('deploy-key', 1, at), lastUsedAt: NOW }) }),
        );
        const told = (file: NamedFile) => each[Number(file.credential.id.split(':')[2])];
        const facts = (some: readonly CredentialFile[]) => ({
          policy,
          files: some,
          most,
          matches: minimatch,
          ownersOf: (file: NamedFile) => (told(file)?.owned ? ['@bob'] : []),
          isUsed: (file: NamedFile) => told(file)?.used ?? false,
        });
        const all = gatherLifecycle({ ...facts([]), most: 1000 }, NOW);
        all.add(facts(files));
        const whole = all.told();
        const gathering = gatherLifecycle(facts([]), NOW);
        for (let at = 0; at < files.length; at += portion) gathering.add(facts(files.slice(at, at + portion)));
        expect(whole.more).toBeUndefined();
        expect(gathering.told()).toEqual({
          ...whole,
          due: whole.due.slice(0, most),
          ...(whole.due.length > most
            ? { more: { due: countOf(whole.due.slice(most)), unowned: 0, unseen: 0, unused: 0 } }
            : {}),
        });
      }),
    );
  });

  it('the issue says how many it does not list', () => {
    const files = Array.from({ length: 9 }, (_, at) =>
      makeFile({ credential: made(300 + at, { id: credentialId('deploy-key', 1, at) }) }),
    );
    const facts = { policy, files, ownersOf: () => [], isUsed: () => true, matches: minimatch };
    const told = gatherLifecycle({ ...facts, most: 4 }, NOW);
    told.add(facts);
    const { text } = lifecycleText(told.told());
    expect([text.match(/^- \*\*20/gm)?.length, text.match(/and \d+ more/)?.[0]]).toEqual([4, 'and 5 more']);
  });
});

function countOf(due: Lifecycle['due']): ReadonlyMap<number, number> {
  return new Map([...Map.groupBy(due, ({ within }) => within)].map(([within, all]) => [within, all.length]));
}
