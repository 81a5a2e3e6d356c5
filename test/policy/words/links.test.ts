import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../src/detect/rules/index.ts';
import { credentialId } from '../../../src/model/credential.ts';
import { plan } from '../../../src/policy/plan.ts';
import { actLink, settingsLink } from '../../../src/policy/words/links.ts';
import { makeCredential, makeEvidence, makeFile, makePlaintext, makeSighting, NOW } from '../../support/make-facts.ts';
import { makeHeadFinding, makeHeadWith, makeSituation, verdictOf } from '../../support/make-situation.ts';
import { hostile } from './hostile.ts';

const GHES = { server: 'https://github.acme.example', organization: 'acme' };
const repository = { repositoryId: 1, repository: 'acme/shop' };

describe('a link leads to the page on which a person acts, on the server that we are connected to', () => {
  it.each([
    ['deploy-key', repository, '/acme/shop/settings/keys'],
    ['actions-secret', repository, '/acme/shop/settings/secrets/actions'],
    ['actions-secret', { ...repository, environment: 'production' }, '/acme/shop/settings/environments'],
    ['actions-secret', {}, '/organizations/acme/settings/secrets/actions'],
    ['webhook', repository, '/acme/shop/settings/hooks'],
    ['webhook', {}, '/organizations/acme/settings/hooks'],
    ['fine-grained-token', {}, '/organizations/acme/settings/personal-access-tokens/active'],
    ['self-hosted-runner', repository, '/acme/shop/settings/actions/runners'],
  ])('%s of %j', (kind, scope, path) => {
    expect(settingsLink({ kind, scope }, GHES)).toBe(` ([open](https://github.acme.example${path}))`);
  });

  it('and nowhere else: no page known, no server known, no name of GitHub', () => {
    expect(settingsLink({ kind: 'plaintext-secret', scope: repository }, GHES)).toBe('');
    expect(settingsLink({ kind: 'deploy-key', scope: repository }, undefined)).toBe('');
    fc.assert(
      fc.property(hostile, (word) => {
        const link = settingsLink({ kind: 'deploy-key', scope: { repositoryId: 1, repository: word } }, GHES);
        expect(link).toMatch(/^$|^ \(\[open\]\(https:\/\/github\.acme\.example\/[\w./-]+\/settings\/keys\)\)$/);
      }),
    );
  });
});

describe('a value in clear is ended where its rule says', () => {
  const rotation = { url: 'https://console.aws.amazon.com/iam/home#/security_credentials', says: 'Delete the key.' };
  const credential = makePlaintext();

  it('in a case, and in what stands below its first line', () => {
    const evidence = [makeEvidence({ credential: credential.id })];
    const file = { ...makeFile({ credential, evidence }), rotation };
    const [step] = plan(makeSituation({ files: [file] }), NOW);
    const body = step?.subject === 'case' ? step.body : '';
    expect(body).toContain(`  - Next: Delete the key. Then take it out of the code. ([open](${rotation.url}))`);
    expect(body).toMatch(/\*\*Next:\*\* .* takes it out of the code \(\[open\]\(https:\/\/console\.aws\.amazon\.com/);
  });

  it('in the check of the commits that bring it, and beside its line', () => {
    const file = { ...makeFile({ credential, evidence: [], sightings: [makeSighting()] }), rotation };
    const verdict = verdictOf({ heads: [makeHeadWith([makeHeadFinding()])], files: [file] });
    const text = `What to do: Delete the key. Then take it out of the code. ([open](${rotation.url}))`;
    expect(verdict.text).toContain(text);
    expect(verdict.annotations[0]?.message).toMatch(/^Brought by commit \w+\. Delete the key\. Taking the line out/);
  });

  it('and by no link to github.com from another server, whose tokens look the same', () => {
    const ours = { ...rotation, url: 'https://github.com/settings/tokens' };
    expect(actLink({ credential, rotation: ours }, { ...GHES, server: 'https://github.com' })).toBe(
      ' ([open](https://github.com/settings/tokens))',
    );
    for (const place of [GHES, undefined]) expect(actLink({ credential, rotation: ours }, place)).toBe('');
  });

  it('and by none of a rule that is no plain address', () => {
    const broken = rules.filter(({ rotate }) => !/^https:\/\/[\w./#?=&%:@~+-]+$/.test(rotate.url));
    expect(broken).toEqual([]);
    expect(rules.filter(({ rotate }) => !/^[A-Z].*\.$/.test(rotate.says))).toEqual([]);
  });
});

describe('a case asks for what each thing needs', () => {
  const bodyOf = (kind: string) => {
    const credential = makeCredential({ kind, id: credentialId(kind, 1, 1) });
    const files = [makeFile({ credential, evidence: [makeEvidence({ credential: credential.id })] })];
    const [step] = plan({ ...makeSituation({ files }), server: GHES.server }, NOW);
    return step?.subject === 'case' ? step.body : '';
  };

  it('what was made: rotated or revoked, by a link to its page', () => {
    const body = bodyOf('deploy-key');
    expect(body).toContain('Needed: rotate or revoke it');
    expect(body).toContain('([open](https://github.acme.example/acme/shop/settings/keys))');
  });

  it('what is personal: a look whether its access ended', () => {
    expect(bodyOf('fine-grained-token')).toContain('Needed: personal: verify that its access ended');
  });
});
