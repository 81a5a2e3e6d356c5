import { PLAINTEXT_SECRET } from '../model/credential.ts';
import type { Answer, Probe } from '../model/issuer.ts';
import type { Secret } from '../model/secret.ts';
import type { ProofKind } from './proof-kind.ts';
import { observeBeside, questionOf } from './shared/beside.ts';

const PROOF = 'entra-client-secret';

/** `AZURE_TENANT_ID=…`, `"clientId": "…"`, `tenant: …`, `<add key="ida:ClientId" value="…"/>`. */
const TENANT = idsCalled('tenant(?:[_-]?id)?');
const CLIENT = idsCalled('(?:client|app|application)[_-]?id');

/**
 * Not its secret, or an expired one (Microsoft's pages on AADSTS error codes). That the application, or the
 * tenant, is not there says nothing of the secret: an application may be in many tenants, and leave one.
 */
const DEAD: Answer = { status: [400, 401], contains: ['AADSTS7000215', 'AADSTS7000222'] };

/**
 * Asks Microsoft Entra whether it still gives out a token for a client secret, with the
 * tenant and the client beside it. The token is thrown away.
 */
export const entraClientSecret: ProofKind = {
  name: PROOF,
  best: 'P4',
  asksIssuer: 'others',
  wentToOthers: () => true,
  permission: 'none: the value is shown to its issuer, and only with `issuer_probes: true`',
  appliesTo: ({ credential: { kind, plaintext } }) =>
    kind === PLAINTEXT_SECRET && plaintext?.rule === 'azure-client-secret',

  observe: (world, file) =>
    observeBeside(world, file, {
      proof: PROOF,
      issuer: 'Microsoft Entra',
      needs: 'its tenant and client ID',
      live: 'Microsoft Entra, its issuer, still accepts it',
      dead: 'Microsoft Entra, its issuer, which accepted it, refuses it now',
      never:
        'Microsoft Entra refuses it for the client beside it; that the two go together was never seen, so nothing is proved',
      questions: (secret, texts) =>
        idsIn(texts, TENANT).flatMap((tenant) =>
          idsIn(texts, CLIENT).map((client) => {
            const probe = tokenRequest(secret, tenant, client);
            return questionOf(world, secret, {
              proof: PROOF,
              called: `POST ${probe.url} (for client ${client})`,
              probe,
            });
          }),
        ),
    }),
};

function idsCalled(name: string): RegExp {
  return new RegExp(
    String.raw`${name}["']?(?:\s{0,4}[=:]\s{0,4}|\s{1,4}value\s{0,2}=\s{0,2})["']?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?![\da-f-])`,
    'gi',
  );
}

function idsIn(texts: readonly string[], called: RegExp): readonly string[] {
  return [...new Set(texts.flatMap((text) => Array.from(text.matchAll(called), ([, id = '']) => id.toLowerCase())))];
}

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
function tokenRequest(secret: Secret, tenant: string, client: string): Probe {
  const form = {
    grant_type: 'client_credentials',
    client_id: client,
    client_secret: secret.reveal(),
    scope: 'https://graph.microsoft.com/.default',
  };
  return {
    method: 'POST',
    url: `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
    live: { status: [200], contains: ['"access_token"'] },
    dead: DEAD,
  };
}
