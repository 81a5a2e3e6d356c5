import { assigned, base62, hex, token, UUID } from '../patterns.ts';
import { bearer, NEVER, withHeader } from '../probes.ts';
import type { Rule } from '../rule.ts';
import { named, prefixed } from '../shapes.ts';

const circleci = {
  url: 'https://app.circleci.com/settings/user/tokens',
  says: 'Delete it under personal API tokens, or under API permissions of the project.',
};
const buildkite = {
  url: 'https://buildkite.com/user/api-access-tokens',
  says: 'Revoke it under API access tokens, or the agent token under agents; a user token revokes itself with DELETE /v2/access-token.',
};
const sonar = {
  url: 'https://docs.sonarsource.com/sonarqube/latest/user-guide/managing-tokens/',
  says: 'Revoke it under security of the account, or with user_tokens/revoke.',
};
const snyk = {
  url: 'https://app.snyk.io/account',
  says: 'Revoke and regenerate the token of the account, or rotate the service account.',
};

function buildkiteToken(kind: string, title: string, prefix: string): Rule {
  return prefixed({
    id: `buildkite-${kind}-token`,
    provider: 'Buildkite',
    title: `Buildkite ${title} token`,
    prefix,
    body: '[A-Za-z0-9_-]{36,64}',
    example: '{lower:44}',
    rotate: buildkite,
    ...(kind === 'user' ? { probe: bearer('https://api.buildkite.com/v2/access-token') } : {}),
  });
}

function sonarToken(kind: string, prefix: string): Rule {
  return prefixed({
    id: `sonarqube-${kind}-token`,
    provider: 'SonarQube',
    title: `SonarQube ${kind} token`,
    prefix,
    body: hex(40),
    example: '{hex:40}',
    rotate: sonar,
  });
}

