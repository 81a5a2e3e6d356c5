import { base62, hex } from '../patterns.ts';
import { bearer } from '../probes.ts';
import type { Rule } from '../rule.ts';
import { prefixed } from '../shapes.ts';

const provider = 'Stripe';
const rotate = {
  url: 'https://dashboard.stripe.com/apikeys',
  says: 'Roll the key in the dashboard: the old one ends at once or after a delay.',
};
const probe = bearer('https://api.stripe.com/v1/account');
const body = `(?!${hex(40)}(?![0-9A-Za-z]))${base62(24, 120)}`;
const example = '{base62:24}';

export const stripe: readonly Rule[] = [
  prefixed({
    id: 'stripe-secret-key',
    provider,
    title: 'Stripe secret key (live)',
    prefix: 'sk_live_',
    body,
    example,
    wrapped: ['sk_live_'],
    rotate,
    probe,
  }),
  prefixed({
    id: 'stripe-restricted-key',
    provider,
    title: 'Stripe restricted key (live)',
    prefix: 'rk_live_',
    body,
    example: '{base62:99}',
    wrapped: ['rk_live_'],
    rotate,
    probe,
  }),
  prefixed({
    id: 'stripe-organization-key',
    provider,
    title: 'Stripe organisation key',
    prefix: 'sk_org_',
    body: `(?:(?:live|test)_)?${base62(24, 120)}`,
    example: 'live_{base62:40}',
    rotate,
  }),
  prefixed({
    id: 'stripe-test-key',
    provider,
    title: 'Stripe secret key (test mode)',
    prefix: 'sk_test_',
    body,
    example,
    confidence: 'medium',
    rotate,
    probe,
  }),
  prefixed({
    id: 'stripe-restricted-test-key',
    provider,
    title: 'Stripe restricted key (test mode)',
    prefix: 'rk_test_',
    body,
    example,
    confidence: 'medium',
    rotate,
    probe,
  }),
  prefixed({
    id: 'stripe-webhook-secret',
    provider,
    title: 'Webhook signing secret (Stripe, Svix and others)',
    prefix: 'whsec_',
    body: '[A-Za-z0-9+/]{32,64}={0,2}',
    example: '{base62:32}',
    rotate: {
      url: 'https://dashboard.stripe.com/webhooks',
      says: 'Roll the signing secret of the webhook endpoint, then deploy the new one.',
    },
  }),
  prefixed({
    id: 'paystack-secret-key',
    provider: 'Paystack',
    title: 'Paystack secret key (live)',
    prefix: 'sk_live_',
    body: hex(40),
    example: '{hex:40}',
    rotate: {
      url: 'https://dashboard.paystack.com/#/settings/developer',
      says: 'Regenerate the secret key in the developer settings.',
    },
  }),
  prefixed({
    id: 'paystack-test-key',
    provider: 'Paystack',
    title: 'Paystack secret key (test mode)',
    prefix: 'sk_test_',
    body: hex(40),
    example: '{hex:40}',
    confidence: 'medium',
    rotate: {
      url: 'https://dashboard.paystack.com/#/settings/developer',
      says: 'Regenerate the secret key in the developer settings.',
    },
  }),
];
