import { z } from 'zod';
import { CREDENTIAL_KINDS } from './credential.ts';
import { withoutAt } from './person.ts';
import { GRADES } from './proof.ts';
import { REMEDIATIONS } from './remediation.ts';
import type { Instant } from './time.ts';
import { Day, RepositoryPattern, upkeepSettings } from './upkeep-settings.ts';

/** What Handback does about a violation: say it, warn on the pull request, or stop the merge. Ordered by strictness. */
export const MODES = ['observe', 'warn', 'block'] as const;
export type Mode = (typeof MODES)[number];

const Grace = z
  .int()
  .min(0)
  .max(365)
  .describe('Days after the departure during which a live credential does not yet fail the check');

const SlaDays = z.int().min(0).max(365);

const Override = z.strictObject({
  match: RepositoryPattern.describe('Repository name pattern, such as "payments-*" (no organisation in front)'),
  mode: z.enum(MODES).optional(),
  grace_days: Grace.optional(),
});

const Exception = z.strictObject({
  credential: z.string().min(1).describe('Id of the credential, as its case and `handback plan --json` show it'),
  repositories: z.array(RepositoryPattern).min(1).describe('Patterns of the repositories whose checks it spares'),
  owner: z.string().overwrite(withoutAt).min(1).describe('Login of the person who answers for it'),
  reason: z.string().min(10).max(500),
  until: Day.describe('Last day, UTC, on which it holds'),
});

const OwnerRule = z.strictObject({
  match: z
    .string()
    .min(1)
    .describe(
      'Pattern of a repository, or of a repository and the name of a credential: "payments-*", "payments-*/DEPLOY_*", "*/NPM_TOKEN"; "/NPM_*" is one of the organisation itself',
    ),
  owner: z
    .string()
    .regex(/^@[\w-]+(?:\/[\w.-]+)?$/, 'write @login or @organisation/team')
    .describe('Who answers for it: @login or @organisation/team'),
});

/** Somebody's dated word that a credential may stand: it spares checks, and closes no case. */
type Exception = z.infer<typeof Exception>;

/** An exception as it stands: from the file, or from somebody's decision. */
export interface StandingException extends Exception {
  /** When it ends, where that is not the end of the day `until`. */
  readonly endsAt?: Instant;
  /** Id of the decision, for `cancel`. */
  readonly decision?: string;
  /** "acme/ops#12": break-glass, bound to this incident. */
  readonly incident?: string;
  /** Why it does not hold any more, or not yet: it spares nothing, and the case says so. */
  readonly void?: string;
  /** Nobody answers for it any more from then on. Only where it would hold longer. */
  readonly ownerLeaves?: OwnerLeaves;
}

interface OwnerLeaves {
  /** Id of the departure of whoever answers for the exception. */
  readonly departure: string;
  readonly state: 'scheduled' | 'effective';
  readonly effectiveAt: Instant;
  /** With the grace of the policy: what it spared counts again. */
  readonly endsAt: Instant;
}

/** `.github/handback.yml`, parsed once: everything behind it sees only a valid policy. */
export const Policy = z.strictObject({
  version: z.literal(1),
  mode: z
    .enum(MODES)
    .default('observe')
    .describe('observe: report; warn: annotate pull requests; block: fail the check'),
  grace_days: Grace.default(0),
  notice_days: z.int().min(0).max(365).default(30).describe('Open the case this many days before a known last day'),
  notices: z
    .array(z.int().min(0).max(365))
    .max(10)
    .default([30, 7, 1])
    .describe('Days before a known last day on which the case reminds those who are concerned, with one comment each'),
  sla_days: z
    .strictObject({
      critical: SlaDays.default(1),
      high: SlaDays.default(3),
      medium: SlaDays.default(14),
      low: SlaDays.default(30),
    })
    .default({ critical: 1, high: 3, medium: 14, low: 30 })
    .describe('Days after the departure by which a case of each priority is due'),
  cases: z
    .strictObject({
      repository: RepositoryPattern.describe(
        'Name of the private repository of this organisation that gets the case issues',
      ),
      labels: z.array(z.string().min(1).max(50)).max(20).default(['handback']),
      assignees: z
        .array(z.string().regex(/^[\w-]+$/, 'write a login, without @'))
        .max(10)
        .default([]),
    })
    .optional()
    .describe('Without it cases are kept in the ledger and shown by `handback plan`, but no issue is opened'),
  digests: z
    .boolean()
    .optional()
    .describe(
      'One issue in each private repository that still holds what leavers made. Without it: where the mode is warn or block',
    ),
  roster: z
    .strictObject({
      repository: RepositoryPattern.describe('Name of the private repository that holds the roster'),
      path: z.string().min(1).default('people.yml'),
    })
    .optional(),
  proof: z
    .partialRecord(z.enum(CREDENTIAL_KINDS), z.enum(GRADES as ['P0', 'P1', 'P2', 'P3', 'P4']))
    .default({})
    .describe('Lowest grade of proof that ticks a credential of a kind, where it should differ from the default'),
  issuer_probes: z
    .boolean()
    .default(false)
    .describe('Ask issuers, read-only, whether a secret found in code still works'),
  owners: z
    .array(OwnerRule)
    .default([])
    .describe('Who answers for which credentials, before CODEOWNERS; the last entry that fits counts'),
  exceptions: z
    .array(Exception)
    .default([])
    .describe('Credentials that may stand for a while; the case shows them all the same'),
  exception_max_days: z
    .int()
    .min(1)
    .max(365)
    .default(90)
    .describe('No exception holds that ends further ahead than this'),
  ...upkeepSettings,
  deciders: z
    .array(
      z.union([z.string().regex(/^[\w-]+(\/[\w.-]+)?$/, 'write a login, a user id or organisation/team'), z.int()]),
    )
    .max(100)
    .default([])
    .describe(
      'Who may decide by command: logins, user ids, organisation/team. Without any: who may write to the case repository',
    ),
  actions: z
    .strictObject({
      allow: z
        .array(z.enum(REMEDIATIONS))
        .default([])
        .describe('What Handback may delete or revoke when one person asked for it and another one approved'),
    })
    .default({ allow: [] }),
  repositories: z
    .array(Override)
    .default([])
    .describe('Per-repository settings; they may only be stricter than the above'),
});
export type Policy = z.infer<typeof Policy>;

/** In the repository of the organisation that holds it. */
export const POLICY_PATH = '.github/handback.yml';

/** The origin of a policy that nobody wrote: the file is not there, or GitHub does not show it. */
export const NO_FILE = 'default';

/** A policy file as read: `policy` is the last good one, `problems` is what is wrong with the newest. */
export interface PolicyReading {
  readonly policy: Policy;
  /** `acme/.github:.github/handback.yml@<blob sha>`, or `NO_FILE`. */
  readonly origin: string;
  readonly problems: readonly PolicyProblem[];
}

export interface PolicyProblem {
  readonly file: string;
  /** Counts from 1. */
  readonly line?: number;
  readonly says: string;
  /** The policy that has this problem counts all the same: it asks for what cannot be done. */
  readonly inForce?: true;
}

export const DEFAULT_POLICY: Policy = Policy.parse({ version: 1 });
