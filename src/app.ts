import { z } from 'zod';
import { departureSources } from './departures/index.ts';
import { commentJobs, goneIssue } from './jobs/comment-events.ts';
import * as heads from './jobs/head-requests.ts';
import * as job from './jobs/requests.ts';
import type { NewJob } from './model/job.ts';
import { sources } from './sources/index.ts';

/** What all events of an organisation have. GitHub sends far more; what is not read is not required. */
const Event = z.object({
  installation: z.object({ id: z.number() }),
  organization: z.object({ id: z.number() }),
  repository: z.object({ id: z.number() }).optional(),
});
const Push = z.object({ after: z.string(), deleted: z.boolean().optional() });
const Account = z.object({ id: z.number(), login: z.string(), type: z.string().optional() });
const Pull = z.object({
  pull_request: z.object({
    number: z.number(),
    state: z.string().optional(),
    user: Account.nullish(),
    head: z.object({ sha: z.string() }),
    base: z.object({ sha: z.string(), ref: z.string() }),
    updated_at: z.coerce.date().optional().catch(undefined),
  }),
});
const MergeGroup = z.object({
  merge_group: z.object({ head_sha: z.string(), head_ref: z.string(), base_sha: z.string(), base_ref: z.string() }),
});
const CheckRun = z.object({ check_run: z.object({ head_sha: z.string() }) });
const CheckSuite = z.object({ check_suite: z.object({ head_sha: z.string() }) });
const Pressed = z.object({
  check_run: z.object({ head_sha: z.string() }),
  requested_action: z.object({ identifier: z.string() }),
  sender: Account,
});
const Edited = z.object({ changes: z.object({ default_branch: z.unknown().optional() }).optional() });
const Installation = z.object({ installation: z.object({ id: z.number() }) });

export interface Incoming {
  readonly event: string;
  /** `opened`, `created`, ... or empty. */
  readonly action: string;
  readonly payload: unknown;
  readonly receivedAt: number;
}

type Row = readonly [events: readonly string[], jobs: (incoming: Incoming, at: Place) => readonly NewJob[]];

interface Place {
  readonly org: number;
  readonly repository: number;
}

/** READ FIRST. Which event leads to which job; what the jobs do is in `jobs/`. */
const TABLE: readonly Row[] = [
  [
    ['push'],
    ({ payload }, { org, repository }) =>
      Push.parse(payload).deleted ? [] : job.pushed(org, repository, Push.parse(payload).after),
  ],
  [
    ['pull_request.opened', 'pull_request.reopened', 'pull_request.synchronize', 'pull_request.edited'],
    ({ payload }, at) => {
      // A title may be edited long after the merge.
      const isOver = Pull.parse(payload).pull_request.state === 'closed';
      return [(isOver ? heads.closeHead : heads.openHead)(at.org, pullHead(payload, at))];
    },
  ],
  [['pull_request.closed'], ({ payload }, at) => [heads.closeHead(at.org, pullHead(payload, at))]],
  [['merge_group.checks_requested'], ({ payload }, at) => [heads.openHead(at.org, groupHead(payload, at))]],
  [['merge_group.destroyed'], ({ payload }, at) => [heads.closeHead(at.org, groupHead(payload, at))]],
  [
    ['check_run.rerequested'],
    ({ payload }, { org, repository }) => [heads.recheck(org, repository, CheckRun.parse(payload).check_run.head_sha)],
  ],
  [
    ['check_suite.rerequested'],
    ({ payload }, { org, repository }) => [
      heads.recheck(org, repository, CheckSuite.parse(payload).check_suite.head_sha),
    ],
  ],
  [
    ['check_run.requested_action'],
    ({ payload }, { org, repository }) => [job.button(org, pressed(payload, repository))],
  ],
  [
    ['issue_comment.created', 'issue_comment.edited', 'issue_comment.deleted'],
    ({ action, payload }, { org, repository }) => commentJobs(action, payload, org, repository),
  ],
  [
    ['deploy_key.created', 'deploy_key.deleted'],
    ({ payload }, { org }) => [job.recordKeyEvent(org, Facts.parse(payload)), job.prove(org)],
  ],
  [
    ['issues.closed', 'issues.reopened', 'issues.edited', 'issues.deleted', 'issues.transferred'],
    (_, { org, repository }) => [job.enforce(org, repository), job.incidents(org)],
  ],
  [['issues.deleted', 'issues.transferred'], ({ payload }, { org, repository }) => goneIssue(payload, org, repository)],
  [
    [
      'repository.created',
      'repository.renamed',
      'repository.publicized',
      'repository.privatized',
      'repository.archived',
      'repository.unarchived',
      'repository.transferred',
      'public',
    ],
    ({ payload }) => [job.onboard(Event.parse(payload).installation.id)],
  ],
  [
    ['repository.edited'],
    ({ payload }) =>
      // A bot may write thousands of descriptions and topics.
      Edited.parse(payload).changes?.default_branch ? [job.onboard(Event.parse(payload).installation.id)] : [],
  ],
  [
    ['member.added', 'member.edited', 'member.removed', 'team.added_to_repository', 'team.removed_from_repository'],
    (_, { org, repository }) => (repository === 0 ? [] : [job.access(org, repository)]),
  ],
  ...sources.map(
    (source): Row => [
      source.webhooks,
      (_, { org, repository }) => [job.look(org, repository, { sources: [source.name] })],
    ],
  ),
  ...departureSources.map(
    (source): Row => [
      source.webhooks,
      ({ action, payload, receivedAt }, { org }) => [
        job.recordDeparture(org, { source: source.name, action, at: receivedAt, payload: Facts.parse(payload) }),
      ],
    ],
  ),
];

