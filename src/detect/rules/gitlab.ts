import { base62, base64url, lower, token } from '../patterns.ts';
import { NEVER, withHeader } from '../probes.ts';
import type { Rule } from '../rule.ts';

const provider = 'GitLab';
const rotate = {
  url: 'https://gitlab.com/-/user_settings/personal_access_tokens',
  says: 'Revoke it in the access tokens of its user, project or group, or with DELETE /personal_access_tokens/self.',
};
const probe = {
  ...withHeader('https://gitlab.com/api/v4/personal_access_tokens/self', 'private-token'),
  dead: NEVER,
};

/** An instance may put its own name in front: `acme-glpat-…`. */
function ofAnInstance(shape: string): string {
  return token(shape).replace('(?<![\\w-])', '(?:(?<![\\w-])|(?<=(?<![\\w-])[A-Za-z][A-Za-z0-9]{0,18}-))');
}

/** GitLab gives every kind of token a prefix of its own and 20 or more random characters. */
function plain(kind: string, title: string, prefix: string, length: number, says: string): Rule {
  return {
    id: `gitlab-${kind}`,
    provider,
    title: `GitLab ${title}`,
    keywords: [prefix.toLowerCase()],
    pattern: ofAnInstance(prefix + base64url(length)),
    confidence: 'high',
    examples: [`token = "<<${prefix}{base62:${length}}>>"`],
    counterexamples: [`${prefix}{base62:${length - 8}}`, `${prefix}{same:x:${length}}`],
    rotate: { url: 'https://docs.gitlab.com/security/tokens/', says },
  };
}

export const gitlab: readonly Rule[] = [
  {
    id: 'gitlab-pat',
    provider,
    title: 'GitLab access token (personal, project or group)',
    keywords: ['glpat-'],
    pattern: ofAnInstance(`glpat-${base64url(20)}`),
    confidence: 'high',
    wrapped: ['glpat-'],
    examples: [
      'GITLAB_TOKEN=<<glpat-{base62:20}>>',
      'GITLAB_TOKEN=acme-<<glpat-{base62:20}>>',
      'oauth2:<<glpat-{base62:20}>>@gitlab.example',
    ],
    counterexamples: ['glpat-{base62:12}', 'glpat-{same:x:20}', 'glpat-your-token-here-abc'],
    rotate,
    probe,
  },
  {
    id: 'gitlab-routable-pat',
    provider,
    title: 'GitLab access token (routable form)',
    keywords: ['glpat-'],
    pattern: ofAnInstance(String.raw`glpat-${base64url(27, 300)}\.(?:${lower(2)}\.)?${lower(2)}${lower(7)}`),
    reach: 400,
    confidence: 'high',
    examples: ['"<<glpat-{base62:27}.{lower:9}>>"', '<<glpat-{base62:60}.01.{lower:9}>>'],
    counterexamples: ['glpat-{base62:27}.html'],
    rotate,
    probe,
  },
  plain(
    'trigger-token',
    'pipeline trigger token',
    'glptt-',
    40,
    'Revoke the trigger in the CI/CD settings of the project.',
  ),
  {
    id: 'gitlab-runner-registration-token',
    provider,
    title: 'GitLab runner registration token',
    keywords: ['gr1348941'],
    pattern: token(`GR1348941${base64url(20)}`),
    confidence: 'high',
    examples: ['REGISTRATION_TOKEN=<<GR1348941{base62:20}>>'],
    counterexamples: ['GR1348941{base62:10}'],
    rotate: {
      url: 'https://docs.gitlab.com/api/runners/#reset-the-registration-token-for-an-instance',
      says: 'Reset the registration token of the project, group or instance.',
    },
  },
  {
    id: 'gitlab-runner-token',
    provider,
    title: 'GitLab runner authentication token',
    keywords: ['glrt-', 'glrtr-'],
    pattern: token(String.raw`glrtr?-(?:t\d_${base64url(27, 300)}(?:\.[a-z0-9.]{9,12})?|${base64url(20)})`),
    reach: 400,
    confidence: 'high',
    examples: [
      'token = "<<glrt-{base62:20}>>"',
      'token = "<<glrt-t1_{base62:40}>>"',
      'token = "<<glrtr-{base62:20}>>"',
    ],
    counterexamples: ['glrt-{base62:12}'],
    rotate: { url: 'https://docs.gitlab.com/ci/runners/', says: 'Delete the runner and create it again.' },
  },
  {
    id: 'gitlab-job-token',
    provider,
    title: 'GitLab CI job token',
    keywords: ['glcbt-'],
    pattern: token(`glcbt-${base62(1, 5)}_${base64url(20)}`),
    confidence: 'high',
    examples: ['CI_JOB_TOKEN=<<glcbt-{base62:2}_{base62:20}>>'],
    counterexamples: ['glcbt-{base62:20}'],
    rotate: {
      url: 'https://docs.gitlab.com/ci/jobs/ci_job_token/',
      says: 'It ends with its job: cancel a job that still runs.',
    },
  },
  {
    ...plain('deploy-token', 'deploy token', 'gldt-', 20, 'Revoke the deploy token in the repository settings.'),
    wrapped: ['gldt-'],
  },
  plain('feed-token', 'feed token', 'glft-', 20, 'Reset the feed token in the profile of its user.'),
  plain('incoming-mail-token', 'incoming mail token', 'glimt-', 25, 'Reset the token in the profile of its user.'),
  plain('agent-token', 'agent for Kubernetes token', 'glagent-', 50, 'Revoke the agent token of the cluster.'),
  plain(
    'oauth-secret',
    'OAuth application secret',
    'gloas-',
    64,
    'Renew the secret of the application, then update its users.',
  ),
  plain('scim-token', 'SCIM token', 'glsoat-', 20, 'Reset the SCIM token in the SAML settings of the group.'),
  plain(
    'feature-flag-token',
    'feature flag client token',
    'glffct-',
    20,
    'Reset the token in the feature flag settings.',
  ),
];
