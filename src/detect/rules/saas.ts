import { base62, base64url, hex, token, UUID } from '../patterns.ts';
import { bearer, NEVER } from '../probes.ts';
import type { Rule } from '../rule.ts';
import { named, prefixed } from '../shapes.ts';

export const saas: readonly Rule[] = [
  {
    id: 'hubspot-private-app-token',
    provider: 'HubSpot',
    title: 'HubSpot private app token',
    keywords: ['pat-na', 'pat-eu', 'pat-ap'],
    pattern: token(`pat-(?:na|eu|ap)[1-9]-${UUID}`),
    confidence: 'high',
    examples: ['HUBSPOT_TOKEN=<<pat-na1-{uuid}>>', '<<pat-eu1-{uuid}>>'],
    counterexamples: ['pat-na1-{hex:8}'],
    rotate: { url: 'https://app.hubspot.com/private-apps', says: 'Rotate the token of the private app.' },
  },
  prefixed({
    id: 'contentful-management-token',
    provider: 'Contentful',
    title: 'Contentful management token',
    prefix: 'CFPAT-',
    body: base64url(43),
    example: '{base62:43}',
    rotate: {
      url: 'https://app.contentful.com/account/profile/cma_tokens',
      says: 'Its owner revokes it under CMA tokens.',
    },
    probe: { ...bearer('https://api.contentful.com/users/me'), dead: NEVER },
  }),
  named({
    id: 'algolia-admin-key',
    provider: 'Algolia',
    title: 'Algolia API key',
    names: ['algolia_admin_key', 'algolia_api_key', 'algolia_write', 'algoliaadmin', 'algolia-admin'],
    shape: hex(32),
    example: '{hex:32}',
    entropy: 3,
    rotate: {
      url: 'https://dashboard.algolia.com/account/api-keys',
      says: 'Regenerate the admin key, or delete the key.',
    },
  }),
  prefixed({
    id: 'frameio-developer-token',
    provider: 'Frame.io',
    title: 'Frame.io developer token',
    prefix: 'fio-u-',
    body: base64url(64),
    example: '{base62:64}',
    rotate: { url: 'https://developer.frame.io/app/tokens', says: 'Its owner deletes it under tokens.' },
    probe: { ...bearer('https://api.frame.io/v2/me'), dead: NEVER },
  }),
  prefixed({
    id: 'adafruit-io-key',
    provider: 'Adafruit IO',
    title: 'Adafruit IO key',
    prefix: 'aio_',
    body: base62(28),
    example: '{base62:28}',
    rotate: { url: 'https://io.adafruit.com', says: 'Its owner regenerates the key of the account.' },
  }),
  prefixed({
    id: 'readme-api-key',
    provider: 'ReadMe',
    title: 'ReadMe API key',
    prefix: 'rdme_',
    body: '[a-z0-9]{70}',
    example: '{lower:70}',
    rotate: { url: 'https://dash.readme.com', says: 'Delete the key in the settings of the project.' },
  }),
  prefixed({
    id: 'builderio-private-key',
    provider: 'Builder.io',
    title: 'Builder.io private key',
    prefix: 'bpk-',
    body: hex(32),
    example: '{hex:32}',
    rotate: { url: 'https://builder.io/account/space', says: 'Delete the private key in the settings of the space.' },
  }),
  named({
    id: 'bitly-access-token',
    provider: 'Bitly',
    title: 'Bitly access token',
    names: ['bitly'],
    shape: hex(40),
    example: '{hex:40}',
    entropy: 3,
    rotate: {
      url: 'https://app.bitly.com/settings/api/',
      says: 'Its owner generates a new token, which ends the old one.',
    },
  }),
];
