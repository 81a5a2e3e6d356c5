import { z } from 'zod';
import { NotVisible, ownerAndName } from '../../github/github.ts';
import { isIssueAt } from '../../github/issue-place.ts';
import type { CredentialFile } from '../../model/violation.ts';
import type { Command } from '../../policy/commands/command.ts';
import { type Desk, fileHere, type Learned } from '../../policy/commands/desk.ts';
import { remediations } from '../../remediations/index.ts';
import type { Remediation } from '../../remediations/remediation.ts';
import type { Context, Site } from '../context.ts';
import { usesNamed } from '../reading/uses-named.ts';

const Account = z.object({ id: z.number(), login: z.string(), type: z.string() });
const Issue = z.object({ url: z.string(), state: z.string(), pull_request: z.unknown().optional() });
const Installation = z.object({ permissions: z.record(z.string(), z.string().optional()) });

/** What has to be asked of GitHub before a command can be judged: nothing, for most. */
export async function learn(context: Context, site: Site, desk: Desk, command: Command): Promise<Learned> {
  try {
    if (command.name === 'owner') return await learnAccount(site, command.login);
    if (command.name === 'break-glass') return await learnIncident(site, desk, command.incident);
    const file = command.name === 'revoke' ? fileHere(desk, command.credential) : undefined;
    return file === undefined ? {} : await learnAct(context, site, desk, file);
  } catch (error) {
    if (error instanceof NotVisible) return { refused: `what it takes is ${error.gap.says}` };
    throw error;
  }
}

async function learnAccount({ github, organization }: Site, name: string): Promise<Learned> {
  const account = await github.find('GET /users/{username}', { username: name }, Account);
  if (account === undefined || account.type !== 'User') return { refused: 'there is no person with that login' };
  const where = { org: organization.login, username: account.login };
  const { status } = await github.look('GET /orgs/{org}/members/{username}', where);
  if (status !== 204) return { refused: 'only a member of the organisation can answer for a credential' };
  return { account: { id: account.id, login: account.login } };
}

async function learnIncident(
  { github }: Site,
  { organization, repositories }: Desk,
  { owner, repository, issue }: Extract<Command, { name: 'break-glass' }>['incident'],
): Promise<Learned> {
  const fullName = `${owner}/${repository}`.toLowerCase();
  const home = repositories.find((each) => each.fullName.toLowerCase() === fullName && each.goneAt === undefined);
  if (home === undefined || owner.toLowerCase() !== organization.toLowerCase())
    return { refused: 'an incident is an issue in a repository of this organisation that Handback sees' };
  const where = { ...ownerAndName(home.fullName), issue_number: issue };
  const found = await github.find('GET /repos/{owner}/{repo}/issues/{issue_number}', where, Issue);
  if (found === undefined || found.pull_request !== undefined) return { refused: 'there is no such issue' };
  if (!isIssueAt(found, home.fullName, issue))
    return { refused: 'that issue was moved to another repository: name it where it is now' };
  if (found.state !== 'open') return { refused: 'the incident is closed' };
  return { incident: { repositoryId: home.id, issue, shown: `${home.fullName}#${issue}` } };
}

/** What Handback could do to it, whether it was granted the power, and what would break. */
async function learnAct(context: Context, site: Site, { policy }: Desk, file: CredentialFile): Promise<Learned> {
  const remediation = remediations.find((each) => each.appliesTo(file));
  if (remediation === undefined) return {};
  const { name, does, warning } = remediation;
  const act = { name, does, warning };
  if (!policy.actions.allow.includes(name)) return { act };
  const lacking = await lackingPower(context, site, remediation, file);
  if (lacking !== undefined) return { refused: lacking };
  // What the workflows say that names it. Handback does not know of what runs elsewhere.
  return { act: { ...act, uses: await usesNamed(context.store, site.organization.id, file.credential) } };
}

async function lackingPower(
  { github }: Context,
  { organization }: Site,
  remediation: Remediation,
  file: CredentialFile,
): Promise<string | undefined> {
  const needed = remediation.needs(file);
  if (needed === undefined) return undefined;
  const where = { installation_id: organization.installationId };
  const found = await github.asApp.find('GET /app/installations/{installation_id}', where, Installation);
  if (['write', 'admin'].includes(found?.permissions[needed] ?? '')) return undefined;
  return `Handback was not granted the power to ${remediation.does}: it needs \`${needed}: write\` (docs/commands.md says what else that power opens)`;
}
