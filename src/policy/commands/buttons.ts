import { PLAINTEXT_SECRET } from '../../model/credential.ts';
import type { Decision } from '../../model/decision.ts';
import { identity } from '../../model/identity.ts';
import { DAY, isoDay } from '../../model/time.ts';
import type { CredentialFile } from '../../model/violation.ts';
import { reachOf } from '../reach.ts';
import { type Desk, fileHere, type Ruling } from './desk.ts';
import { forbids } from './rights.ts';
import { done, refused } from './shared.ts';

/** What the buttons of our check run say, as GitHub gives it back. "Re-scan" is no decision. */
type Button = 'rotated' | 'false-positive';

/** Names of the repository and its commit: a button belongs to a check, and pressing it again changes nothing. */
export interface Pressed {
  readonly button: Button;
  readonly repository: string;
  readonly sha: string;
}

/** A button speaks of what the commits of its check bring; a person presses it with the same rights as a command. */
export function judgeButton(desk: Desk, { button, repository, sha }: Pressed): readonly Ruling[] {
  const found = desk.place.at === 'pull' ? [...new Set(desk.place.found)] : [];
  const files = found.flatMap((id) => fileHere(desk, id) ?? []).filter(({ proof }) => proof.state !== 'proved');
  const weight = button === 'rotated' ? 'records' : 'spares';
  // Whoever may not decide at all is not told what there is.
  const why = forbids(desk, weight) ?? files.map((file) => forbids(desk, weight, file)).find(Boolean);
  if (why !== undefined) return [refused(why)];
  if (files.length === 0) return [refused('these commits bring nothing that waits for a decision')];
  const shared = (file: CredentialFile) => ({
    id: identity('button', desk.comment.repositoryId, sha, button, desk.speaker.id, file.credential.id),
    at: desk.now,
    by: desk.speaker,
    said: desk.said,
    credential: file.credential.id,
  });
  if (button === 'rotated') {
    const because = 'said with the button of the check';
    return files.map((file) => once(desk, { ...shared(file), decides: 'rotated', because }));
  }
  const [file, ...more] = files;
  if (file === undefined || more.length > 0)
    return [refused('this check names several secrets; say which with `/handback except`')];
  if (file.credential.kind !== PLAINTEXT_SECRET || file.proof.state === 'alive')
    return [refused('its issuer accepts it, so it is no false alarm')];
  const until = isoDay(desk.now + desk.policy.exception_max_days * DAY);
  return [once(desk, { ...shared(file), decides: 'false-positive', repository, until, reach: reachOf(file) })];
}

/** The first word counts: pressing again does not make it last longer. */
function once({ decisions }: Desk, decision: Decision): Ruling {
  return done(decisions.find(({ id }) => id === decision.id) ?? decision);
}
