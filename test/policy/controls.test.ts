import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CONTROLS } from '../../src/policy/controls.ts';
import { certificateOf } from '../support/make-certificate.ts';
import { makeCredential, makeFile, NOW } from '../support/make-facts.ts';

describe('the control map', () => {
  it('has the ids that were published, and those that articles use for them', () => {
    const called = (name: string) =>
      CONTROLS.filter(({ id, aliases = [] }) => id === name || aliases.includes(name)).map(({ id }) => id);
    expect(called('NHI-03')).toEqual(['NHI1', 'NHI7']);
    expect(called('PR.AC-4')).toEqual(['PR.AA-05']);
    expect(new Set(CONTROLS.map(({ id }) => id)).size).toBe(CONTROLS.length);
    expect(CONTROLS.map(({ id }) => id)).not.toContain('NHI3');
    for (const { url } of CONTROLS) expect(new URL(url).protocol).toBe('https:');
  });

  it('is in a certificate as far as it has evidence', () => {
    const ids = (world = {}) => certificateOf(world).controls.map(({ id }) => id);
    expect(ids()).toEqual(
      expect.arrayContaining(['NHI1', 'PR.AA-05', 'GV.SC-10', 'CC6.2', 'A.5.18', 'SP 800-63B-4 §4']),
    );
    expect(ids()).not.toContain('DE.CM-06');
    expect(ids({ files: [makeFile({ credential: makeCredential({ lastUsedAt: NOW }) })] })).toContain('DE.CM-06');
  });

  it('is what docs/controls.md shows, row by row', () => {
    const page = readFileSync(new URL('../../docs/controls.md', import.meta.url), 'utf8');
    const rows = page.split('\n').filter((line) => /^\| (?!Standard|-)/.test(line));
    const wanted = CONTROLS.map(({ standard, id, title, url, aliases = [], topics }) =>
      ['', standard, `[${id}](${url})`, aliases.join(', '), title, topics.join(', '), ''].join(' | ').trim(),
    );
    expect(rows).toEqual(wanted);
  });
});
