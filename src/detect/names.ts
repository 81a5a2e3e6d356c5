/** Names that are given a secret, as regex sources: nothing else is called so. */

/** A name that ends in one: `pass` alone is half of too many words. */
export const PASSWORD =
  '(?:(?i:pass(?:word|wd|phrase|wort|code)|pwd|pswd|senha|contrasena|wachtwoord|kennwort)|(?<![A-Za-z])(?i:clave|haslo|sifre|parola|mdp)(?![A-Za-z])|(?<![A-Za-z\\d!:+])(?i:psw|psk)(?![A-Za-z])|[ _$.&"\'](?:pw|PW|Pw)(?![A-Za-z])|(?:(?<![A-Za-z])(?i:passw?)|(?<=[a-z])Passw?|(?<=(?i:db|user|smtp|mail|admin|root|store|key|de[_ -]?))(?i:passe?))(?![A-Za-z]))';

/** What it is called, lower-case, at least by its beginning. */
export const PASSWORD_KEYWORDS = [
  '_pw',
  ' pw',
  '$pw',
  '.pw',
  '&pw',
  '"pw',
  "'pw",
  'pass',
  'pwd',
  'pswd',
  'psw',
  'psk',
  'senha',
  'contrasena',
  'wachtwoord',
  'kennwort',
  'clave',
  'haslo',
  'sifre',
  'parola',
  'mdp',
];

/** The value behind here has a character of the set; each character is looked at once. */
const has = (set: string) => String.raw`(?=[^\s"'\x60${set}]{0,60}[${set}])`;

const AMONG_LETTERS = String.raw`(?![0-9a-f]{20})(?=(?:[a-z]{1,12}\d{1,12}){2}[a-z])`;

/**
 * Letters, digits and capitals, or letters, digits and a mark, as a policy makes people
 * choose; or digits in several places among letters.
 */
export const MIXED = `(?:${has(String.raw`\d`)}(?:${has('A-Z')}${has('a-z')}|${has('A-Za-z')}${has('!#-&(-,:;=?@^~')})|${AMONG_LETTERS})`;

/** What every password has that is told from a word. */
export const NO_WORD = has(String.raw`\d!#-&(-+:;?@^~`);

const KEY_OF = (
  'api app access auth secret private encrypt encryption decryption signing signature master service account crypt crypto ' +
  'cipher aes des hmac jwt session shared storage admin license licence deploy webhook server subscription merchant mch partner pay'
).split(' ');

/** Of a page, a form or a call, and of what a visitor gets: those open nothing, or not for long. */
const TOKEN_OF_NOTHING =
  'next|page|continuation|pagination|sync|cancel|cancellation|stop|start|end|eos|bos|pad|unk|mask|sep|special|form|request|csrf|xsrf|csrfmiddleware|authenticity|requestverification|' +
  'user|invite|review|native|reset|confirmation|verification|activation|device|push|fcm|captcha|postman|publickey';

export const TOKEN = `(?:(?<=[A-Za-z0-9][_-])(?<!(?:${TOKEN_OF_NOTHING})[_-])|(?<=access|auth|api|bearer|refresh|bot|deploy|private|personal|admin|secret|oauth|session)|(?<=[a-z])(?<!${TOKEN_OF_NOTHING})(?=(?-i:Token)))token`;

/** A word and a number, as people choose where no policy makes them do more. */
export const WORD_AND_NUMBER = String.raw`[a-z]{2,20}[_@.-]?\d{3,11}$`;

/** No person would type it. */
export const LONG = String.raw`[^\s"'\x60]{16}`;

export const KEY_WORDS = ['_key', '-key', '.key', ...KEY_OF.map((of) => `${of}key`)];

export const KEY = `(?:(?<=${KEY_OF.join('|')})[_.-]key|(?:${KEY_OF.join('|')})key)`;

/** As `KEY`, from `key` on. */
export const SPACED_KEY = `(?<=(?:${KEY_OF.join('|')})[_-]?)key`;

/** Such a token is made for one form of one visitor, or names an assembly; it opens nothing. */
export const OF_A_FORM = '(?<!(?i:authenticity|csrf|xsrf|requestverification|publickey|tik)[_-]?)';

/** With what a name calls so nobody logs in: `hashed_secret`, `md5Password`. */
export const OF_NO_HASH = '(?<!(?i:hash(?:ed)?|digest(?:ed)?|sha\\d{0,3}|md5|masked|redacted)[_-]?)';

/**
 * Everybody may have a public key or a signed link, nothing is locked by the key of a table
 * or a cache, and the name of a key or a token opens nothing.
 */
export const OF_NO_PUBLIC =
  '(?<!(?i:public|publishable)[_.-]?)(?<!(?i:(?<![A-Za-z])(?:site|pub|cache|sort|primary|foreign|partition|routing|range|row|rule|lookup|index|translation|idempotency)|amz-))';
export const NO_NAME = '(?![_.-]?[iI][dD](?![A-Za-z]))';

/** The name of a secret of AWS says which one it is, and nothing of it. */
export const OF_NO_ARN = '(?<!:\\d{12}:)';
