// Where GitHub's own description is wrong, and the stand-in does what GitHub does. Keep it
// short: each entry hides a check.
const knownErrors: { problem: RegExp; because: string }[] = [
  {
    problem: /^apps\/(get-installation|list-installations|get-org-installation|get-repo-installation) 200: .*\/account/,
    because: 'account is described as allOf [user, enterprise] where either is meant',
  },
  {
    problem: /^(webhook|checks\/|apps\/).*\/events\/\d+ must be equal to one of the allowed values/,
    because: 'the events of an app are listed as of 2021: merge_group, repository_ruleset and others are missing',
  },
  {
    problem: /^orgs\/get-audit-log 200: \/\d+\/events\/\d+ must be object/,
    because: "a hook's events are names; the description wants objects",
  },
];

export const isKnownError = (problem: string): boolean => knownErrors.some((known) => known.problem.test(problem));
