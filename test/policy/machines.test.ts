import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/model/case.ts';
import type { HeldMachine } from '../../src/model/machine.ts';
import { machineReasons, madeByMachines } from '../../src/policy/machines.ts';
import { caseText } from '../../src/policy/words/case.ts';
import { certificateText } from '../../src/policy/words/certificate.ts';
import { certificateOf } from '../support/make-certificate.ts';
import { makeEvidence, makeFile, makeObservation, makePerson } from '../support/make-facts.ts';
import { makeSituation } from '../support/make-situation.ts';

const robot = makePerson({ id: 99, login: 'acme-ci' });
const held = (given: Partial<HeldMachine> = {}): HeldMachine => ({
  who: { login: 'acme-ci' },
  person: robot,
  now: 'them',
  ...given,
});
const [open] = makeSituation({ files: [makeFile({ observations: [makeObservation()] })] }).cases;
const ISSUE = { at: '2026-11-01', by: 'alice', sha256: 'ab', journal: { entries: 0, head: '' } };

describe('a machine account of a leaver', () => {
  it.each<[string, Partial<HeldMachine>, string[]]>([
    ['that is still theirs', {}, ['the roster still names them as the sponsor of the machine account acme-ci']],
    [
      'that nobody else took',
      { now: 'nobody' },
      ['the roster names nobody who is known in their place as the sponsor of the machine account acme-ci'],
    ],
    ['that somebody else took', { now: 'somebody', sponsor: 'bob' }, []],
  ])('%s keeps the case open accordingly', (_, given, reasons) => {
    if (open === undefined) throw new Error('no case');
    expect(machineReasons(open.departure, [held(given)])).toEqual(reasons);
    expect(machineReasons({ ...open.departure, state: 'scheduled' }, [held(given)])).toEqual([]);
  });

  it.each<[string, Partial<HeldMachine>, string]>([
    [
      'to be handed over',
      {},
      '- [ ] Holds the machine account `acme-ci`: name somebody else as its `sponsor` in the roster, and rotate its credentials',
    ],
    [
      'that the roster leaves to nobody',
      { now: 'nobody' },
      '- [ ] Held the machine account `acme-ci`, and the roster names nobody',
    ],
    [
      'that is left to somebody unknown, whatever the roster has for a name',
      { now: 'nobody', sponsor: '@all `x`' },
      '- [ ] Held the machine account `acme-ci`, and `@all ˋxˋ` in their place is nobody whom Handback knows',
    ],
    [
      'that was handed over',
      { now: 'somebody', sponsor: 'bob' },
      '- [x] Held the machine account `acme-ci`; the roster names `bob` now',
    ],
  ])('%s is a box of the case', (_, given, line) => {
    if (open === undefined) throw new Error('no case');
    const file: Case = { ...open, machines: [held(given)], openReasons: ['a reason'] };
    const { text } = caseText(file, []);
    expect(text).toContain('### Machine accounts they hold');
    expect(text).toContain(line);
    const next = '**Next:** somebody names another `sponsor` of the machine account `acme-ci` in the roster';
    if (given.now === 'somebody') expect(text).not.toContain(next);
    else expect(text).toContain(next);
  });

  it('brings what it made into the case, until somebody else holds it', () => {
    const made = makeFile({ evidence: [makeEvidence({ who: { id: 99, login: 'acme-ci' } })], people: [robot] });
    const other = makeFile();
    expect(madeByMachines([held()], [made, other])).toEqual([made]);
    expect(madeByMachines([held({ now: 'nobody' })], [made, other])).toEqual([made]);
    expect(madeByMachines([held({ now: 'somebody' })], [made, other])).toEqual([]);
  });

  it('is in the certificate, with what is not known of it', () => {
    const certificate = certificateOf({ sets: { machines: [held({ now: 'somebody', sponsor: 'bob' })] } });
    expect(certificateText(certificate, ISSUE)).toContain(
      '`acme-ci`: now `bob`; whether its credentials were rotated is not seen',
    );
  });
});
