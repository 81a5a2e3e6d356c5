import type { AuditFact, DeletionFact, MembershipFact, VariableFact } from '../../model/audit.ts';
import type { CredentialId, KnownCredential } from '../../model/credential.ts';
import type { Evidence } from '../../model/evidence.ts';
import { identity } from '../../model/identity.ts';
import type { Repository } from '../../model/organization.ts';
import type { Who } from '../../model/person.ts';
import type { Sighting } from '../../model/sighting.ts';
import { auditIndex } from './known.ts';
import { lastSetters } from './variables.ts';

/** What the ledger knows, against which entries are held. */
export interface AuditKnown {
  readonly credentials: readonly KnownCredential[];
  readonly repositories: readonly Pick<Repository, 'id' | 'fullName'>[];
  readonly sightings: readonly Sighting[];
}

/** What one fact says about credentials; empty while none that is known is meant. */
export interface AuditFinding {
  readonly fact: AuditFact;
  readonly evidence: readonly Evidence[];
}

/** The audit log names the actor of the very event: nothing that Handback can see is stronger. */
export function fromAudit(facts: readonly AuditFact[], known: AuditKnown): readonly AuditFinding[] {
  const index = auditIndex(known);
  const setters = lastSetters(facts, known.sightings, index);
  return facts.map((fact) => {
    if (fact.about === 'membership' || fact.about === 'deletion') return { fact, evidence: [] };
    if (fact.about === 'variable')
      return { fact, evidence: (setters.get(fact.id) ?? []).flatMap((id) => byWhom(fact, ofValue(fact, id))) };
    return { fact, evidence: index.meant(fact).flatMap((id) => byWhom(fact, ofCredential(fact, id))) };
  });
}

const DID = {
  secret: { create: 'stored this secret', update: 'saved this secret again' },
  'deploy-key': { create: 'added this deploy key', update: 'changed this deploy key' },
  hook: { create: 'created this webhook', update: 'changed this webhook' },
} as const;

type CredentialFact = Exclude<AuditFact, MembershipFact | DeletionFact>;

/** Who saves it again knows the value from then on, but did not make the credential: `setter`, beside its `creator`. */
function ofCredential(fact: Exclude<CredentialFact, VariableFact>, credential: CredentialId): Evidence {
  return {
    ...evidenceOf(fact, credential),
    role: fact.deed === 'create' ? 'creator' : 'setter',
    strength: 'stated',
    did: DID[fact.about][fact.deed],
  };
}

/** GitHub states who set the variable; that it was to this value follows from the order of things. */
function ofValue(fact: VariableFact, credential: CredentialId): Evidence {
  return {
    ...evidenceOf(fact, credential),
    role: 'creator',
    strength: 'authenticated',
    did: `set the variable ${fact.name}, the last to do so before the value was seen in it,`,
  };
}

/** An agent, and whoever asked it; these alone where it acted under their account. */
function byWhom({ actor, askedBy, about, deed, at }: CredentialFact, act: Evidence): readonly Evidence[] {
  if (askedBy === undefined) return [act];
  const { credential } = act;
  const id = identity('audit-log', credential, about, deed, askedBy.id ?? askedBy.login, at, 'asked');
  const asked = { ...act, id, who: askedBy, did: `asked an agent, which ${act.did.replace(/,$/, '')},` };
  return isSame(actor, askedBy) ? [asked] : [act, asked];
}

function isSame(one: Who, other: Who): boolean {
  if (one.id !== undefined && other.id !== undefined) return one.id === other.id;
  return one.login?.toLowerCase() === other.login?.toLowerCase();
}

function evidenceOf(fact: CredentialFact, credential: CredentialId): Omit<Evidence, 'role' | 'strength' | 'did'> {
  const { about, deed, actor, at, documentId } = fact;
  return {
    id: identity('audit-log', credential, about, deed, actor.id ?? actor.login, at),
    credential,
    kind: 'audit-log',
    who: actor,
    at,
    source: `GitHub's audit log (${documentId === undefined ? 'an exported entry' : `document ${documentId}`})`,
  };
}
