import { isDay } from '../../model/time.ts';
import { code } from '../words/markdown.ts';
import { type Command, FORMS, type IncidentAddress, type Spoken } from './command.ts';
import { addressed } from './lines.ts';
import { nearest } from './nearest.ts';

/** More in one comment is no conversation. */
const MOST = 10;

/** No command is longer; GitHub's own limit for a comment is 65,536. */
const LONGEST_LINE = 1000;

const REASON = { least: 10, most: 500 };

/**
 * All that a comment says to Handback, in its order, as far as its author said it; the same
 * thing said twice is said once.
 */
export function parseCommands(text: string, isOwn: (line: string) => boolean = () => true): readonly Spoken[] {
  const lines = [...new Set(addressed(text))].filter(isOwn);
  const spoken = lines.slice(0, MOST).map(parseLine);
  if (lines.length > MOST) spoken.push(no(`A comment may hold ${MOST} commands; the ones after that were not read.`));
  const once = new Map(spoken.map((each) => [JSON.stringify(each), each]));
  return [...once.values()];
}

function parseLine(line: string): Spoken {
  if (line.length > LONGEST_LINE) return no(`A command may have ${LONGEST_LINE} characters; this one has more.`);
  if (HIDDEN.test(line)) return no('The command holds invisible characters; type it anew.');
  if (line === '') return { understood: true, command: { name: 'help' } };
  const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
  const name = word.toLowerCase();
  if (!isName(name)) return unknownWord(word);
  const command = READ[name](rest.trim());
  if (typeof command === 'string') return no(`${command} Write \`/handback ${FORMS[name].form}\`.`);
  return { understood: true, command };
}

const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

type Name = Command['name'];

function isName(word: string): word is Name {
  return Object.hasOwn(FORMS, word);
}

function unknownWord(word: string): Spoken {
  const names = Object.keys(FORMS) as Name[];
  const near = nearest(word, names);
  const meant = near === undefined ? 'See `/handback help`.' : `Did you mean \`/handback ${FORMS[near].form}\`?`;
  return no(`There is no command ${code(word)}. ${meant}`);
}

function no(why: string): Spoken {
  return { understood: false, why };
}

/** What stands behind each name -> the command, or what is wrong with it. */
const READ: { readonly [N in Name]: (rest: string) => Command | string } = {
  help: () => ({ name: 'help' }),

  claim: (rest) => {
    if (rest === '') return { name: 'claim' };
    const { credential, behind } = takeCredential(rest);
    return credential === undefined || behind !== '' ? NO_CREDENTIAL : { name: 'claim', credential };
  },

  owner: (rest) => {
    const { credential, behind } = takeCredential(rest);
    if (credential === undefined) return NO_CREDENTIAL;
    const [, login] = /^`?@?([a-z\d](?:[a-z\d_-]{0,60}[a-z\d])?)`?$/i.exec(behind) ?? [];
    return login === undefined ? 'Behind the credential one login is missing.' : { name: 'owner', credential, login };
  },

  rotated: (rest) => {
    const { before, because } = takeReason(rest);
    const { credential, behind } = takeCredential(before);
    if (credential === undefined || behind !== '') return NO_CREDENTIAL;
    return typeof because === 'string' ? { name: 'rotated', credential, because } : because.why;
  },

  except: (rest) => {
    const { before, because } = takeReason(rest);
    const { credential, behind } = takeCredential(before);
    if (credential === undefined) return NO_CREDENTIAL;
    const [, where, until] = /^in\s+(\S+)\s+until\s+(\S+)$/i.exec(behind) ?? [];
    const repositories = where && repositoryPattern(where);
    if (until === undefined || !repositories) return 'It needs the repositories and the last day.';
    if (!isDay(until)) return `There is no day ${code(until)}.`;
    return typeof because === 'string' ? { name: 'except', credential, repositories, until, because } : because.why;
  },

  'break-glass': (rest) => {
    const { before, because } = takeReason(rest);
    const { credential, behind } = takeCredential(before);
    if (credential === undefined) return NO_CREDENTIAL;
    const [, address] = /^for\s+(\S+)$/i.exec(behind) ?? [];
    const incident = address && incidentAddress(address);
    if (!incident) return 'It needs the address of the incident’s issue.';
    return typeof because === 'string' ? { name: 'break-glass', credential, incident, because } : because.why;
  },

  revoke: (rest) => {
    const { credential, behind } = takeCredential(rest);
    return credential === undefined || behind !== '' ? NO_CREDENTIAL : { name: 'revoke', credential };
  },

  keep: (rest) => {
    const { before, because } = takeReason(rest);
    const { credential, behind } = takeCredential(before);
    const line = behind === '' ? (credential ?? repositoryAddress(before)) : undefined;
    if (line === undefined) return 'It needs the id of one credential or the name of one repository of the review.';
    return typeof because === 'string' ? { name: 'keep', line, because } : because.why;
  },

  attest: (rest) => (rest === '' ? { name: 'attest' } : 'It stands alone.'),

  approve: (rest) => withId('approve', rest),
  cancel: (rest) => withId('cancel', rest),
};

const NO_CREDENTIAL = 'It needs the id of one credential, as the case shows it under “Evidence”.';

/** An id may stand in backticks, as it is shown; then it may hold spaces, as environments' names do. */
function takeCredential(text: string): { credential?: string; behind: string } {
  const [, quoted, bare, behind = ''] = /^(?:`([^`]+)`|([^\s`]+))(?:\s+(.*))?$/.exec(text) ?? [];
  const credential = quoted?.trim() ?? bare;
  return credential?.includes(':') ? { credential, behind: behind.trim() } : { behind: '' };
}

function takeReason(text: string): { before: string; because: string | { why: string } } {
  const [, before, because] = /^(.*?)\s+because\s+(.*)$/i.exec(text) ?? [];
  if (before === undefined || because === undefined)
    return { before: text.replace(/\s+because\s*$/i, ''), because: { why: 'It needs a reason.' } };
  const length = because.trim().length;
  if (length < REASON.least || length > REASON.most)
    return {
      before,
      because: { why: `A reason has ${REASON.least} to ${REASON.most} characters, this one ${length}.` },
    };
  return { before, because: because.trim() };
}

/** A name, or the beginning or end of names: whoever writes one knows which repositories are meant. */
function repositoryPattern(text: string): string | undefined {
  const name = text.replaceAll('`', '').replace(/^[\w-]+\//, '');
  return /^[\w.*-]{1,100}$/.test(name) ? name : undefined;
}

function repositoryAddress(text: string): string | undefined {
  return /^`?((?:[\w-]{1,100}\/)?[\w.-]{1,100})`?$/.exec(text)?.[1];
}

/** Of an address only the path counts: it is asked for at our own GitHub, wherever the address leads. */
function incidentAddress(text: string): IncidentAddress | undefined {
  const path = /^https:\/\/[^/\s]+\/([\w-]+)\/([\w.-]+)\/issues\/(\d{1,9})(?:[#?]\S*)?$/.exec(text);
  const [, owner, repository, issue] = path ?? /^([\w-]+)\/([\w.-]+)#(\d{1,9})$/.exec(text) ?? [];
  if (owner === undefined || repository === undefined) return undefined;
  return { owner, repository, issue: Number(issue) };
}

function withId(name: 'approve' | 'cancel', rest: string): Command | string {
  const [, id] = /^`?([\da-f]{8,32})`?$/i.exec(rest) ?? [];
  return id === undefined ? 'It needs the id that the answer to the request shows.' : { name, id: id.toLowerCase() };
}
