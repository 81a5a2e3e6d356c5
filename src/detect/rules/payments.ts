import { base62, base64url, hex, token } from '../patterns.ts';
import { bearer, NEVER } from '../probes.ts';
import type { Rule } from '../rule.ts';
import { named, prefixed } from '../shapes.ts';

const dashboard = (url: string) => ({ url, says: 'Delete the key in the dashboard and make a new one.' });

function polar(kind: string, title: string): Rule {
  return prefixed({
    id: `polar-${kind}-token`,
    provider: 'Polar',
    title: `Polar ${title} access token`,
    prefix: `polar_${kind}_`,
    body: base64url(20, 100),
    example: '{base62:43}',
    rotate: dashboard('https://polar.sh/settings'),
    probe: { ...bearer('https://api.polar.sh/v1/oauth2/userinfo'), dead: NEVER },
  });
}

function asaas(kind: string, prefix: string): Rule {
  return {
    id: `asaas-${kind}-key`,
    provider: 'Asaas',
    title: `Asaas API token (${kind})`,
    keywords: [prefix],
    pattern: `(?<![\\w$])(\\${prefix}[A-Za-z0-9_:-]{20,200}={0,2})(?![\\w=-])`,
    value: 'any',
    entropy: 4,
    confidence: 'high',
    examples: [`"<<${prefix}{base62:60}>>"`],
    counterexamples: [`${prefix}{base62:8}`],
    rotate: dashboard('https://www.asaas.com'),
  };
}

function easypost(kind: string, prefix: string): Rule {
  return prefixed({
    id: `easypost-${kind}-key`,
    provider: 'EasyPost',
    title: `EasyPost API key (${kind})`,
    prefix,
    body: base62(54),
    example: '{base62:54}',
    entropy: 4.2,
    confidence: kind === 'live' ? 'high' : 'medium',
    rotate: dashboard('https://app.easypost.com/account/api-keys'),
  });
}

function shippo(kind: string): Rule {
  return prefixed({
    id: `shippo-${kind}-token`,
    provider: 'Shippo',
    title: `Shippo API token (${kind})`,
    prefix: `shippo_${kind}_`,
    body: hex(40),
    example: '{hex:40}',
    confidence: kind === 'live' ? 'high' : 'medium',
    rotate: dashboard('https://apps.goshippo.com/settings/api'),
  });
}

function duffel(kind: string): Rule {
  return prefixed({
    id: `duffel-${kind}-token`,
    provider: 'Duffel',
    title: `Duffel access token (${kind})`,
    prefix: `duffel_${kind}_`,
    body: base64url(43),
    example: '{base62:43}',
    confidence: kind === 'live' ? 'high' : 'medium',
    rotate: dashboard('https://app.duffel.com'),
  });
}

export const payments: readonly Rule[] = [
  {
    id: 'flutterwave-secret-key',
    provider: 'Flutterwave',
    title: 'Flutterwave secret key',
    keywords: ['flwseck'],
    pattern: token(`FLWSECK(?:_TEST)?-[0-9a-f]{12,32}-X`),
    confidence: 'high',
    examples: ['<<FLWSECK-{hex:32}-X>>', '"<<FLWSECK_TEST-{hex:32}-X>>"'],
    counterexamples: ['FLWSECK-{hex:6}-X'],
    rotate: dashboard('https://app.flutterwave.com/dashboard/settings/apis'),
  },
  {
    id: 'gocardless-access-token',
    provider: 'GoCardless',
    title: 'GoCardless access token',
    keywords: ['live_'],
    pattern: token(`live_(?!${hex(35)}(?!\\w))(?=[\\w-]{0,40}[A-Z])(?=[\\w-]{0,40}\\d)${base64url(40, 42)}`),
    entropy: 4,
    confidence: 'high',
    examples: ['GOCARDLESS_TOKEN=<<live_{base62:38}A7>>'],
    counterexamples: ['live_{base62:20}', 'sk_live_{base62:40}'],
    rotate: dashboard('https://manage.gocardless.com/developers'),
    probe: bearer('https://api.gocardless.com/creditors', { 'gocardless-version': '2015-07-06' }),
  },
  easypost('live', 'EZAK'),
  easypost('test', 'EZTK'),
  shippo('live'),
  shippo('test'),
  prefixed({
    id: 'lob-api-key',
    provider: 'Lob',
    title: 'Lob API key (live)',
    prefix: 'live_',
    body: hex(35),
    example: '{hex:35}',
    rotate: dashboard('https://dashboard.lob.com/settings/api-keys'),
  }),
  named({
    id: 'lob-test-key',
    provider: 'Lob',
    title: 'Lob API key (test)',
    names: ['lob_test_api_key', 'lob_api_key', 'lobapikey'],
    shape: `test_${hex(35)}`,
    example: 'test_{hex:35}',
    rotate: dashboard('https://dashboard.lob.com/settings/api-keys'),
  }),
  duffel('live'),
  duffel('test'),
  polar('pat', 'personal'),
  polar('oat', 'organisation'),
  polar('at', 'OAuth'),
  prefixed({
    id: 'mercury-api-token',
    provider: 'Mercury',
    title: 'Mercury API token',
    prefix: 'mercury_production_',
    body: `[a-z]{2,12}_${base62(40, 50)}_yrucrem`,
    example: 'rma_{base62:44}_yrucrem',
    rotate: dashboard('https://app.mercury.com/settings/tokens'),
    probe: { ...bearer('https://api.mercury.com/api/v1/accounts'), dead: NEVER },
  }),
  prefixed({
    id: 'ramp-client-secret',
    provider: 'Ramp',
    title: 'Ramp client secret',
    prefix: 'ramp_sec_',
    body: base62(48),
    example: '{base62:48}',
    rotate: dashboard('https://app.ramp.com/settings/developer'),
  }),
  prefixed({
    id: 'ramp-client-id',
    provider: 'Ramp',
    title: 'Ramp client ID',
    prefix: 'ramp_id_',
    body: base62(40),
    example: '{base62:40}',
    confidence: 'low',
    rotate: dashboard('https://app.ramp.com/settings/developer'),
  }),
  asaas('production', '$aact_prod_'),
  asaas('sandbox', '$aact_hmlg_'),
  named({
    id: 'coinbase-api-secret',
    provider: 'Coinbase',
    title: 'Coinbase API secret',
    names: ['coinbase'],
    shape: base62(32),
    example: '{base62:32}',
    entropy: 3.8,
    rotate: dashboard('https://www.coinbase.com/settings/api'),
  }),
];
