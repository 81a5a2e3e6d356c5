// What GitHub fails to show for one pass makes a text longer, and another one comes first: no page may begin for it, which would wake everybody.
import { expect, it } from 'vitest';
import { type Credential, credentialId, STORED_KINDS } from '../../../src/model/credential.ts';
import type { Observation } from '../../../src/model/proof.ts';
import type { CredentialFile } from '../../../src/model/violation.ts';
import { plan } from '../../../src/policy/plan.ts';
import { makeCredential, makeFile, makeObservation, NOW } from '../../support/make-facts.ts';
import { makeSituation } from '../../support/make-situation.ts';

const KINDS = [
  ...STORED_KINDS,
  ...['webhook', 'app-installation', 'fine-grained-token', 'fine-grained-token-request', 'self-hosted-runner'],
  ...['deploy-key', 'sso-authorization', 'private-registry'],
];
const REQUEST = `GET /repos/acme/a-repository-with-a-longer-name/environments/production/secrets/A_NAME_OF_A_SECRET`;

const DELETED =
  'the store could not be listed (GitHub answered 404), so nothing is proved. If the repository was deleted, repo.destroy in GitHub’s audit log proves it: where Handback cannot read the log itself, an owner exports it, and `handback import` reads it';

const seen = (at: number, status: number, more: Partial<Observation>): Observation => {
  const { grade: _, ...rest } = makeObservation({ at, asked: { request: REQUEST, status }, ...more });
  return rest;
};
const ALIVE = seen(NOW - 1, 200, { result: 'alive', says: 'GitHub still shows it' });
const BAD: readonly Observation[] = [
  seen(NOW, 403, { result: 'unknown', says: 'not visible: needs organization_personal_access_tokens: read' }),
  seen(NOW, 404, { result: 'unknown', says: DELETED, control: { request: REQUEST, status: 404 } }),
  seen(NOW, 451, { result: 'unknown', says: 'not visible: GitHub blocks this repository (451), for legal reasons' }),
  seen(NOW, 502, { result: 'unknown', says: 'GitHub answered 502, which proves nothing; it is tried again by itself' }),
];

/** `bad`: what is seen last of every other one. */
function pagesOf(many: number, bad: Observation | undefined): readonly number[] {
  const files = Array.from({ length: many }, (_, at): CredentialFile => {
    const kind = (KINDS[at % KINDS.length] ?? 'webhook') as Credential['kind'];
    const credential = makeCredential({ id: credentialId(kind, 1, at), kind, name: `the one called ${at}` });
    const observations = [ALIVE, ...(bad === undefined || at % 2 === 0 ? [] : [bad])];
    const of = (each: Observation) => ({ ...each, credential: credential.id });
    return makeFile({ credential, observations: observations.map(of) });
  });
  const situation = { ...makeSituation({ files }), server: 'https://github.example.com' };
  return plan(situation, NOW).flatMap((step) => (step.subject === 'head' ? [] : [step.pages.length]));
}

it('a case and a digest have as many pages as before where GitHub shows half of it no more', () => {
  const counts = new Set<string>();
  for (const many of [...Array.from({ length: 50 }, (_, at) => at + 10), 137, 211, 300]) {
    const before = pagesOf(many, undefined);
    counts.add(String(before));
    for (const bad of BAD) expect(pagesOf(many, bad), `${many}: ${bad.says}`).toEqual(before);
  }
  expect(counts.size).toBeGreaterThan(3);
});
