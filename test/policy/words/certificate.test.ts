import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import type { AuditFact } from '../../../src/model/audit.ts';
import { credentialId } from '../../../src/model/credential.ts';
import { DAY } from '../../../src/model/time.ts';
import { CONTROLS } from '../../../src/policy/controls.ts';
import { certificateText } from '../../../src/policy/words/certificate.ts';
import { type CertificateWorld, certificateOf } from '../../support/make-certificate.ts';
import {
  makeCoverage,
  makeCredential,
  makeEvidence,
  makeFile,
  makeNotice,
  makeObservation,
  makePlaintext,
  makeSighting,
  NOW,
} from '../../support/make-facts.ts';
import { makePolicy } from '../../support/make-situation.ts';
import { hostile, shownText } from './hostile.ts';

function textOf(world: Partial<CertificateWorld> = {}, by = 'somebody'): string {
  const journal = { entries: 3, head: 'ab'.repeat(32) };
  return certificateText(certificateOf(world), {
    at: new Date(NOW).toISOString(),
    by,
    sha256: 'cd'.repeat(32),
    journal,
  });
}

/** Every word that comes from outside is the given one. */
function wordy(word: string): string {
  const id = credentialId('deploy-key', 1, 5);
  const scope = { repositoryId: 1, repository: word, environment: word };
  const asked = { request: word, status: 404, requestId: word, date: word };
  const files = [
    makeFile({
      credential: makeCredential({ name: word, scope, lastUsedAt: NOW }),
      evidence: [
        makeEvidence({ source: word, did: word }),
        makeEvidence({ kind: 'commit-author', who: { id: 7, name: word, email: `${word}@x` } }),
      ],
      observations: [makeObservation({ says: word, asked, control: asked, proof: word })],
    }),
    makeFile({
      credential: makePlaintext({
        scope,
        plaintext: { ...makePlaintext().plaintext, mask: word, rule: word } as never,
      }),
      sightings: [makeSighting({ path: word, scope })],
      observations: [makeObservation({ at: NOW - 5, credential: makePlaintext().id, says: word, asked })],
    }),
  ];
  const fact = {
    id: word,
    action: word,
    at: NOW,
    actor: { id: 7, login: word },
    about: 'hook',
    deed: 'create',
    hookId: 1,
  } as AuditFact;
  const decision = {
    id: word,
    at: NOW,
    by: { id: 8, login: word },
    said: word,
    decides: 'owner',
    credential: id,
    owner: { id: 8, login: word },
  } as const;
  return textOf(
    {
      files,
      acts: [fact],
      decisions: [decision],
      sets: {
        owned: [makeFile({ credential: makeCredential({ name: word, scope }) })],
        exposed: {
          repositories: 1,
          count: 9,
          credentials: [makeCredential({ name: word, scope })],
          spared: [],
        },
      },
      engagement: { who: { id: 7 }, type: 'contractor', vendor: word, sponsor: word },
      notices: [
        makeNotice({ detail: word, source: word }),
        makeNotice({ source: 'roster', says: 'stays', detail: word }),
      ],
      coverage: [makeCoverage(), makeCoverage({ source: word, scope, gap: { why: 'permission', says: word } })],
      problems: [{ file: word, says: word }],
      policy: makePolicy({
        exceptions: [
          {
            credential: id,
            repositories: [word.replaceAll('/', '') || 'x'],
            owner: word || 'x',
            reason: `${word.slice(0, 400)}because of it`,
            until: '2026-12-01',
          },
        ],
      }),
    },
    word,
  );
}

const tagsOf = (html: string) => [...html.matchAll(/<(\/?\w+)/g)].map(([, tag]) => tag);

describe('a certificate made of hostile words', () => {
  it('keeps its shape, links to nothing but the standards and mentions nobody', () => {
    const calm = tagsOf(marked.parse(wordy('calm'), { async: false }));
    fc.assert(
      fc.property(hostile, (word) => {
        const html = marked.parse(wordy(word || 'x'), { async: false });
        expect(tagsOf(html)).toEqual(calm);
        const linked = [...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url);
        expect(CONTROLS.map(({ url }) => url)).toEqual(expect.arrayContaining(linked));
        expect(shownText(html).replaceAll(/https:\/\/\S+/g, '')).not.toMatch(/(?<!`)@[a-z\d]|#\d|\bGH-\d/i);
      }),
      { numRuns: 150 },
    );
  });
});

it('shows no more of a secret than its mask', () => {
  const fingerprint = makePlaintext().plaintext?.fingerprint ?? 'none';
  const text = textOf({ files: [makeFile({ credential: makePlaintext(), sightings: [makeSighting()] })] });
  expect(text).toContain('ghp&#95;… &#40;40 characters&#41;');
  expect(text).not.toContain(fingerprint);
  expect(JSON.stringify(certificateOf({ files: [makeFile({ credential: makePlaintext() })] }))).not.toContain(
    fingerprint,
  );
});

it('says first what is open', () => {
  const [, title] = textOf().split('\n\n');
  expect(title).toBe('**open: 1 of 1 not proved**');
});

it('names each place that was not seen, and how to check it', () => {
  const gap = makeCoverage({
    source: 'webhook',
    gap: { why: 'permission', says: 'not visible: needs Webhooks: read' },
  });
  const text = textOf({ coverage: [makeCoverage(), gap] });
  expect(text).toContain('## Not covered\n\n- webhook of `acme/shop`: not visible: needs Webhooks: read');
  expect(text).toContain('cd'.repeat(32));
  expect(text).toContain('ab'.repeat(32));
});

it('calls a kind as the case does', () => {
  const text = textOf({ files: [makeFile(), makeFile({ credential: makePlaintext() })] });
  expect(text).toContain('- [ ] deploy key **ci** of `acme/shop`');
  expect(text).toContain('- [ ] value in clear **github-pat**');
});

it('says how a credential is back', () => {
  const alive = { at: NOW, result: 'alive', says: 'the key still opens the repository' } as const;
  const text = textOf({
    files: [makeFile({ observations: [makeObservation({ at: NOW - 9 }), makeObservation(alive)] })],
  });
  expect(text).toContain('**back**: the key still opens the repository');
});

it.each([
  ['before they left', NOW - 9 * DAY, 'before this person left'],
  ['by themselves since', NOW - DAY / 2, 'That was this person, after leaving'],
])('a secret that was replaced %s is not proved for them, in no field', (_, updatedAt, words) => {
  const at = updatedAt;
  const file = makeFile({
    credential: makeCredential({ kind: 'actions-secret', updatedAt }),
    evidence: [makeEvidence({ role: 'creator', strength: 'stated', kind: 'audit-log', at })],
    observations: [makeObservation({ result: 'replaced', grade: 'P1' })],
  });
  const [one] = certificateOf({ files: [file] }).credentials;
  expect(one).toMatchObject({ proved: false, proof: { state: 'partly', grade: 'P1' } });
  expect(one?.proof.dates).not.toHaveProperty('provedAt');
  const text = textOf({ files: [file] });
  expect(text).toContain(words);
  expect(text).not.toContain('proved since');
});
