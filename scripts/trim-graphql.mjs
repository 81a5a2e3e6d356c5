// Cuts GitHub's own GraphQL schema down to the fields that the stand-in GitHub serves, and writes
// demo/github/description/graphql.json. Run it after a new field:
//
//   npm install --prefix DIR --ignore-scripts @octokit/graphql-schema@15.26.1
//   npx node scripts/trim-graphql.mjs DIR
//
// What is not in there the stand-in refuses, as GitHub refuses a field that it does not have.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SERVED = {
  Query: ['repository', 'node'],
  PageInfo: ['hasNextPage'],
  Repository: [
    'databaseId',
    'isPrivate',
    'object',
    'deployKeys',
    'environments',
    'issues',
    'pullRequests',
    'collaborators',
  ],
  DeployKeyConnection: ['totalCount'],
  EnvironmentConnection: ['totalCount'],
  IssueConnection: ['totalCount'],
  RepositoryCollaboratorConnection: ['edges', 'totalCount'],
  RepositoryCollaboratorEdge: ['permission', 'node'],
  GitObject: ['oid'],
  Commit: ['oid', 'author', 'committer', 'signature', 'committedViaWeb', 'associatedPullRequests'],
  GitActor: ['name', 'email', 'user'],
  GitSignature: ['isValid', 'state', 'signer', 'wasSignedByGitHub'],
  PullRequestConnection: ['nodes', 'totalCount'],
  PullRequest: [
    'number',
    'url',
    'createdAt',
    'updatedAt',
    'author',
    'mergedAt',
    'mergedBy',
    'reviews',
    'headRefOid',
    'baseRefOid',
    'baseRefName',
    'reviewThreads',
    'title',
    'timelineItems',
  ],
  PullRequestReviewThreadConnection: ['totalCount'],
  PullRequestReviewConnection: ['nodes', 'totalCount'],
  PullRequestReview: ['author', 'state', 'submittedAt', 'url'],
  Comment: ['author', 'body', 'createdAt', 'lastEditedAt', 'editor', 'includesCreatedEdit', 'userContentEdits'],
  Issue: ['title', 'timelineItems'],
  IssueTimelineItemsConnection: ['nodes', 'pageInfo'],
  PullRequestTimelineItemsConnection: ['nodes', 'pageInfo'],
  RenamedTitleEvent: ['createdAt', 'previousTitle', 'currentTitle', 'actor'],
  UserContentEditConnection: ['nodes', 'totalCount'],
  UserContentEdit: ['createdAt', 'editedAt', 'deletedAt', 'deletedBy', 'diff', 'editor'],
  Actor: ['login'],
  User: ['databaseId', 'login'],
  Bot: ['databaseId', 'login'],
};

const packages = process.argv[2];
if (!packages) throw new Error('Say where the package is installed: see the top of this file.');
const path = join(packages, 'node_modules/@octokit/graphql-schema/schema.json');
const { types } = JSON.parse(readFileSync(path, 'utf8')).__schema;

const nameOf = (type) => type.name ?? nameOf(type.ofType);

const trimmed = Object.entries(SERVED).map(([name, served]) => {
  const { fields, possibleTypes } = types.find((type) => type.name === name);
  const kept = served.map((field) => {
    const found = fields.find((each) => each.name === field);
    if (!found) throw new Error(`GitHub's schema has no ${name}.${field}`);
    const required = found.type.kind === 'NON_NULL' ? { required: true } : {};
    return [field, { type: nameOf(found.type), ...required, args: found.args.map((each) => each.name) }];
  });
  const possible = possibleTypes ? { possible: possibleTypes.map((each) => each.name) } : {};
  return [name, { fields: Object.fromEntries(kept), ...possible }];
});
const target = new URL('../demo/github/description/graphql.json', import.meta.url);
writeFileSync(target, `${JSON.stringify(Object.fromEntries(trimmed))}\n`);
