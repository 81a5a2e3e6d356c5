import { base62, base64url, digits, hex, token, UUID } from '../patterns.ts';
import { bearer, NEVER, refusedBy, withHeader } from '../probes.ts';
import type { Rule } from '../rule.ts';
import { named, opened, prefixed } from '../shapes.ts';

const mailgun = {
  url: 'https://app.mailgun.com/settings/api_security',
  says: 'Delete the API key under API security.',
};

const brevo = { url: 'https://app.brevo.com/settings/keys/api', says: 'Delete the key under SMTP and API.' };

const resend = opened('re_');

export const mail: readonly Rule[] = [
  prefixed({
    id: 'sendgrid-api-key',
    provider: 'SendGrid',
    title: 'SendGrid API key',
    prefix: 'SG.',
    body: String.raw`${base64url(22)}\.${base64url(43)}`,
    example: '{base62:22}.{base62:43}',
    rotate: {
      url: 'https://app.sendgrid.com/settings/api_keys',
      says: 'Delete the API key; its middle part is the id.',
    },
    probe: { ...bearer('https://api.sendgrid.com/v3/scopes'), dead: NEVER },
  }),
  {
    id: 'mailgun-legacy-key',
    provider: 'Mailgun',
    title: 'Mailgun API key (old form)',
    keywords: ['key-'],
    pattern: `${token(`key-${hex(32)}`)}(?!\\.\\w)`,
    entropy: 3.2,
    confidence: 'high',
    examples: ['MAILGUN_API_KEY=<<key-{hex:32}>>'],
    counterexamples: ['key-{hex:12}', 'key-{hex:32}.png', 'public-key-{hex:32}', 'key-{same:0:32}'],
    rotate: mailgun,
  },
  {
    id: 'mailgun-api-key',
    provider: 'Mailgun',
    title: 'Mailgun API key',
    keywords: ['mailgun', 'mg_api_key'],
    pattern: String.raw`(?i:mailgun|mg_api_key)(?:(?!(?i:mailgun))[^\n]){0,60}?(?<![\w+/-])(${hex(32)}-${hex(8)}-${hex(8)})(?![\w-])`,
    confidence: 'high',
    examples: ['MAILGUN_API_KEY=<<{hex:32}-{hex:8}-{hex:8}>>'],
    counterexamples: ['mailgun {hex:32}'],
    rotate: mailgun,
  },
  {
    id: 'mailchimp-api-key',
    provider: 'Mailchimp',
    title: 'Mailchimp API key',
    keywords: ['-us1', '-us2', '-us3', '-us4', '-us5', '-us6', '-us7', '-us8', '-us9'],
    lead: 32,
    pattern: token(`${hex(32)}-us${digits(1, 2)}`),
    entropy: 3.2,
    confidence: 'high',
    examples: ['MAILCHIMP_KEY=<<{hex:32}-us12>>', '"<<{hex:32}-us6>>"'],
    counterexamples: ['{hex:20}-us6', 'server-us1'],
    rotate: { url: 'https://admin.mailchimp.com/account/api/', says: 'Revoke the key under API keys of the account.' },
  },
  prefixed({
    id: 'mandrill-api-key',
    provider: 'Mandrill',
    title: 'Mandrill API key',
    prefix: 'md-',
    body: `(?=[\\w-]{0,21}\\d)(?=[\\w-]{0,21}[A-Z])${base64url(22)}(?!\\.(?:m?js|css|ts|map))`,
    example: 'A7{base62:20}',
    entropy: 3.8,
    confidence: 'medium',
    rotate: { url: 'https://mandrillapp.com/settings', says: 'Delete the key under SMTP and API info.' },
  }),
  prefixed({
    id: 'brevo-api-key',
    provider: 'Brevo',
    title: 'Brevo API key',
    prefix: 'xkeysib-',
    body: `${hex(64)}-${base62(16)}`,
    example: '{hex:64}-{base62:16}',
    rotate: brevo,
    probe: refusedBy(withHeader('https://api.brevo.com/v3/account', 'api-key'), 'Key not found'),
  }),
  prefixed({
    id: 'brevo-smtp-key',
    provider: 'Brevo',
    title: 'Brevo SMTP key',
    prefix: 'xsmtpsib-',
    body: `${hex(64)}-${base62(16)}`,
    example: '{hex:64}-{base62:16}',
    rotate: brevo,
  }),
  prefixed({
    id: 'mailersend-api-token',
    provider: 'MailerSend',
    title: 'MailerSend API token',
    prefix: 'mlsn.',
    body: base62(64),
    example: '{hex:64}',
    rotate: { url: 'https://app.mailersend.com/api-tokens', says: 'Delete or pause the token under API tokens.' },
    probe: bearer('https://api.mailersend.com/v1/api-quota'),
  }),
  named({
    id: 'postmark-server-token',
    provider: 'Postmark',
    title: 'Postmark server token',
    names: ['postmark'],
    shape: UUID,
    example: '{uuid}',
    rotate: {
      url: 'https://account.postmarkapp.com/servers',
      says: 'Regenerate the token under API tokens of the server.',
    },
  }),
  {
    id: 'resend-api-key',
    provider: 'Resend',
    title: 'Resend API key',
    keywords: resend.keywords,
    pattern: `${resend.opening}(re_${base62(8)}_${base62(24)})(?![\\w-])`,
    entropy: 4,
    confidence: 'high',
    examples: ['RESEND_API_KEY=<<re_{base62:8}_{base62:24}>>', 'new Resend("<<re_{base62:8}_{base62:24}>>")'],
    counterexamples: ['re_{base62:8}', 'the re_{base62:8}_{base62:24}'],
    rotate: { url: 'https://resend.com/api-keys', says: 'Delete the key under API keys.' },
    probe: { ...bearer('https://api.resend.com/domains'), dead: NEVER },
  },
];
