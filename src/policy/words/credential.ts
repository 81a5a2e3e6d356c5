import { type KnownCredential, PLAINTEXT_SECRET, STORED_KINDS } from '../../model/credential.ts';
import type { Owner } from '../../model/owner.ts';
import type { Asked } from '../../model/proof.ts';
import { isoDay } from '../../model/time.ts';
import type { CredentialFile, NamedFile, Reanimation } from '../../model/violation.ts';
import { code, count, plain, someOf } from './markdown.ts';

/**
 * What it is and where, in one line of Markdown: "deploy key **ci** of `acme/shop`". Joined, as digests keep one of
 * every credential: what is added up V8 keeps as a tree of its parts, in eight times as many objects.
 */
export function nameCredential({ credential, sightings, title }: NamedFile): string {
  const { kind, name, scope, plaintext } = credential;
  const where = scope.repository ? ` of ${code(scope.repository)}` : ' of the organisation';
  if (kind === PLAINTEXT_SECRET) {
    const [first] = sightings;
    const places = sightings.length > 1 ? ` and ${count(sightings.length - 1, 'more place')}` : '';
    const place = first?.in === 'code' ? `${first.path}:${first.line}` : placeOf(first?.name ?? '');
    const seen = first === undefined ? '' : ` in ${code(place)}`;
    const what = title === undefined ? '' : `**${plain(title)}** `;
    return [what, code(plaintext?.rule ?? name), ` (${plain(plaintext?.mask ?? '')})`, seen, where, places].join('');
  }
  const environment = scope.environment ? `, environment ${code(scope.environment)}` : '';
  return [kindName(kind), ` **${plain(name)}**`, where, environment].join('');
}

/** GitHub's names of variables have no spaces; any other place says itself what it is: `issue #4`. */
function placeOf(name: string): string {
  return name.includes(' ') ? name : `variable ${name}`;
}

/** What people call a kind, in Markdown; one that has no word of its own by its name. */
export function kindName(kind: string): string {
  return KINDS.get(kind) ?? plain(kind);
}

/** What is proved, and what is not, in one sentence of Markdown. */
export function sayProof({ proof, credential }: CredentialFile): string {
  const shown = proof.state === 'proved' || proof.state === 'partly' ? proof.best : proof.latest;
  const looked =
    shown === undefined || shown.proof === 'attested'
      ? ''
      : ` (${isoDay(shown.at)}, ${code(shown.asked.request)}${sayAnswer(shown.asked)})`;
  switch (proof.state) {
    case 'proved':
      return `**${shown?.grade}**: ${plain(shown?.says ?? '')}${looked}${sayUnclear(proof)}`;
    case 'partly':
      return `${shown?.grade} of the ${proof.required} that the policy asks for: ${plain(shown?.says ?? '')}${looked}`;
    case 'alive':
      if (proof.back !== undefined) return `**${sayAlive(credential)}**: ${sayBack(proof.back)}`;
      if (shown?.result === 'unknown')
        return `not proved, and it ${STORED_KINDS.has(credential.kind) ? 'was there' : 'worked'} when that could last be seen: ${plain(shown.says)}${looked}`;
      return `**${sayAlive(credential)}**: ${plain(shown?.says ?? '')}${looked}`;
    case 'unobserved':
      return credential.kind === PLAINTEXT_SECRET && shown === undefined
        ? 'not proved: its issuer was not asked, which Handback does for many kinds where the policy says `issuer_probes: true`. Removing it from the code proves nothing; revoke it where it was issued'
        : `not proved${shown === undefined ? ' yet' : `: ${plain(shown.says)}`}${looked}`;
  }
}

/** What a look sees that finds it. */
export function sayAlive({ kind }: Pick<KnownCredential, 'kind'>): string {
  return STORED_KINDS.has(kind) ? 'still stored' : 'still works';
}

/** "was gone on 2026-11-01, is back since 2026-11-20: …", or what else stands against the proof. */
function sayBack({ goneAt, since, says }: Reanimation): string {
  const when = since >= goneAt ? `is back since ${isoDay(since)}` : 'but that is no proof';
  return `was gone on ${isoDay(goneAt)}, ${when}: ${plain(says)}`;
}

/** The proof of before stands, and whoever reads it is told how old it is. */
function sayUnclear({ latest, rests }: CredentialFile['proof']): string {
  return rests === true && latest !== undefined
    ? `; the re-check of ${isoDay(latest.at)} gave no clear answer: ${plain(latest.says)}`
    : '';
}

/** A date is not asked of anybody, so nobody answers. */
function sayAnswer({ request, status }: Asked): string {
  return status === 0 && !/^[A-Z]+ /.test(request) ? '' : ` → ${status || 'no answer'}`;
}

