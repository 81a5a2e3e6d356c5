import { z } from 'zod';
import { CREDENTIAL_KINDS } from './credential.ts';
import { withoutAt } from './person.ts';
import { isDay } from './time.ts';

export const Day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'write a date as YYYY-MM-DD', abort: true })
  .refine(isDay, 'there is no such day');

/** With the organisation in front it would name nothing, and nobody would notice. */
export const RepositoryPattern = z
  .string()
  .min(1)
  .regex(/^[^/]*$/, 'write the name alone, without the organisation');

const RegisterEntry = z.strictObject({
  match: z.string().min(1).describe('Id of a credential, or its kind and a pattern of its name: "deploy-key:ci-*"'),
  repositories: z.array(RepositoryPattern).min(1).default(['*']).describe('Patterns of the repositories it is for'),
  owner: z.string().overwrite(withoutAt).min(1).describe('Login of the person who answers for it'),
  purpose: z.string().min(3).max(500),
  expires: Day.describe('Last day, UTC, on which it may stand'),
});
/** A credential that somebody answers for, with what it is for and until when. */
export type RegisterEntry = z.infer<typeof RegisterEntry>;

/** What `max_age_days` takes. */
export const AGED_KINDS = [...CREDENTIAL_KINDS, 'default'] as const;

/** What the policy may ask for outside of departures: docs/lifecycle.md. */
export const upkeepSettings = {
  birth: z
    .strictObject({
      strict: z
        .boolean()
        .default(false)
        .describe('What is made from `since` on must be in `credentials`, or checks say so'),
      since: Day.describe('First day, UTC'),
    })
    .optional(),
  credentials: z
    .array(RegisterEntry)
    .default([])
    .describe('The register: credentials with somebody who answers for them, a purpose and an end'),
  max_age_days: z
    .partialRecord(z.enum(AGED_KINDS), z.int().min(1).max(3650))
    .default({})
    .describe(
      'Days after which a credential of a kind is due to be replaced; `default` is for kinds that are not named',
    ),
  remind_days: z
    .array(z.int().min(1).max(365))
    .min(1)
    .max(10)
    .default([30, 7])
    .describe('Days before a due date on which it is shown, and shown as nearer; each is told by a comment, once'),
  mention_owners: z
    .boolean()
    .default(false)
    .describe('Reminders also mention whoever answers for the credential, beside the assignees of cases'),
  reviews: z
    .strictObject({
      every_days: z
        .int()
        .min(7)
        .max(730)
        .describe('An issue every so many days, in which people look through all access'),
      since: Day.default('2026-01-01').describe('First day of the first review, UTC'),
    })
    .optional(),
};
