import { PLAINTEXT_SECRET } from '../../model/credential.ts';
import { isoDay } from '../../model/time.ts';
import type { CredentialFile } from '../../model/violation.ts';
import { code, plain } from './markdown.ts';

/** What it is and where, in one line of Markdown: "deploy key **ci** of `acme/shop`". */
export function nameCredential({ credential, sightings }: CredentialFile): string {
  const { kind, name, scope, plaintext } = credential;
  const where = scope.repository ? ` of ${code(scope.repository)}` : ' of the organisation';
  if (kind === PLAINTEXT_SECRET) {
    const [first] = sightings;
    const places = sightings.length > 1 ? ` and ${sightings.length - 1} more places` : '';
    const place = first?.in === 'code' ? `${first.path}:${first.line}` : `variable ${first?.name}`;
    const seen = first === undefined ? '' : ` in ${code(place)}`;
    return `${code(plaintext?.rule ?? name)} (${plain(plaintext?.mask ?? '')})${seen}${where}${places}`;
  }
  const environment = scope.environment ? `, environment ${code(scope.environment)}` : '';
  return `${KINDS[kind] ?? plain(kind)} **${plain(name)}**${where}${environment}`;
}

/** What is proved, and what is not, in one sentence of Markdown. */
export function sayProof({ proof, credential }: CredentialFile): string {
  const shown = proof.state === 'proved' || proof.state === 'partly' ? proof.best : proof.latest;
  const looked =
    shown === undefined
      ? ''
      : ` (${isoDay(shown.at)}, ${code(shown.asked.request)} → ${shown.asked.status || 'no answer'})`;
  switch (proof.state) {
    case 'proved':
      return `**${shown?.grade}**: ${plain(shown?.says ?? '')}${looked}`;
    case 'partly':
      return `${shown?.grade} of the ${proof.required} that the policy asks for: ${plain(shown?.says ?? '')}${looked}`;
    case 'alive':
      return `**still works**: ${plain(shown?.says ?? '')}${looked}`;
    case 'unobserved':
      return credential.kind === PLAINTEXT_SECRET && shown === undefined
        ? 'not proved: Handback cannot ask its issuer. Removing it from the code proves nothing; revoke it where it was issued'
        : `not proved${shown === undefined ? ' yet' : `: ${plain(shown.says)}`}${looked}`;
  }
}

/** What a person does next. */
export function sayNextStep({ credential, proof }: CredentialFile): string | undefined {
  if (proof.state === 'proved') return undefined;
  return NEXT_STEPS[credential.kind];
}

const KINDS: Readonly<Record<string, string>> = { 'deploy-key': 'deploy key', 'actions-secret': 'Actions secret' };

const NEXT_STEPS: Readonly<Record<string, string>> = {
  'deploy-key':
    'Add a new key for what still needs it, then delete this one in the repository’s settings under “Deploy keys”.',
  'actions-secret':
    'Revoke the old value at its issuer, then store a new value (or remove the secret) under “Secrets and variables”.',
  [PLAINTEXT_SECRET]: 'Revoke it at its issuer first; then remove it from the code.',
};
