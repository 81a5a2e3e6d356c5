import { observation } from '../github/observation.ts';
import { PLAINTEXT_SECRET } from '../model/credential.ts';
import { HOUR } from '../model/time.ts';
import type { ProofKind } from './proof-kind.ts';
import { type AwsAnswer, askAws } from './shared/aws.ts';
import { NOTHING } from './shared/beside.ts';
import type { Seen } from './shared/entry.ts';

const PROOF = 'aws-key-id';

const KEY_ID = /^AKIA[A-Z\d]{16}$/;

/**
 * A key that was just made is known to one part of AWS after the other
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html).
 */
const YOUNG = HOUR;

/** Whoever signs with this is nobody: AWS says so of an ID that it knows, and of any other that it does not know it. */
const NO_SECRET = 'x'.repeat(40);

/** Asks AWS whether it still knows the ID of a key. That takes no secret, and none is used. */
export const awsKeyId: ProofKind = {
  name: PROOF,
  best: 'P4',
  asksIssuer: 'others',
  wentToOthers: () => true,
  permission: 'none: AWS is asked about the key ID, and only with `issuer_probes: true`',
  appliesTo: ({ credential: { kind, plaintext } }) =>
    kind === PLAINTEXT_SECRET && plaintext?.rule === 'aws-access-key-id',

  observe: async (world, file) => {
    const value = await world.value(file);
    const keyId = value?.reveal() ?? '';
    // Of anything that is no key ID, AWS says that it knows none such.
    if (value === undefined || !KEY_ID.test(keyId)) {
      const says = 'the key ID could not be read again where it was seen, so AWS could not be asked';
      return observation(PROOF, file, { at: world.now, asked: NOTHING, result: 'unknown', says });
    }
    const answer = await askAws(world, value, {
      proof: PROOF,
      keyId,
      secretKey: NO_SECRET,
      called: 'with the key ID alone',
      live: { status: [403], contains: ['The request signature we calculated does not match'] },
    });
    const isYoung = world.now - file.credential.firstSeenAt < YOUNG;
    return observation(PROOF, file, { at: world.now, asked: answer.asked, ...judge(answer, isYoung) });
  },
};

function judge({ verdict, isHome }: AwsAnswer, isYoung: boolean): Seen {
  switch (verdict) {
    case 'live':
      return { result: 'alive', says: 'AWS, its issuer, still knows it' };
    case 'dead':
      if (isHome)
        return {
          result: 'gone',
          grade: 'P4',
          says: 'AWS, its issuer, knows it no more: it was deleted or is inactive',
        };
      return isYoung
        ? { result: 'unknown', says: 'AWS does not know it, or not yet: it was first seen within the hour' }
        : { result: 'gone', grade: 'P4', says: 'AWS knows it in none of the partitions that the Internet reaches' };
    case 'unclear':
      return { result: 'unknown', says: 'AWS gave no clear answer, which proves nothing' };
  }
}