/**
 * Events about the installation itself: they may come before the organisation is known, and from a personal account.
 */
const INSTALLATION = ['installation', 'installation_repositories', 'installation_target'];

/**
 * Every event that must be subscribed to; a test compares it with `app.yml`. GitHub sends installation events unasked.
 */
export const events: readonly string[] = [
  ...new Set(TABLE.flatMap(([names]) => names.map((name) => name.split('.')[0] ?? ''))),
].toSorted();

/** Throws zod's error when the payload lacks a field that we read. */
export function jobsFor(incoming: Incoming): readonly NewJob[] {
  if (INSTALLATION.includes(incoming.event)) return [job.onboard(Installation.parse(incoming.payload).installation.id)];
  const names = [incoming.event, `${incoming.event}.${incoming.action}`];
  const rows = TABLE.filter(([events]) => events.some((event) => names.includes(event)));
  if (rows.length === 0) return [];
  const { organization, repository } = Event.parse(incoming.payload);
  const place = { org: organization.id, repository: repository?.id ?? 0 };
  return rows.flatMap(([, jobs]) => jobs(incoming, place));
}

/**
 * What jobs keep of an event: ids, logins and dates. Titles and messages stay out of the
 * ledger, because people write secrets in them.
 */
const Facts = z.object({
  action: z.string(),
  membership: z
    .object({ user: Account, enterprise_teams_providing_indirect_membership: z.array(z.string()).optional() })
    .optional(),
  member: Account.optional(),
  blocked_user: Account.optional(),
  key: z.object({ id: z.number(), created_at: z.string() }).optional(),
  repository: z.object({ id: z.number(), full_name: z.string() }).optional(),
  sender: Account.optional(),
});

function pullHead(payload: unknown, { repository }: Place) {
  const { number, user, head, base, updated_at } = Pull.parse(payload).pull_request;
  const author = user ? { author: { id: user.id, login: user.login, bot: user.type === 'Bot' } } : {};
  return {
    repositoryId: repository,
    subject: `pull/${number}`,
    sha: head.sha,
    baseSha: base.sha,
    baseRef: base.ref,
    ...author,
    ...(updated_at ? { asOf: updated_at.getTime() } : {}),
  };
}

function groupHead(payload: unknown, { repository }: Place) {
  const { head_sha, head_ref, base_sha, base_ref } = MergeGroup.parse(payload).merge_group;
  return {
    repositoryId: repository,
    subject: `merge-group/${head_ref}`,
    sha: head_sha,
    baseSha: base_sha,
    // GitHub names the whole ref here, and of a pull request the branch.
    baseRef: base_ref.replace(/^refs\/heads\//, ''),
  };
}

function pressed(payload: unknown, repositoryId: number) {
  const { check_run, requested_action, sender } = Pressed.parse(payload);
  return { repositoryId, sha: check_run.head_sha, button: requested_action.identifier, sender };
}
