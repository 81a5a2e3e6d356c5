import { assigned, base62, base64, token } from '../patterns.ts';
import type { Rule } from '../rule.ts';

const account = {
  url: 'https://id.atlassian.com/manage-profile/security/api-tokens',
  says: 'Its owner revokes it under API tokens; an organisation admin can do it in admin.atlassian.com.',
};

export const atlassian: readonly Rule[] = [
  {
    id: 'atlassian-api-token',
    provider: 'Atlassian',
    title: 'Atlassian API token',
    keywords: ['atatt3xff'],
    pattern: token(`ATATT3xFf[A-Za-z0-9_=-]{150,250}=[0-9A-F]{8}`),
    checksum: 'crc32-hex-upper',
    confidence: 'high',
    wrapped: ['ATATT3xFf'],
    examples: ['JIRA_API_TOKEN=<<ATATT3xFf{base62:175}={crc32-hex-upper}>>'],
    counterexamples: ['ATATT3xFf{base62:40}'],
    rotate: account,
  },
  {
    id: 'atlassian-access-token',
    provider: 'Atlassian',
    title: 'Atlassian organisation API key or Bitbucket access token',
    keywords: ['atctt3xff'],
    pattern: token(`ATCTT3xFf[A-Za-z0-9_=-]{100,250}=[0-9A-F]{8}`),
    checksum: 'crc32-hex-upper',
    confidence: 'high',
    examples: ['<<ATCTT3xFfG{base62:170}={crc32-hex-upper}>>'],
    counterexamples: ['ATCTT3xFfG{base62:40}'],
    rotate: {
      url: 'https://admin.atlassian.com',
      says: 'Revoke it under API keys of the organisation, or under access tokens of the repository, project or workspace.',
    },
  },
  {
    id: 'bitbucket-app-password',
    provider: 'Bitbucket',
    title: 'Bitbucket app password',
    keywords: ['atbb'],
    pattern: token(`ATBB[A-Za-z0-9_=.-]{20,40}[0-9A-F]{8}`),
    checksum: 'crc32-hex-upper',
    confidence: 'medium',
    examples: ['BITBUCKET_PASSWORD=<<ATBB{base62:24}{crc32-hex-upper}>>'],
    counterexamples: ['ATBB{base62:10}'],
    rotate: {
      url: 'https://bitbucket.org/account/settings/app-passwords/',
      says: 'Its owner revokes it under app passwords.',
    },
  },
  {
    id: 'bitbucket-server-token',
    provider: 'Bitbucket',
    title: 'Bitbucket Data Center HTTP access token',
    keywords: ['bbdc-'],
    pattern: `(?<![\\w-])(BBDC-[MNO]${base64(40, 50)})(?![\\w+/=-])`,
    confidence: 'high',
    examples: ['"<<BBDC-M{base62:43}>>"'],
    counterexamples: ['BBDC-{base62:12}'],
    rotate: {
      url: 'https://confluence.atlassian.com/bitbucketserver/http-access-tokens-939515499.html',
      says: 'Revoke it under HTTP access tokens of its user, project or repository.',
    },
  },
  {
    id: 'atlassian-legacy-api-token',
    provider: 'Atlassian',
    title: 'Atlassian API token (old form)',
    keywords: ['atlassian', 'jira_', 'jiraapi', 'confluence'],
    context: 'assignment',
    pattern: assigned(
      '(?:atlassian|jira|confluence)[\\w.-]{0,12}(?:token|key|password|secret)',
      `(?=[A-Za-z]{0,23}\\d)${base62(24)}`,
    ),
    entropy: 3.5,
    confidence: 'medium',
    examples: ['JIRA_API_TOKEN=<<9{base62:23}>>', '"atlassianToken": "<<x7{base62:22}>>"'],
    counterexamples: ['jira_project_token = {base62:20}', 'JIRA_TOKEN={var:JIRA_TOKEN_OF_OUR_PROJECT}'],
    rotate: account,
  },
];
