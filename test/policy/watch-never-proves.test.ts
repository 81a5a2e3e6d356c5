import fc from 'fast-check';
import { expect, it } from 'vitest';
import { credentialId } from '../../src/model/credential.ts';
import { GRADES } from '../../src/model/proof.ts';
import { DAY } from '../../src/model/time.ts';
import { watch } from '../../src/policy/watch.ts';
import { makeCredential, makeFile, makeObservation, NOW } from '../support/make-facts.ts';

it('never makes a proof out of anything, and leaves alone what was not proved gone', () => {
  const when = fc.integer({ min: -5, max: 5 }).map((days) => NOW + days * DAY);
  const optional = fc.option(when, { nil: undefined });
  const result = fc.constantFrom('gone', 'replaced', 'alive', 'unknown');
  const look = fc.record({ at: when, result, grade: fc.constantFrom(...GRADES) });
  const one = fc.record({
    looks: fc.array(look, { maxLength: 3 }),
    createdAt: when,
    lastUsedAt: optional,
    goneAt: optional,
    lastSeenAt: when,
    key: fc.constantFrom('a', 'b'),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 4 }), (all) => {
      const files = all.map(({ looks, key: publicHalf, createdAt, lastSeenAt, lastUsedAt, goneAt }, index) =>
        makeFile({
          credential: makeCredential({
            id: credentialId('deploy-key', 1, index),
            facts: { publicKey: publicHalf },
            createdAt,
            lastSeenAt,
            ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
            ...(goneAt === undefined ? {} : { goneAt }),
          }),
          observations: looks.map((each, at) => makeObservation({ ...each, at: each.at + at })),
        }),
      );
      const watched = watch(files, () => true, new Map());
      expect(watched).toHaveLength(files.length);
      for (const [index, file] of watched.entries()) {
        const before = files[index];
        if (before?.proof.best?.result !== 'gone' || before.proof.state !== 'proved') expect(file).toBe(before);
        else expect(['proved', 'alive']).toContain(file.proof.state);
        if (file.proof.state === 'alive' && before?.proof.state === 'proved') expect(file.proof.back).toBeDefined();
      }
    }),
  );
});
