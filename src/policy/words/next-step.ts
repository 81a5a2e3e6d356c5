import type { Case } from '../../model/case.ts';
import { PLAINTEXT_SECRET, STORED_KINDS } from '../../model/credential.ts';
import { unreachable } from '../../model/never.ts';
import { lastDay } from '../../model/time.ts';
import type { CredentialFile } from '../../model/violation.ts';
import { machineName } from '../machines.ts';
import { type NextStep, nextStep, type Responsible } from '../next-step.ts';
import { isOutOfSight, nameCredential } from './credential.ts';
import { sayEnd } from './decision.ts';
import { accessLink, actLink, type Place, peopleLink } from './links.ts';
import { code, login } from './markdown.ts';

/** Who must do what now, in one sentence of Markdown. The same facts give the same words. */
export function sayNext(file: Case, place: Place | undefined): string {
  return `**Next:** ${sentence(nextStep(file), file, place)}`;
}

function sentence(next: NextStep, { departure }: Case, place: Place | undefined): string {
  switch (next.is) {
    case 'identify':
      return 'somebody corrects the name in the roster or the request: Handback knows nobody who is called so.';
    case 'remove-access': {
      const who = login(departure.person?.login ?? '');
      return next.repository === undefined
        ? `an owner of the organisation removes ${who} under “People”${peopleLink(place)}; Handback then looks again.`
        : `an administrator of ${code(next.repository)} removes ${who} there${accessLink(next.repository, place)}; Handback then looks again.`;
    }
    case 'withdraw-invitation': {
      const invitation = `the invitation of ${login(departure.person?.login ?? '')}`;
      return next.repository === undefined
        ? `an owner of the organisation withdraws ${invitation} under “People” → “Invitations”${peopleLink(place)}; Handback then looks again.`
        : `an administrator of ${code(next.repository)} withdraws ${invitation} there${accessLink(next.repository, place)}; Handback then looks again.`;
    }
    case 'approve':
      return `a second person writes \`/handback approve ${next.request}\` here, or \`cancel\` in its place: ${nameCredential(next.item.file)} was asked to be deleted or revoked.`;
    case 'replace': {
      const { file } = next.item;
      const by = departure.state === 'scheduled' ? ` by ${lastDay(departure.effectiveAt)}` : '';
      const where = isOutOfSight(file) ? '' : actLink(file, place);
      return `${sayWho(next.who)} ${deed(file)}${where}${by}; Handback then looks again.`;
    }
    case 'hand-over':
      return `somebody names another \`sponsor\` of the machine account ${code(machineName(next.machine.who))} in the roster, and rotates its credentials.`;
    case 'wait':
      return `nothing while the exception of ${nameCredential(next.item.file)} holds, until ${sayEnd(next.exception)}.`;
    case 'look':
      return 'nobody has to do anything; Handback still has to look, which it does by itself.';
    case 'last-day':
      return `nothing before the last day, ${lastDay(departure.effectiveAt)} (UTC).`;
    case 'nothing':
      return 'nobody has to do anything.';
    default:
      return unreachable(next);
  }
}

/** Names that one sentence holds. */
const MOST_NAMED = 3;

function sayWho({ by, names }: Responsible): string {
  const shown = names.slice(0, MOST_NAMED).map(code);
  const last = shown.at(-1) ?? '';
  const said = shown.length > 1 ? `${shown.slice(0, -1).join(', ')} or ${last}` : last;
  switch (by) {
    case 'claim':
    case 'owner':
      return said;
    case 'sponsor':
      return `${said}, the sponsor,`;
    case 'unseen':
      return 'somebody (who answers for it is not visible: a CODEOWNERS was not read; `/handback owner` names one)';
    case 'nobody':
      return 'somebody (nobody answers for it: `/handback owner` names one)';
    default:
      return unreachable(by);
  }
}

/** What somebody does to it, in the third person. */
function deed(file: CredentialFile): string {
  const name = nameCredential(file);
  const { kind } = file.credential;
  if (isOutOfSight(file))
    return `shows that the place of the ${name} was deleted, as its “Proof” says, or lets Handback see it again`;
  if (kind === PLAINTEXT_SECRET) return `revokes ${name} at its issuer, then takes it out of the code`;
  if (STORED_KINDS.has(kind)) return `ends the old value at its issuer and stores a new one in the ${name}`;
  const [before, after] = DEEDS[kind] ?? ['replaces or revokes the', ''];
  return `${before} ${name}${after}`;
}

const DEEDS: Readonly<Record<string, readonly [before: string, after: string]>> = {
  'deploy-key': ['replaces and deletes the', ''],
  'app-installation': ['uninstalls the', ', or has its owner changed'],
  'fine-grained-token': ['revokes the', ''],
  'fine-grained-token-request': ['denies the', ''],
  'self-hosted-runner': ['removes the', ' and wipes its machine'],
  'sso-authorization': ['revokes the', ' or removes the person'],
  webhook: ['deletes the', ', and makes it anew with a new secret where it is needed'],
};
