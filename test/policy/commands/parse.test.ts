import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/policy/commands/command.ts';
import { parseCommands } from '../../../src/policy/commands/parse.ts';

const KEY = 'deploy-key:42:1090';
const because = 'the vendor replaces it next week';

function understood(text: string): readonly Command[] {
  return parseCommands(text).flatMap((spoken) => (spoken.understood ? [spoken.command] : []));
}

function problems(text: string): readonly string[] {
  return parseCommands(text).flatMap((spoken) => (spoken.understood ? [] : [spoken.why]));
}

describe('a command', () => {
  it.each<[string, Command]>([
    ['/handback', { name: 'help' }],
    ['/handback help', { name: 'help' }],
    ['/handback claim', { name: 'claim' }],
    [`/handback claim ${KEY}`, { name: 'claim', credential: KEY }],
    [`/handback owner ${KEY} @bob`, { name: 'owner', credential: KEY, login: 'bob' }],
    [`/handback owner ${KEY} \`@bob\``, { name: 'owner', credential: KEY, login: 'bob' }],
    [`/handback rotated ${KEY} because ${because}`, { name: 'rotated', credential: KEY, because }],
    [`/handback revoke ${KEY}`, { name: 'revoke', credential: KEY }],
    [`/handback keep ${KEY} because ${because}`, { name: 'keep', line: KEY, because }],
    [`/handback keep \`acme/shop\` because ${because}`, { name: 'keep', line: 'acme/shop', because }],
    [`/handback keep shop because ${because}`, { name: 'keep', line: 'shop', because }],
    ['/handback attest', { name: 'attest' }],
    [`/Handback Revoke ${KEY}`, { name: 'revoke', credential: KEY }],
    [`   /handback\trevoke   ${KEY}  `, { name: 'revoke', credential: KEY }],
    ['/handback approve `0123456789ab`', { name: 'approve', id: '0123456789ab' }],
    ['/handback cancel 0123456789AB', { name: 'cancel', id: '0123456789ab' }],
    [
      '/handback revoke `actions-secret:5:our production:TOKEN`',
      { name: 'revoke', credential: 'actions-secret:5:our production:TOKEN' },
    ],
    [
      `/handback except ${KEY} in acme/payments-* until 2026-12-31 because ${because}`,
      { name: 'except', credential: KEY, repositories: 'payments-*', until: '2026-12-31', because },
    ],
    [
      `/handback break-glass ${KEY} for https://github.com/acme/ops/issues/12 because ${because}`,
      {
        name: 'break-glass',
        credential: KEY,
        incident: { owner: 'acme', repository: 'ops', issue: 12 },
        because,
      },
    ],
    [
      `/handback break-glass ${KEY} for acme/ops#12 because ${because}`,
      { name: 'break-glass', credential: KEY, incident: { owner: 'acme', repository: 'ops', issue: 12 }, because },
    ],
  ])('%s', (text, command) => {
    expect(understood(text)).toEqual([command]);
  });

  it.each([
    ['/handback revok deploy-key:1:2', 'Did you mean `/handback revoke CREDENTIAL`?'],
    ['/handback exept deploy-key:1:2', 'Did you mean `/handback except'],
    ['/handback breakglass deploy-key:1:2', 'Did you mean `/handback break-glass'],
    ['/handback frobnicate', 'See `/handback help`'],
    ['/handback constructor', 'See `/handback help`'],
    ['/handback revoke', 'the id of one credential'],
    ['/handback revoke everything', 'the id of one credential'],
    ['/handback revoke deploy-key:1:2 deploy-key:1:3', 'the id of one credential'],
    ['/handback owner deploy-key:1:2 @bob @alice', 'one login'],
    ['/handback rotated deploy-key:1:2', 'needs a reason'],
    ['/handback rotated deploy-key:1:2 because so', '10 to 500 characters, this one 2'],
    [`/handback rotated deploy-key:1:2 because ${'x'.repeat(501)}`, '10 to 500 characters'],
    [`/handback except ${KEY} in shop until 2026-02-30 because ${because}`, 'no day'],
    [`/handback except ${KEY} in shop until tomorrow because ${because}`, 'no day'],
    [`/handback except ${KEY} until 2026-12-31 because ${because}`, 'the repositories and the last day'],
    [`/handback except ${KEY} in {a,b} until 2026-12-31 because ${because}`, 'the repositories and the last day'],
    [`/handback break-glass ${KEY} for http://evil.example/ because ${because}`, 'incident’s issue'],
    ['/handback kep deploy-key:1:2', 'Did you mean `/handback keep CREDENTIAL|REPOSITORY because REASON`?'],
    ['/handback keep deploy-key:1:2', 'needs a reason'],
    [`/handback keep because ${because}`, 'one credential or the name of one repository'],
    [`/handback keep a/b/c because ${because}`, 'one credential or the name of one repository'],
    ['/handback atest', 'Did you mean `/handback attest`?'],
    ['/handback attest everything', 'It stands alone'],
    ['/handback approve it', 'the id'],
    ['/handback revoke deploy-key:1:\u202e2', 'invisible characters'],
    [`/handback revoke ${'x:'.repeat(600)}`, '1000 characters'],
  ])('that is not understood says what to write instead: %s', (text, why) => {
    expect(understood(text)).toEqual([]);
    expect(problems(text).join()).toContain(why);
  });
});

