import { GitHubFailure } from '../github/github.ts';
import { PLAINTEXT_SECRET } from '../model/credential.ts';
import { NotDone, type Remediation } from './remediation.ts';

/** Rules whose tokens GitHub takes back: of people, of OAuth apps and of Apps for people, and refresh tokens. */
const RULES = new Set([
  'github-pat',
  'github-fine-grained-pat',
  'github-oauth-token',
  'github-app-user-token',
  'github-refresh-token',
]);
const TAKEN = /^(?:ghp|github_pat|gho|ghu|ghr)_/;

/** https://docs.github.com/rest/credentials/revoke: irreversible, and GitHub tells the owner. */
export const reportGitHubToken: Remediation = {
  name: 'github-token',
  does: 'report this token to GitHub, which revokes it for good and tells its owner',
  warning:
    'Everything that uses the token stops at once, in every organisation, and deploy keys that were made with it die with it.',
  appliesTo: ({ credential, proof }) =>
    credential.kind === PLAINTEXT_SECRET && RULES.has(credential.plaintext?.rule ?? '') && proof.state !== 'proved',
  needs: () => undefined,
  changed: async ({ reports }) => {
    await reports.ready();
    return undefined;
  },
  attempt: async (world, file) => {
    const token = await world.value(file);
    if (token === undefined) throw new NotDone('the value could not be read again where it was seen');
    if (!TAKEN.test(token.reveal())) throw new NotDone('the value is not of a form that GitHub takes back');
    const status = await world.reports.send([token]);
    if (status === 202) return 'GitHub took the report (202); how it answers the token itself is the proof';
    if (status >= 400 && status < 500) throw new NotDone(`GitHub did not take the report (${status})`);
    throw new GitHubFailure(`POST /credentials/revoke: GitHub answered ${status || 'nothing'}.`, status);
  },
};
