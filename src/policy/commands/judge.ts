import type { Decision, RequestDecision } from '../../model/decision.ts';
import { identity } from '../../model/identity.ts';
import { unreachable } from '../../model/never.ts';
import { DAY } from '../../model/time.ts';
import type { CredentialFile } from '../../model/violation.ts';
import { requestState } from '../decisions.ts';
import { reachOf } from '../reach.ts';
import { nameCredential, sayNextStep } from '../words/credential.ts';
import { code, login } from '../words/markdown.ts';
import type { Command } from './command.ts';
import { asToldHere, type Desk, fileHere, type Learned, type Ruling } from './desk.ts';
import { judgeApprove, judgeCancel } from './requests.ts';
import { judgeAttest, judgeKeep } from './reviews.ts';
import { forbids } from './rights.ts';
import { done, refused, type Shared } from './shared.ts';
import { judgeExcept } from './spare.ts';
import { askForApproval } from './words.ts';

/** A request that nobody approved is forgotten after this. */
const REQUEST_MS = 7 * DAY;

/**
 * One command, with what GitHub said about it -> what becomes of it. The same comment read
 * again gives the same decision.
 */
export function judge(desk: Desk, command: Command, learned: Learned): Ruling {
  if (command.name === 'help') return { is: 'help' };
  const id = identity('comment', desk.comment.repositoryId, desk.comment.id, JSON.stringify(command));
  const known = desk.decisions.find((each) => each.id === id);
  if (known !== undefined) return again(desk, known, learned);
  const over = whyOver(desk, command);
  if (over !== undefined) return refused(over);
  const shared = { id, at: desk.now, by: desk.speaker, said: desk.said };
  if (command.name === 'approve') return judgeApprove(desk, command.id, shared);
  if (command.name === 'cancel') return judgeCancel(desk, command.id, shared);
  if (command.name === 'keep') return judgeKeep(desk, command.line, command.because, shared);
  if (command.name === 'attest') return judgeAttest(desk, shared);
  if (command.credential === undefined) return claimCase(desk, shared);

  const file = fileHere(desk, command.credential);
  const spares = command.name === 'except' || command.name === 'break-glass';
  const why = forbids(desk, spares ? 'spares' : 'records', file);
  if (why !== undefined) return refused(why);
  if (file === undefined) return refused(`${code(command.credential)} ${notHere(desk)}`);
  if (learned.refused !== undefined) return refused(learned.refused);
  const credential = file.credential.id;
  switch (command.name) {
    case 'claim':
      return done({ ...shared, decides: 'owner', credential, owner: desk.speaker });
    case 'owner':
      return judgeOwner(desk, file, shared, learned);
    case 'rotated':
      return done({ ...shared, decides: 'rotated', credential, because: command.because });
    case 'except':
      return judgeExcept(desk, file, command, shared);
    case 'break-glass': {
      if (learned.incident === undefined) return refused('the incident could not be looked at');
      const { repositoryId, issue } = learned.incident;
      const incident = { repositoryId, issue };
      return done({
        ...shared,
        decides: 'break-glass',
        credential,
        incident,
        because: command.because,
        reach: reachOf(file),
      });
    }
    case 'revoke':
      return judgeRevoke(desk, file, shared, learned);
    default:
      return unreachable(command);
  }
}

/**
 * What was asked for in a case that is over would hit somebody who stays. In one that is
 * proved, only an alert is left to resolve.
 */
function whyOver({ place }: Desk, { name }: Command): string | undefined {
  if (place.at === 'review') return place.review.state === 'running' ? undefined : 'this review is over';
  if (place.at !== 'case') return undefined;
  const { departure, early, openReasons } = place.case;
  if (early || departure.state === 'cancelled' || departure.state === 'rehired') return 'this case is closed';
  const acts = name === 'revoke' || name === 'approve' || name === 'cancel';
  return openReasons.length === 0 && !acts ? 'this case is closed: all of it is proved' : undefined;
}

function notHere({ place }: Desk): string {
  switch (place.at) {
    case 'case':
      return 'is no credential of this case';
    case 'pull':
      return 'is no credential of this repository';
    case 'review':
      return 'is no credential of this review';
  }
}

/** A comment that was dealt with before: the same receipt, and nothing new. */
function again(desk: Desk, decision: Decision, { act }: Learned): Ruling {
  if (decision.decides !== 'request') return done(decision);
  const file = desk.files.get(decision.credential);
  const waits = requestState(decision, desk.decisions, desk.attempts.get(decision.id), desk.now) === 'waiting';
  return waits && act !== undefined && file !== undefined
    ? { is: 'waiting', decision, says: askForApproval(decision, asToldHere(desk, file), act) }
    : done(decision);
}

function claimCase(desk: Desk, shared: Shared): Ruling {
  const why = forbids(desk, 'records');
  if (why !== undefined) return refused(why);
  if (desk.place.at !== 'case') return refused('without a credential, `claim` is about a case');
  return done({ ...shared, decides: 'claim', case: desk.place.case.departure.id });
}

function judgeOwner(desk: Desk, file: CredentialFile, shared: Shared, { account }: Learned): Ruling {
  if (account === undefined) return refused('the account could not be looked at');
  const leaves = desk.departures.some(
    ({ person, who, state }) =>
      (person?.id ?? who.id) === account.id && (state === 'effective' || state === 'scheduled'),
  );
  if (leaves) return refused(`${login(account.login)} leaves or has left, and cannot answer for it`);
  return done({ ...shared, decides: 'owner', credential: file.credential.id, owner: account });
}

function judgeRevoke(desk: Desk, file: CredentialFile, shared: Shared, { act }: Learned): Ruling {
  const byHand = sayNextStep(file);
  const instead = byHand === undefined ? '' : `. By hand: ${byHand.replace(/\.$/, '')}`;
  if (act === undefined)
    return refused(
      file.proof.state === 'proved'
        ? 'it is proved gone, and nothing is left to do'
        : `Handback cannot do anything to ${nameCredential(asToldHere(desk, file))} itself${instead}`,
    );
  if (!desk.policy.actions.allow.includes(act.name))
    return refused(
      `the policy does not let Handback ${act.does}: it would need \`actions: { allow: [${act.name}] }\`${instead}`,
    );
  const open = desk.decisions.find((each) => isOpenRequest(desk, each, file));
  if (open !== undefined) return refused(`it is asked for already, by ${login(open.by.login)}`);
  const decision: RequestDecision = {
    ...shared,
    decides: 'request',
    credential: file.credential.id,
    remediation: act.name,
    expiresAt: desk.now + REQUEST_MS,
    ...(file.credential.updatedAt === undefined ? {} : { updatedAt: file.credential.updatedAt }),
  };
  return { is: 'waiting', decision, says: askForApproval(decision, asToldHere(desk, file), act) };
}

function isOpenRequest({ decisions, attempts, now }: Desk, each: Decision, file: CredentialFile): boolean {
  if (each.decides !== 'request' || each.credential !== file.credential.id) return false;
  return ['waiting', 'approved'].includes(requestState(each, decisions, attempts.get(each.id), now));
}
