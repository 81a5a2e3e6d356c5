import { base62, hex, token, upper } from '../patterns.ts';
import { bearer } from '../probes.ts';
import type { Rule } from '../rule.ts';
import { named, prefixed } from '../shapes.ts';

const twilio = {
  url: 'https://console.twilio.com/us1/account/keys-credentials/api-keys',
  says: 'Delete the API key; an auth token is replaced by promoting the secondary one.',
};

const onesignal = {
  url: 'https://dashboard.onesignal.com',
  says: 'Rotate the key under keys and IDs of the app or organisation.',
};

export const telephony: readonly Rule[] = [
  named({
    id: 'twilio-auth-token',
    provider: 'Twilio',
    title: 'Twilio auth token',
    names: ['twilio'],
    shape: hex(32),
    example: '{hex:32}',
    entropy: 3,
    rotate: twilio,
  }),
  {
    id: 'twilio-api-key-sid',
    provider: 'Twilio',
    title: 'Twilio API key SID',
    keywords: ['twilio', 'api_key_sid', 'apikeysid'],
    pattern: String.raw`(?i:twilio|api_?key_?sid)(?:(?!(?i:twilio))[\s\S]){0,80}?(?<![\w+/-])(SK${hex(32)})(?![\w-])`,
    entropy: 3,
    confidence: 'medium',
    examples: ['TWILIO_API_KEY=<<SK{hex:32}>>', 'new twilio.Client("<<SK{hex:32}>>")'],
    counterexamples: ['SK{hex:32}', 'twilio SK{hex:12}'],
    rotate: twilio,
  },
  {
    id: 'twilio-account-token-pair',
    provider: 'Twilio',
    title: 'Twilio account SID with auth token',
    keywords: ['api.twilio.com', 'accountsid', 'account_sid'],
    pattern: String.raw`(?i:api\.twilio\.com|account_?sid)(?:(?!(?i:account_?sid))[\s\S]){0,40}?AC${hex(32)}[^0-9a-f](?:(?!(?i:account_?sid))[\s\S]){0,80}?(?<![\w+/-])(${hex(32)})(?![\w-])`,
    entropy: 3,
    confidence: 'high',
    examples: [
      'accountSid = "AC{hex:32}"\nauthToken = "<<{hex:32}>>"',
      'curl https://api.twilio.com/ -u AC{hex:32}:<<{hex:32}>>',
    ],
    counterexamples: ['accountSid = "AC{hex:32}"'],
    rotate: twilio,
  },
  {
    id: 'twilio-call-token',
    provider: 'Twilio',
    title: 'Twilio auth token beside its account SID',
    keywords: ['("ac', "('ac", '-u ac', '-u "ac', "-u 'ac", '//ac'],
    pattern: String.raw`(?:\(["']|-u ["']?|//)AC${hex(32)}(?:["'],\s{0,16}["']|:)(${hex(32)})(?![\w-])`,
    entropy: 3,
    confidence: 'high',
    examples: ['client = Client("AC{hex:32}", "<<{hex:32}>>")', "curl -u 'AC{hex:32}:<<{hex:32}>>' $URL"],
    counterexamples: ['client = Client("AC{hex:32}", token)', 'get("AC{hex:32}")'],
    rotate: twilio,
  },
  {
    id: 'telnyx-api-key',
    provider: 'Telnyx',
    title: 'Telnyx API key',
    keywords: ['key0'],
    pattern: token(`KEY0${upper(30, 34)}_${base62(22)}`),
    confidence: 'high',
    examples: ['TELNYX_API_KEY=<<KEY0{upper:31}_{base62:22}>>'],
    counterexamples: ['KEY0{upper:10}'],
    rotate: { url: 'https://portal.telnyx.com/#/api-keys', says: 'Delete the key under API keys.' },
    probe: bearer('https://api.telnyx.com/v2/balance'),
  },
  named({
    id: 'plivo-auth-token',
    provider: 'Plivo',
    title: 'Plivo auth token',
    names: ['plivo'],
    shape: `(?=[A-Za-z]{0,39}\\d)${base62(40)}`,
    example: '{base62:39}7',
    entropy: 3.8,
    rotate: { url: 'https://console.plivo.com', says: 'Regenerate the auth token of the account.' },
  }),
  prefixed({
    id: 'onesignal-app-key',
    provider: 'OneSignal',
    title: 'OneSignal app API key',
    prefix: 'os_v2_app_',
    body: '[a-z2-7]{103}',
    example: '{base32-lower:103}',
    rotate: onesignal,
  }),
  prefixed({
    id: 'onesignal-organization-key',
    provider: 'OneSignal',
    title: 'OneSignal organisation API key',
    prefix: 'os_v2_org_',
    body: '[a-z2-7]{103}',
    example: '{base32-lower:103}',
    rotate: onesignal,
  }),
];
