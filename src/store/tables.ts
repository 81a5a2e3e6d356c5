import type { Kysely } from 'kysely';

/**
 * The one schema of both engines: only text, integer and bigint. Moments are epoch milliseconds,
 * truth values 0 or 1, and whatever no query asks for is JSON in a text column called `body`.
 */
export interface Tables {
  delivery: {
    guid: string;
    event: string;
    action: string | null;
    installation_id: number | null;
    received_at: number;
  };
  organization: { id: number; login: string; installation_id: number; state: string };
  repository: {
    org: number;
    id: number;
    full_name: string;
    private: number;
    archived: number;
    default_branch: string;
    gone_at: number | null;
    scanned_tips: string;
  };
  credential: {
    org: number;
    id: string;
    kind: string;
    /** The listing (source and scope key) that listed it last; null when only an event or a scan told of it. */
    source: string | null;
    scope: string | null;
    first_seen_at: number;
    last_seen_at: number;
    gone_at: number | null;
    /** Where it lives; null in the organisation itself. */
    repository_id: number | null;
    environment: string | null;
    public_key: string | null;
    body: string;
  };
  /**
   * Which credentials some evidence ties to a name, or have somebody of that name as
   * approver: `namesOf` in model/person.ts.
   */
  credential_name: { org: number; name: string; credential: string };
  sighting: {
    org: number;
    id: string;
    credential: string;
    repository_id: number | null;
    first_seen_at: number;
    gone_at: number | null;
    body: string;
  };
  /** What is said of credentials, and what was seen of them: the facts about one lie together. */
  fact: { org: number; credential: string; about: 'evidence' | 'observation'; id: string; at: number; body: string };
  audit_fact: { org: number; id: string; at: number; body: string };
  record: { org: number; kind: string; key: string; body: string };
  decision: { org: number; id: string; at: number; body: string };
  person: { org: number; id: number; login: string; name: string | null; bot: number };
  person_email: { org: number; person: number; address: string; source: string };
  departure_notice: { org: number; id: string; position: number; learned_at: number; body: string };
  engagement: { org: number; position: number; body: string };
  coverage: {
    org: number;
    source: string;
    scope: string;
    looked_at: number;
    repository_id: number | null;
    /** When everything there was last seen: before all times where there was a gap. */
    seen_whole_at: number;
    body: string;
  };
  policy: { org: number; body: string };
  head: {
    org: number;
    repository_id: number;
    subject: string;
    sha: string;
    state: string;
    /** When it was found closed; null until then, and while it is open. */
    closed_at: number | null;
    body: string;
  };
  outcome: { org: number; key: string; hash: string; remote: number; state: string };
  note: { key: string; body: string };
  answer: { url: string; saved_at: number; body: string };
  journal: { org: number; position: number; at: number; body: string; hash: string };
  counter: { org: number; name: string; value: number };
}

export type Db = Kysely<Tables>;