export const ci: readonly Rule[] = [
  prefixed({
    id: 'circleci-pat',
    provider: 'CircleCI',
    title: 'CircleCI personal API token',
    prefix: 'CCIPAT_',
    body: `${base62(22)}_${hex(40)}`,
    example: '{base62:22}_{hex:40}',
    rotate: circleci,
    probe: { ...withHeader('https://circleci.com/api/v2/me', 'circle-token'), dead: NEVER },
  }),
  prefixed({
    id: 'circleci-project-token',
    provider: 'CircleCI',
    title: 'CircleCI project API token',
    prefix: 'CCIPRJ_',
    body: `${base62(22)}_${hex(40)}`,
    example: '{base62:22}_{hex:40}',
    rotate: circleci,
  }),
  named({
    id: 'circleci-legacy-token',
    provider: 'CircleCI',
    title: 'CircleCI API token (old form)',
    names: ['circleci', 'circle_token', 'circle-token'],
    shape: hex(40),
    example: '{hex:40}',
    entropy: 3,
    rotate: circleci,
  }),
  buildkiteToken('user', 'API access', 'bkua_'),
  buildkiteToken('agent-access', 'agent access', 'bkaa_'),
  buildkiteToken('agent-job', 'agent job', 'bkaj_'),
  buildkiteToken('agent-registration', 'agent registration', 'bkar_'),
  buildkiteToken('cluster', 'cluster', 'bkct_'),
  buildkiteToken('portal', 'portal', 'bkpt_'),
  buildkiteToken('portal-access', 'portal access', 'bkpat_'),
  buildkiteToken('portal-secret', 'portal secret', 'bkps_'),
  named({
    id: 'travis-access-token',
    provider: 'Travis CI',
    title: 'Travis CI access token',
    names: ['travis_token', 'travis_api_token', 'travis_access_token', 'travisci'],
    shape: `(?=[A-Za-z]{0,21}\\d)(?=[a-z0-9]{0,21}[A-Z])[A-Za-z0-9_-]{22}`,
    example: 'aB7{base62:19}',
    entropy: 3.4,
    rotate: {
      url: 'https://app.travis-ci.com/account/preferences',
      says: 'Regenerate the token in the settings of its user.',
    },
  }),
  named({
    id: 'codecov-upload-token',
    provider: 'Codecov',
    title: 'Codecov upload token',
    names: ['codecov'],
    shape: UUID,
    example: '{uuid}',
    rotate: { url: 'https://app.codecov.io', says: 'Regenerate the upload token in the settings of the repository.' },
  }),
  sonarToken('user', 'squ_'),
  sonarToken('project', 'sqp_'),
  sonarToken('analysis', 'sqa_'),
  named({
    id: 'sonarcloud-token',
    provider: 'SonarQube',
    title: 'SonarQube or SonarCloud token (old form)',
    names: ['sonar_token', 'sonar.token', 'sonar_auth', 'sonarcloud', 'sonarqube'],
    shape: hex(40),
    example: '{hex:40}',
    entropy: 3,
    rotate: sonar,
  }),
  named({
    id: 'snyk-api-token',
    provider: 'Snyk',
    title: 'Snyk API token',
    names: ['snyk'],
    shape: UUID,
    example: '{uuid}',
    rotate: snyk,
  }),
  {
    id: 'snyk-service-account-token',
    provider: 'Snyk',
    title: 'Snyk token (prefixed form)',
    keywords: ['snyk_uat.', 'snyk_sat.'],
    pattern: token(String.raw`snyk_[us]at(?=[\w.-]{22})(?:\.(?!snyk_)[A-Za-z0-9_-]{1,160}){1,3}`),
    entropy: 3.8,
    confidence: 'high',
    examples: ['SNYK_TOKEN=<<snyk_uat.{hex:8}.{base62:60}>>'],
    counterexamples: ['snyk_uat.{base62:8}'],
    rotate: snyk,
  },
  named({
    id: 'coveralls-repo-token',
    provider: 'Coveralls',
    title: 'Coveralls repository token',
    names: ['coveralls', 'coveralls_repo_token'],
    shape: `(?=[A-Za-z]{0,31}\\d)${base62(32, 33)}`,
    example: 'a7{base62:30}',
    entropy: 3.6,
    rotate: { url: 'https://coveralls.io', says: 'Regenerate the token in the settings of the repository.' },
  }),
  {
    id: 'jenkins-api-token',
    provider: 'Jenkins',
    title: 'Jenkins API token',
    keywords: ['jenkins'],
    context: 'assignment',
    pattern: assigned('jenkins[\\w.-]{0,20}(?:token|key|pass\\w{0,5})', `11${hex(32)}`),
    confidence: 'high',
    examples: ['JENKINS_API_TOKEN=<<11{hex:32}>>'],
    counterexamples: ['jenkins_commit=11{hex:38}', 'JENKINS_API_TOKEN={var:TOKEN}'],
    rotate: {
      url: 'https://www.jenkins.io/doc/book/system-administration/authenticating-scripted-clients/',
      says: 'Its owner revokes it under security of the account.',
    },
  },
  {
    id: 'jfrog-platform-token',
    provider: 'JFrog',
    title: 'JFrog identity token (JWT)',
    keywords: ['artifactory', 'jfrog'],
    pattern: String.raw`(?i:artifactory|jfrog)[^\n]{0,80}?(?<![\w+/.-])(eyJ2ZXIiOiIyIiw[A-Za-z0-9_-]{10,300}\.eyJ[A-Za-z0-9_-]{20,900}\.[A-Za-z0-9_-]{60,700})(?![\w-])`,
    reach: 2100,
    value: 'any',
    entropy: 4,
    confidence: 'high',
    examples: ['JFROG_ACCESS_TOKEN=<<eyJ2ZXIiOiIyIiw{base62:80}.eyJ{base62:200}.{base62:342}>>'],
    counterexamples: ['JFROG_ACCESS_TOKEN={var:JFROG_ACCESS_TOKEN}'],
    rotate: {
      url: 'https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens',
      says: 'Revoke it under access tokens.',
    },
  },
];
