import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mirrorDirectory, refresh } from '../../src/git/mirror.ts';
import type { Credential } from '../../src/model/credential.ts';
import type { Door } from '../support/make-door.ts';
import { makeCredential, makePlaintext } from '../support/make-facts.ts';
import { type Witness, witness } from './witness.ts';

let acme: Witness;
beforeAll(async () => {
  acme = await witness();
});
afterAll(() => acme.close());

const push = (branch: string, who: Door['bob'], more: { files: Record<string, string>; date: string }) =>
  acme.github.push(acme.shop, who, [{ branch, message: branch, ...more }]);
const current = async () =>
  refresh(mirrorDirectory(acme.dataDir, acme.shop.id), await acme.door.gitAccess('acme/shop'));
const gather = (name: string, credential: Credential) => acme.gatherFrom(name, { credential }, acme.worldOf([]));

describe('the workflow that first uses a secret', () => {
  const secret = (name: string, created: string) =>
    makeCredential({ kind: 'actions-secret', name, createdAt: Date.parse(created), facts: {} });
  const uses = (name: string) => ({ '.github/workflows/ci.yml': `env:\n  T: \${{ secrets.${name} }}\n` });

  it('is a hint when it came about when the secret was stored', async () => {
    await push('ci', acme.mallory, { files: uses('NEW_TOKEN'), date: '2026-03-01' });
    await current();
    expect(await gather('workflow-reference', secret('NEW_TOKEN', '2026-03-04'))).toMatchObject([
      {
        strength: 'inferred',
        who: { email: acme.mallory.email },
        did: expect.stringContaining('3 days before it was stored'),
      },
    ]);
  });

  const inScript = (script: string) => JSON.stringify({ jobs: { a: { steps: [{ run: script }] } } });
  it.each([
    ['BY_BRACKETS', inScript(`x \${{ secrets['BY_BRACKETS'] }}`)],
    ['BY_QUOTES', inScript(`x \${{ secrets[ "by_quotes" ] }}`)],
    ['BY_COPY', inScript(`x \${{ fromJSON(toJSON(secrets)).BY_COPY }}`)],
    ['BY_DUMP', inScript(`jq -r .BY_DUMP <<< '\${{ toJSON(secrets) }}'`)],
    ['IN_IF', JSON.stringify({ jobs: { a: { if: `\${{ secrets.IN_IF != '' }}`, steps: [] } } })],
    [
      'BY_MATRIX',
      `jobs: { a: { strategy: { matrix: { of: [BY_MATRIX] } }, steps: [{ run: "\${{ secrets[matrix.of] }}" }] } }`,
    ],
    ['BY_FORMAT', inScript(`x \${{ secrets[format('{0}_FORMAT', 'BY')] }}`)],
  ])('reads it as what uses it today is read: %s', async (name, text) => {
    const files = { '.github/workflows/ci.yml': text };
    await push(`spelled-${name.toLowerCase()}`, acme.mallory, { files, date: '2026-03-01' });
    await current();
    expect(await gather('workflow-reference', secret(name, '2026-03-01'))).toMatchObject([
      { who: { email: acme.mallory.email }, did: expect.stringContaining('about when it was stored') },
    ]);
  });

  it.each([
    ['IN_COMMENT', '# secrets.IN_COMMENT\n'],
    ['IN_TEXT', inScript('echo IN_TEXT')],
    ['A_VARIABLE', inScript(`x \${{ vars['A_VARIABLE'] }}`)],
    ['ONLY_DUMPED', inScript(`x \${{ toJSON(secrets) }}`)],
    ['NOT_YAML', `a: [\${{ secrets.NOT_YAML }}`],
  ])('is none for what no run would take: %s', async (name, text) => {
    const files = { '.github/workflows/none.yml': text };
    await push(`unused-${name.toLowerCase()}`, acme.mallory, { files, date: '2026-03-01' });
    await current();
    expect(await gather('workflow-reference', secret(name, '2026-03-01'))).toEqual([]);
  });

  it('is that of the environment where the secret stands', async () => {
    const job = (environment: string) =>
      JSON.stringify({ jobs: { a: { environment, steps: [{ run: `x \${{ secrets.GUARDED }}` }] } } });
    const write = (branch: string, who: Door['bob'], text: string, date: string) =>
      push(branch, who, { files: { '.github/workflows/guarded.yml': text }, date });
    await write('guarded', acme.bob, job('test'), '2026-03-01');
    await write('guarded', acme.mallory, job('Prod'), '2026-03-02');
    await current();
    const inProd = { ...secret('GUARDED', '2026-03-02'), scope: { repositoryId: 1, environment: 'prod' } };
    expect((await gather('workflow-reference', inProd)).map(({ who }) => who.email)).toEqual([acme.mallory.email]);
  });

  it('is none when it came long after or before', async () => {
    expect(await gather('workflow-reference', secret('NEW_TOKEN', '2025-03-04'))).toEqual([]);
  });

  it('is none for a secret whose name only begins alike', async () => {
    expect(await gather('workflow-reference', secret('NEW', '2026-03-04'))).toEqual([]);
  });
});

describe('the workflow that first uses a variable in which a value was found', () => {
  const found = (name: string, setAt: string, environment?: string) => {
    const variable = { name, setAt: Date.parse(setAt), ...(environment ? { environment } : {}) };
    return acme.gatherFrom('workflow-reference', { credential: makePlaintext(), variable }, acme.worldOf([]));
  };
  const written = async (name: string, script: string, more: object = {}) => {
    const text = JSON.stringify({ jobs: { a: { ...more, steps: [{ run: script }] } } });
    await push(`vars-${name.toLowerCase()}`, acme.mallory, {
      files: { '.github/workflows/vars.yml': text },
      date: '2026-03-01',
    });
    await current();
  };

  it.each([
    ['VAR_DOT', `x \${{ vars.VAR_DOT }}`],
    ['VAR_BRACKETS', `x \${{ vars['VAR_BRACKETS'] }}`],
    ['VAR_DUMP', `jq -r .VAR_DUMP <<< '\${{ toJSON(vars) }}'`],
  ])('is a hint when it came about when the variable was last set: %s', async (name, script) => {
    await written(name, script);
    expect(await found(name, '2026-03-04')).toMatchObject([
      {
        role: 'creator',
        strength: 'inferred',
        who: { email: acme.mallory.email },
        did: `first made a workflow use the variable ${name}, 3 days before it was last set,`,
      },
    ]);
    expect(await found(name, '2026-05-04')).toEqual([]);
  });

  it.each([
    ['VAR_SECRET', `x \${{ secrets.VAR_SECRET }}`],
    ['VAR_TEXT', 'echo VAR_TEXT'],
  ])('is none for what takes no variable: %s', async (name, script) => {
    await written(name, script);
    expect(await found(name, '2026-03-01')).toEqual([]);
  });

  it('is that of the environment where the variable stands', async () => {
    await written('VAR_GUARDED', `x \${{ vars.VAR_GUARDED }}`, { environment: 'prod' });
    expect(await found('VAR_GUARDED', '2026-03-01', 'Prod')).toHaveLength(1);
    expect(await found('VAR_GUARDED', '2026-03-01', 'test')).toEqual([]);
  });

  it('is none for a value that was found elsewhere, which no workflow takes', async () => {
    const subject = { credential: makePlaintext() };
    expect(await acme.gatherFrom('workflow-reference', subject, acme.worldOf([]))).toEqual([]);
  });
});
