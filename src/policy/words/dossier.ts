import type { Claim } from '../../model/attribution.ts';
import type { Coverage } from '../../model/coverage.ts';
import { type KnownCredential, PLAINTEXT_SECRET } from '../../model/credential.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Owner } from '../../model/owner.ts';
import type { Who } from '../../model/person.ts';
import type { Observation } from '../../model/proof.ts';
import type { CodeSighting, Sighting } from '../../model/sighting.ts';
import { type Instant, isoDay } from '../../model/time.ts';
import type { Use } from '../../model/use.ts';
import type { CredentialFile } from '../../model/violation.ts';
import { sayAlive } from './credential.ts';

/** All that is known of one credential, and what could not be seen of it. */
export interface Dossier {
  readonly file: CredentialFile;
  readonly observations: readonly Observation[];
  readonly uses: readonly Use[];
  /** As a case names them. Missing: nobody does. */
  readonly owner?: Owner;
  /** Places whose gaps may hide something about it. */
  readonly gaps: readonly Coverage[];
}

/** The chain of evidence in plain words for a terminal, a paragraph a question. Never a value. */
export function explainCredential(dossier: Dossier): readonly string[] {
  const { file } = dossier;
  const attribution = file.attribution();
  return [
    ...paragraph(`${nameOf(file.credential)}`, [`id ${file.credential.id}`, ...dates(file.credential)]),
    ...paragraph('Where it is', [...places(file), ...(file.sameKey ?? []).map(sameKey)]),
    ...paragraph('Who made it', [attribution.says]),
    ...paragraph('How we know, strongest first', attribution.claims.flatMap(claimLines)),
    ...paragraph('Who answers for it', [ownerLine(dossier.owner)]),
    ...paragraph('What uses it', dossier.uses.map(useLine), 'no workflow that could be read'),
    ...paragraph('Is it gone?', [standing(file), ...dossier.observations.map(lookLine)]),
    ...paragraph('What could not be seen', dossier.gaps.map(gapLine), 'nothing that would bear on it'),
  ].map(harmless);
}

function paragraph(title: string, lines: readonly string[], otherwise = 'nothing is known'): string[] {
  return [title, ...(lines.length > 0 ? lines : [otherwise]).map((line) => `  ${line}`), ''];
}

export function nameOf({ kind, name, scope, plaintext, goneAt }: KnownCredential): string {
  const where = scope.repository === undefined ? 'the organisation' : scope.repository;
  const environment = scope.environment ? `, environment ${scope.environment}` : '';
  const what =
    kind === PLAINTEXT_SECRET ? `${plaintext?.rule ?? name} (${plaintext?.mask ?? 'a value'})` : `${kind} ${name}`;
  return `${what} of ${where}${environment}${goneAt === undefined ? '' : `, gone since ${isoDay(goneAt)}`}`;
}

function dates({ createdAt, updatedAt, lastUsedAt, firstSeenAt, lastSeenAt }: KnownCredential): string[] {
  const known: readonly (readonly [string, Instant | undefined])[] = [
    ['made on', createdAt],
    ['changed on', updatedAt === createdAt ? undefined : updatedAt],
    ['last used on', lastUsedAt],
    ['first seen by Handback on', firstSeenAt],
    ['last seen on', lastSeenAt],
  ];
  return known.flatMap(([what, at]) => (at === undefined ? [] : [`${what} ${isoDay(at)}`]));
}

function places({ credential, sightings }: CredentialFile): string[] {
  if (sightings.length > 0) return sightings.map(place);
  const { scope } = credential;
  return [`${scope.repository ?? 'the organisation'}, as GitHub lists it`];
}

function place(sighting: Sighting): string {
  const where = sighting.scope.repository ?? 'the organisation';
  switch (sighting.in) {
    case 'code':
      return `${where}: ${sighting.path}:${sighting.line}, ${since(sighting)}`;
    case 'variable': {
      const name = sighting.name.includes(' ') ? sighting.name : `variable ${sighting.name}`;
      return `${where}: ${name}${sighting.goneAt === undefined ? '' : `, gone since ${isoDay(sighting.goneAt)}`}`;
    }
  }
}

function since({ commit, committedAt = 0 }: CodeSighting): string {
  return commit === undefined ? 'in no commit' : `since commit ${commit.slice(0, 10)} of ${isoDay(committedAt)}`;
}

function sameKey(other: KnownCredential): string {
  return `the same key pair: ${nameOf(other)} (id ${other.id})`;
}

function claimLines({ role, person, who, level, confidence, matchedBy, evidence }: Claim): string[] {
  const name = person ? `@${person.login}` : calledBy(who);
  const tie = matchedBy ? `, known by ${matchedBy}` : '';
  return [`${role}: ${name} (${level}, ${Math.floor(confidence * 100)} %${tie})`, ...evidence.map(evidenceLine)];
}

function evidenceLine({ strength, kind, who, did, at, source }: Evidence): string {
  return `  ${strength} (${kind}): ${calledBy(who)} ${did} on ${isoDay(at)}; check: ${source}`;
}

function ownerLine(owner: Owner | undefined): string {
  if (owner === undefined)
    return 'nobody, as far as was read: name one in the policy under `owners`, or in CODEOWNERS of its repository';
  return owner.by === 'unseen' ? owner.says : `${owner.names.join(', ')} (${owner.says})`;
}

function useLine({ workflow, job, step, environment, how, as }: Use): string {
  const where = `${workflow}, job ${job}${step === undefined ? '' : `, step ${step}`}`;
  return `${where}: as ${how}${as ? ` ${as}` : ''}${environment ? `, in environment ${environment}` : ''}`;
}

function standing({ proof, credential }: CredentialFile): string {
  switch (proof.state) {
    case 'proved':
      return `yes: ${proof.best?.grade} is proved, ${proof.required} is needed`;
    case 'partly':
      return `not to the grade that is needed: ${proof.best?.grade} of ${proof.required}`;
    case 'alive':
      return proof.back === undefined
        ? `no: ${sayAlive(credential)}, as far as the last clear look saw; ${proof.required} is needed`
        : `no: it was gone on ${isoDay(proof.back.goneAt)}, but ${proof.back.says}; ${proof.required} is needed`;
    case 'unobserved':
      return `not proved: no look was clear yet; ${proof.required} is needed`;
  }
}

function lookLine({ at, result, grade, says, proof, asked }: Observation): string {
  const answered = asked.status === 0 ? '' : `, answered ${asked.status}`;
  return `${isoDay(at)} ${result}${grade ? ` ${grade}` : ''} (${proof}): ${says}; asked: ${asked.request}${answered}`;
}

function gapLine({ source, scope, gap }: Coverage): string {
  return `${source} of ${scope.repository ?? 'the organisation'}: ${gap?.says ?? 'not looked at'}`;
}

function calledBy({ login, name, email, id }: Who): string {
  if (login !== undefined) return `@${login}`;
  if (name !== undefined && email !== undefined) return `${name} <${email}>`;
  return name ?? email ?? `user ${id}`;
}

/** Names come from strangers: nothing in them moves the cursor or turns the line around. */
function harmless(line: string): string {
  return line.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ');
}