describe('what is not said by the author', () => {
  it.each([
    ['a quotation', `> /handback revoke ${KEY}`],
    ['a line that continues a quotation', `> bob wrote\n/handback revoke ${KEY}`],
    ['a fence', `\`\`\`\n/handback revoke ${KEY}\n\`\`\``],
    ['a fence with tildes and a language', `~~~sh\n/handback revoke ${KEY}\n~~~`],
    ['a fence that a shorter one does not end', `\`\`\`\`\n\`\`\`\n/handback revoke ${KEY}\n\`\`\`\``],
    ['a fence that does not end', `\`\`\`\n/handback revoke ${KEY}`],
    ['a fence that one further in does not end', `\`\`\`\n    \`\`\`\n/handback revoke ${KEY}\n\`\`\``],
    ['a fence that one behind another space does not end', `\`\`\`\n\u00a0\`\`\`\n/handback revoke ${KEY}\n\`\`\``],
    ['a quotation that goes on behind another space', `> bob wrote\n\u00a0\n/handback revoke ${KEY}`],
    ['indented code', `    /handback revoke ${KEY}`],
    ['code behind a tab', `\t/handback revoke ${KEY}`],
    ['a comment of HTML', `<!--\n/handback revoke ${KEY}\n-->`],
    ['a comment of HTML that does not end', `hello <!--\n/handback revoke ${KEY}`],
    ['the middle of a sentence', `please write /handback revoke ${KEY}`],
    ['another word', `/handbacks revoke ${KEY}`],
    ['code in a line', `\`/handback revoke ${KEY}\``],
  ])('%s is left alone', (_, text) => {
    expect(parseCommands(text)).toEqual([]);
  });

  it('is no line that only begins with code: three backticks that end in it are no fence', () => {
    const said = `\`\`\`the old key\`\`\` is dead\n\n/handback revoke ${KEY}`;
    expect(understood(said)).toEqual([{ name: 'revoke', credential: KEY }]);
  });

  it('ends where it ends', () => {
    const said = `> /handback claim\n\n\`\`\`\ncode\n\`\`\`\n<!-- hidden -->\n/handback revoke ${KEY}`;
    expect(understood(said)).toEqual([{ name: 'revoke', credential: KEY }]);
  });
});

describe('several commands', () => {
  it('of one comment are all read, in their order, with any line ends', () => {
    expect(understood(`Hello\r\n/handback claim\r\n\r\n/handback revoke ${KEY}\r\n`).map(({ name }) => name)).toEqual([
      'claim',
      'revoke',
    ]);
  });

  it('that are the same are one', () => {
    expect(understood(`/handback revoke ${KEY}\n/handback  revoke ${KEY}\n/HANDBACK revoke ${KEY}`)).toHaveLength(1);
  });

  it('are ten at most, and it says so', () => {
    const many = Array.from({ length: 11 }, (_, index) => `/handback claim deploy-key:1:${index}`).join('\n');
    expect(understood(many)).toHaveLength(10);
    expect(problems(many)).toEqual([expect.stringContaining('10 commands')]);
  });
});

it('a line of nothing but spaces is read at once, whatever it ends in: anybody may write one', () => {
  const before = process.cpuUsage();
  for (const end of ['\u2028', '\u2029x', '\u0085', 'x'])
    expect(parseCommands(`/handback${' '.repeat(65_000)}${end}`)).toHaveLength(1);
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000);
});

it('what is invisible in a command is told, also where it ends a line for some readers', () => {
  expect(problems(`/handback revoke ${KEY}\u2028`)).toEqual([]);
  expect(problems(`/handback revoke\u2028${KEY}`)).toEqual([expect.stringMatching(/invisible characters/)]);
});
