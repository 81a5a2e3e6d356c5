import { base62, base64url, hex, lower, outsideBase64, token, UUID } from '../patterns.ts';
import { bearer, NEVER } from '../probes.ts';
import type { Rule } from '../rule.ts';
import { named, prefixed } from '../shapes.ts';

const square = {
  url: 'https://developer.squareup.com/apps',
  says: 'Replace the access token or secret of the application in the developer dashboard.',
};
const shopify = {
  url: 'https://partners.shopify.com',
  says: 'Rotate the credentials of the app, or uninstall the app from the shop.',
};
const paypal = {
  url: 'https://developer.paypal.com/dashboard/applications',
  says: 'Add a second secret to the app, deploy it, then delete this one.',
};
const plaid = {
  url: 'https://dashboard.plaid.com/developers/keys',
  says: 'Rotate the secret in the dashboard; end an access token with /item/remove.',
};

function shopifyToken(kind: string, title: string, prefix: string): Rule {
  return prefixed({
    id: `shopify-${kind}`,
    provider: 'Shopify',
    title: `Shopify ${title}`,
    prefix,
    body: '[0-9a-fA-F]{32}',
    example: '{hex:32}',
    rotate: shopify,
  });
}

function squareToken(kind: string, title: string, prefix: string, length: number): Rule {
  return prefixed({
    id: `square-${kind}`,
    provider: 'Square',
    title: `Square ${title}`,
    prefix,
    body: base64url(length),
    example: `{base62:${length}}`,
    rotate: square,
  });
}

export const commerce: readonly Rule[] = [
  {
    id: 'square-access-token',
    provider: 'Square',
    title: 'Square access token',
    keywords: ['eaaa'],
    pattern: outsideBase64(`EAAA${base64url(60)}`),
    entropy: 4.2,
    confidence: 'high',
    examples: ['SQUARE_ACCESS_TOKEN=<<EAAA{base62:60}>>'],
    counterexamples: ['EAAA{base62:20}', 'EAAA{base62:120}'],
    rotate: square,
    probe: { ...bearer('https://connect.squareup.com/v2/merchants/me'), dead: NEVER },
  },
  squareToken('legacy-access-token', 'access token (old form)', 'sq0atp-', 22),
  squareToken('application-secret', 'application secret', 'sq0csp-', 43),
  named({
    id: 'paypal-client-secret',
    provider: 'PayPal',
    title: 'PayPal client secret',
    names: ['paypal'],
    shape: `E${base64url(79)}`,
    example: 'E{base62:79}',
    confidence: 'high',
    rotate: paypal,
  }),
  {
    id: 'braintree-access-token',
    provider: 'Braintree',
    title: 'Braintree access token',
    keywords: ['access_token$'],
    pattern: String.raw`(?<!\w)(access_token\$(?:production|sandbox)\$[a-z0-9]{16}\$${hex(32)})(?!\w)`,
    confidence: 'high',
    examples: ['"<<access_token$production{text:$}{lower:16}{text:$}{hex:32}>>"'],
    counterexamples: ['access_token$production$abc'],
    rotate: {
      url: 'https://www.braintreegateway.com',
      says: 'Revoke the access token of the merchant in the control panel.',
    },
  },
  {
    id: 'plaid-access-token',
    provider: 'Plaid',
    title: 'Plaid access token',
    keywords: ['access-sandbox-', 'access-production-', 'access-development-'],
    pattern: token(`access-(?:sandbox|development|production)-${UUID}`),
    confidence: 'high',
    examples: ['"access_token": "<<access-production-{uuid}>>"'],
    counterexamples: ['access-production-logs'],
    rotate: plaid,
  },
  named({
    id: 'plaid-secret',
    provider: 'Plaid',
    title: 'Plaid secret',
    names: ['plaid'],
    shape: hex(30),
    example: '{hex:30}',
    entropy: 3,
    rotate: plaid,
  }),
  shopifyToken('admin-token', 'admin access token', 'shpat_'),
  shopifyToken('custom-app-token', 'custom app token', 'shpca_'),
  shopifyToken('private-app-token', 'private app token', 'shppa_'),
  shopifyToken('theme-access-password', 'Theme Access password', 'shptka_'),
  shopifyToken('shared-secret', 'shared secret', 'shpss_'),
  {
    id: 'adyen-api-key',
    provider: 'Adyen',
    title: 'Adyen API key',
    keywords: ['aqe'],
    pattern: String.raw`(?<![\w+/-])(AQE[a-z][a-zA-Z0-9+/=]{40,140}-[A-Za-z0-9+/=]{30,60}-[!#-&(-~]{10,24})(?=["'\s]|$)`,
    entropy: 4.5,
    confidence: 'high',
    examples: [
      '"<<AQEy{base62:70}-{base62:43}=-{base62:16}>>"',
      'ADYEN_KEY=<<AQEy{base62:70}-{base62:43}=-{base62:16}>>',
    ],
    counterexamples: ['AQEy{base62:30}'],
    rotate: {
      url: 'https://ca-live.adyen.com',
      says: 'Generate a new API key for the credential in the customer area; the old one ends after a day.',
    },
  },
  named({
    id: 'razorpay-key-secret',
    provider: 'Razorpay',
    title: 'Razorpay key secret',
    names: ['razorpay'],
    shape: `(?!rzp_)${base62(24)}`,
    example: '{base62:24}',
    entropy: 3.5,
    rotate: { url: 'https://dashboard.razorpay.com/app/keys', says: 'Regenerate the key in the dashboard.' },
  }),
  prefixed({
    id: 'razorpay-live-key',
    provider: 'Razorpay',
    title: 'Razorpay key ID (live)',
    prefix: 'rzp_live_',
    body: base62(14),
    example: '{base62:14}',
    confidence: 'medium',
    rotate: { url: 'https://dashboard.razorpay.com/app/keys', says: 'Regenerate the key in the dashboard.' },
  }),
  prefixed({
    id: 'razorpay-test-key',
    provider: 'Razorpay',
    title: 'Razorpay key ID (test mode)',
    prefix: 'rzp_test_',
    body: base62(14),
    example: '{base62:14}',
    confidence: 'low',
    rotate: { url: 'https://dashboard.razorpay.com/app/keys', says: 'Regenerate the key in the dashboard.' },
  }),
  prefixed({
    id: 'paddle-api-key',
    provider: 'Paddle',
    title: 'Paddle API key',
    prefix: 'pdl_live_apikey_',
    body: `${lower(26)}_${base62(22)}_${base62(3)}`,
    example: '{lower:26}_{base62:22}_{base62:3}',
    rotate: { url: 'https://vendors.paddle.com/authentication-v2', says: 'Revoke it under authentication.' },
    probe: bearer('https://api.paddle.com/event-types'),
  }),
  prefixed({
    id: 'paddle-sandbox-key',
    provider: 'Paddle',
    title: 'Paddle API key (sandbox)',
    prefix: 'pdl_sdbx_apikey_',
    body: `${lower(26)}_${base62(22)}_${base62(3)}`,
    example: '{lower:26}_{base62:22}_{base62:3}',
    confidence: 'medium',
    rotate: { url: 'https://sandbox-vendors.paddle.com/authentication-v2', says: 'Revoke it under authentication.' },
  }),
];
