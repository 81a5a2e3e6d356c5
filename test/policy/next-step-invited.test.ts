import { expect, it } from 'vitest';
import type { ResidualAccess } from '../../src/model/residual.ts';
import { sayNext } from '../../src/policy/words/next-step.ts';
import { makeSituation } from '../support/make-situation.ts';

const ORGANIZATION = 'https://github.example/orgs/acme/people';
const SHOP = 'https://github.example/acme/shop/settings/access';

it.each<[string, Partial<ResidualAccess>, string]>([
  [
    'whom the organisation has invited is no member whom somebody could remove',
    { membership: 'pending' },
    `an owner of the organisation withdraws the invitation of \`@mallory\` under “People” → “Invitations” ([open](${ORGANIZATION}))`,
  ],
  [
    'nor is whom a repository has invited',
    { membership: 'none', outsider: false, invited: ['acme/shop'] },
    `an administrator of \`acme/shop\` withdraws the invitation of \`@mallory\` there ([open](${SHOP}))`,
  ],
  [
    'who is an outside collaborator is removed before an invitation is withdrawn',
    { outsider: true, invited: ['acme/shop'] },
    `an owner of the organisation removes \`@mallory\` under “People” ([open](${ORGANIZATION}))`,
  ],
  [
    'a member is removed from the organisation, wherever they write',
    { membership: 'active', repositories: [{ repository: 'acme/shop', role: 'write', ended: false }] },
    `an owner of the organisation removes \`@mallory\` under “People” ([open](${ORGANIZATION}))`,
  ],
  [
    'who writes somewhere is removed there before the invitation to another repository is withdrawn',
    { invited: ['acme/docs'], repositories: [{ repository: 'acme/shop', role: 'write', ended: false }] },
    `an administrator of \`acme/shop\` removes \`@mallory\` there ([open](${SHOP}))`,
  ],
])('%s', (_, left, says) => {
  const [file] = makeSituation().cases;
  if (file === undefined) throw new Error('no case');
  const residual = {
    state: 'in' as const,
    stale: false,
    repositories: [],
    invited: [],
    unasked: 0,
    unseen: 0,
    codeOwner: [],
    reviewer: [],
  };
  const place = { server: 'https://github.example', organization: 'acme' };
  const next = sayNext({ ...file, residual: { ...residual, ...left } }, place);
  expect(next).toBe(`**Next:** ${says}; Handback then looks again.`);
});