/** Where else the same key pair stands: deleting one of them leaves the others. */
export function saySameKey({ credential, sameKey = [] }: CredentialFile): string | undefined {
  if (sameKey.length === 0) return undefined;
  const places = sameKey.map(({ kind, name, scope }) => {
    const where = code(scope.repository ?? 'the organisation');
    return kind === PLAINTEXT_SECRET
      ? `its private half is in ${where}`
      : `${kindName(kind)} **${plain(name)}** of ${where}`;
  });
  const shown = someOf(places, MOST_PLACES);
  return credential.kind === PLAINTEXT_SECRET ? `it opens: ${shown}` : `the same key is also elsewhere: ${shown}`;
}

const MOST_PLACES = 5;

interface Standing {
  readonly credential: Pick<CredentialFile['credential'], 'kind' | 'scope'>;
  readonly proof: Pick<CredentialFile['proof'], 'state' | 'latest'>;
  readonly rotation?: CredentialFile['rotation'];
}

/** The last look found neither it nor the list that it would be in: there are no settings to send anybody to. */
export function isOutOfSight({ credential, proof: { latest } }: Standing): boolean {
  return credential.scope.repository !== undefined && latest?.result === 'unknown' && latest.control?.status === 404;
}

/** What a person does next. */
export function sayNextStep(standing: Standing): string | undefined {
  const { credential, proof, rotation } = standing;
  if (proof.state === 'proved') return undefined;
  if (isOutOfSight(standing)) return UNSEEN;
  if (rotation !== undefined) return `${plain(rotation.says)} Then take it out of the code.`;
  return NEXT_STEPS.get(credential.kind);
}

/** What GitHub ties to a person: it is to end with their access. */
const PERSONAL = new Set(['fine-grained-token', 'fine-grained-token-request', 'sso-authorization']);

/** What has to be done about something that the leaver made. `null`: nobody answers for it now. */
export function needed(kind: string, owner: Owner | null | undefined): string {
  if (PERSONAL.has(kind)) return 'personal: verify that its access ended with the person’s';
  return owner === null
    ? 'name a new owner, and rotate or revoke it'
    : 'rotate or revoke it; its owner is not to be the leaver';
}

/** Maps, as V8 compiles a look into an object anew for each kind that was read out of the ledger. */
const KINDS = byKind({
  'actions-secret': 'Actions secret',
  'agents-secret': 'secret of coding agents',
  'app-installation': 'installed App',
  'codespaces-secret': 'Codespaces secret',
  'dependabot-secret': 'Dependabot secret',
  'deploy-key': 'deploy key',
  'fine-grained-token': 'fine-grained personal access token',
  'fine-grained-token-request': 'waiting request of the fine-grained personal access token',
  'private-registry': 'private registry',
  'self-hosted-runner': 'self-hosted runner',
  'sso-authorization': 'credential of a person, authorised for single sign-on,',
  webhook: 'webhook to',
  [PLAINTEXT_SECRET]: 'value in clear',
});

const UNSEEN =
  'GitHub shows neither it nor the place that it was in. If that was deleted, show it, as “Proof” says; else let Handback see it again.';

const STORED =
  'Revoke the old value at its issuer, then store a new value (or remove the secret) under “Secrets and variables”.';

const NEXT_STEPS = byKind({
  'deploy-key':
    'Add a new key for what still needs it, then delete this one in the repository’s settings under “Deploy keys”.',
  'actions-secret': STORED,
  'agents-secret': STORED,
  'codespaces-secret': STORED,
  'dependabot-secret': STORED,
  'private-registry':
    'Revoke the old token or password at the registry, then delete it in the organisation’s settings under “Private registries”, and make it anew with a new one where it is needed: of a change GitHub does not show what was changed.',
  'app-installation':
    'If nobody needs the App, uninstall it in the organisation’s settings under “GitHub Apps”; if it belongs to the leaver, let its owner be changed first.',
  'fine-grained-token':
    'Revoke its access in the organisation’s settings under “Personal access tokens” → “Active tokens”.',
  'fine-grained-token-request':
    'Deny it in the organisation’s settings under “Personal access tokens” → “Pending requests”.',
  'self-hosted-runner':
    'Remove the runner in the settings under “Actions” → “Runners”, and wipe the machine: secrets of past jobs may be on it.',
  'sso-authorization':
    'Revoke it in the organisation’s settings under “People” → the person → “SSO identity”, or remove the person.',
  webhook:
    'Delete it in the settings under “Webhooks”, and make it anew with a new secret where its receiver is still needed: of a change GitHub does not show what was changed.',
  [PLAINTEXT_SECRET]: 'Revoke it at its issuer first; then remove it from the code.',
});

function byKind(words: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(words));
}
