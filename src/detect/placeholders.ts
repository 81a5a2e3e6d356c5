import { checksums } from './checksums.ts';
import { looksChosen, looksPicked } from './chosen.ts';
import { isAlgorithm, isClassName, isExpression } from './code.ts';
import { entropy } from './entropy.ts';
import { isJwt } from './jwt.ts';
import { isKnownExample } from './known-examples.ts';
import { hasLongRun, hasSequence, isPeriodic } from './repetition.ts';
import { DEFAULT_ENTROPY, type Rule } from './rule.ts';
import { isWordy } from './words.ts';

type Made = Pick<Rule, 'value' | 'entropy' | 'checksum'>;

/** Whether a value that a pattern took is a dummy, a reference or a mask: anything but a secret. */
export function isDummy(value: string, rule: Made): boolean {
  return looksMade(value, rule) || isKnownExample(value);
}

function looksMade(value: string, rule: Made): boolean {
  const { value: kind, entropy: least = DEFAULT_ENTROPY } = rule;
  // A key of which the middle is left out opens nothing.
  if (kind === 'any') return entropy(value) < least || value.includes('...');
  if (kind === 'jwt') return entropy(value) < least || !isJwt(value);
  if (kind === 'basic') return entropy(value) < least || isDummyBasic(value);
  // What costs least comes first: of text that repeats itself only the end is read.
  if (isPeriodic(value) || entropy(value) < leastOf(value, kind, least)) return true;
  if (isConstantName(value) || isMasked(value) || isReference(value) || hasLongRun(value)) return true;
  if (saysDummy(value) && !isChecked(value, rule)) return true;
  if (kind === 'password') return isPlainWord(value);
  if (kind === 'letters') return isPlainWord(value) || isWordy(value);
  if (kind === 'chosen') return isPlainWord(value) || !looksChosen(value) || wrapsDummy(value);
  if (kind === 'generic') return isPlainWord(value) || !(looksRandom(value) || looksPicked(value)) || wrapsDummy(value);
  return hasSequence(value);
}

/** Base64 of `user:password` is as good as its password; text that decodes to something else is none. */
function isDummyBasic(value: string): boolean {
  const decoded = Buffer.from(value, 'base64').toString('latin1');
  // The user of RFC 7617 stands in a thousand documents.
  if (!/^[\x20-\x7e]{6,}$/.test(decoded) || /^aladdin:/i.test(decoded)) return true;
  return isDummy(decoded.slice(decoded.indexOf(':') + 1), { value: 'password' });
}

/** A Secret of Kubernetes holds `password` and `changeme` in base64. */
function wrapsDummy(value: string): boolean {
  if (value.length % 4 !== 0 || !/^[A-Za-z0-9+/]{6,100}={0,2}$/.test(value)) return false;
  const decoded = Buffer.from(value, 'base64').toString('latin1').trimEnd();
  return /^[\x20-\x7e]+$/.test(decoded) && (isPlainWord(decoded) || saysDummy(decoded) || isReference(decoded));
}

/** `${VAR}`, `{{ var }}`, `<your-token>`, `%s`, `$(cmd)`, `#{x}`, `@VAR@`, `$VAR`, `__VAR__`, `os.environ…`. */
function isReference(value: string): boolean {
  return (
    /\$\{|\$\(|\{\{|\}\}|#\{|%\{|%\(|<[a-z_ -]{2,}>|%(?:\d\$)?[sdv@]|\[[a-z_ -]{2,}\]/i.test(value) ||
    /^(?:\$[A-Za-z_]|%[A-Za-z_]+%$|@[A-Z_]+@$|\{[\w.]*\}$|<|\[|__\w+__$|env[.:(]|process\.env|os\.|(?:\w{1,3}=)?this\.|var\.|local\.|data\.|secrets?\.|vault:|ref\+|op:\/\/|arn:|secretAlias:|ENC\[)/.test(
      value,
    )
  );
}

/** A constant's name where its value is meant: `PERSONAL_ACCESS_TOKEN`, `@DB_PASSWORD`, `NO_EC2_SUBSCRIPTION`. */
function isConstantName(value: string): boolean {
  if (!/^@?[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+@?$/.test(value)) return false;
  const words = value.split('_').filter((word) => /^[A-Z]{2,}$/.test(word));
  return isWordy(value) || (words.length > 1 && words.some((word) => word.length > 3));
}

/** A name in code: words in camelCase or snake_case, at most a number at the end. */
function isIdentifier(value: string): boolean {
  return (
    /^[A-Za-z]?[a-z]+(?:[A-Z][a-z]+|[_.-][a-z]{2,}){1,8}\d{0,2}$/.test(value) ||
    isClassName(value) ||
    /^[a-z]+\d?(?:_[a-z]+\d?){1,8}$/.test(value)
  );
}

/** `****`, `xxxxxx`, `…`: what people put where a value was. */
function isMasked(value: string): boolean {
  return /\*{3}|x{5}|X{5}|\.{3}|#{4}|-{6}|_{6}|^[x*.\-_#•?]+$/.test(value);
}

/** So few characters cannot have the entropy of many, nor can so few kinds of them. */
const SHORT = 16;
const LEAST_OF_SHORT = 2.9;
const LEAST_OF_HEX = 2.7;

function leastOf(value: string, kind: Made['value'], least: number): number {
  if (value.length < SHORT) return Math.min(least, LEAST_OF_SHORT);
  return kind === 'generic' && /^[\da-f]+$/i.test(value) ? Math.min(least, LEAST_OF_HEX) : least;
}

const DUMMY_WORDS =
  /example|sample|bogus|placeholder|dummy|changeme|change[_-]me|replace[_-]?(?:me|with)|insert[_-]?|your[_-]?(?:own|api|app|key|token|secret|password|pass|pwd|db|user|access|client|account|project|org)|redacted|removed|censored|not[_-]?(?:a[_-])?real|fake[_-]?|donotuse|goes[_-]?here|todo[_-]|foobar|lorem|deadbeef|(?:secret|token|password)[_-]?here|my[_-]?(?:secret|token|password|key|api)/i;

function saysDummy(value: string): boolean {
  return DUMMY_WORDS.test(value);
}

/**
 * A token of its issuer's making may have a short word in it by chance; whoever makes one
 * up does not reckon its checksum.
 */
function isChecked(value: string, { checksum }: Made): boolean {
  return checksum !== undefined && checksum in checksums && checksums[checksum as keyof typeof checksums](value);
}

const PLAIN_WORDS =
  '1?pass(?:word|wd|phrase)?|pwd|secrets?|users?|user_?name|admin(?:istrator)?|root|guest|test(?:ing|er)?|demo|' +
  'default|postgres(?:ql)?|mysql|mariadb|mongo(?:db)?|redis|rabbit(?:mq)?|minio|db|database|token|access_?token|api_?key|' +
  'key|auth|login|null|none|nil|undefined|true|false|empty|string|host|localhost|foo|bar|baz|qux|abc|xyz|asdf|' +
  'qwerty|letmein|hunter|welcome|hello|world|oauth2?|x-oauth-basic|x-token-auth|git|my|the|some|new|old|dev|prod|' +
  'staging|local|app|credentials?|str[o0]ng|super|very|pw|p4ss|p[a@]ssw0rd|value|text|data|name|bob|alice|random|changeit|temp';

/** What may stand between two of them, and is taken in one way only: two ways each would be thousands in a row. */
const BETWEEN = String.raw`[\d!@#$_.-]*(?:[^\w!@#$.-]\W*)?`;

const ONLY_PLAIN_WORDS = new RegExp(
  String.raw`^\W*(?:${PLAIN_WORDS})(?:${BETWEEN}(?:${PLAIN_WORDS}))*[\d!@#$_.-]*$`,
  'i',
);

/** Of whom it is: `oplog_reader_password`, `SysPassw0rd`. */
const CALLED_PASSWORD =
  /^[a-z]+(?:[_-][a-z]+){0,4}[_-](?:password|passwd|pass|pwd|secret)$|^[a-z]{2,24}passw0rd[\d!]{0,5}$/i;

/** A word that stands for a password in examples, alone or in a row: `password`, `test123`, `user_pass`. */
function isPlainWord(value: string): boolean {
  return value.length <= 40 && (ONLY_PLAIN_WORDS.test(value) || CALLED_PASSWORD.test(value));
}

/** Letters and digits mixed like a generator does, not a word, an identifier, a path, a UUID or a hash of something. */
function looksRandom(value: string): boolean {
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  if (isUuid(value) || isDate(value) || isPathOrAddress(value) || isVersion(value) || isPublic(value)) return false;
  if (isIdentifier(value) || isExpression(value) || isAlgorithm(value) || isUnsigned(value)) return false;
  // The letters of long hexadecimal digits make common pairs by chance.
  return !hasSequence(value) && (/^[0-9a-f]{32,}$/i.test(value) || !isWordy(value));
}

/** A JSON Web Token without the signature, or one that is nobody's: whoever has it has nothing. */
function isUnsigned(value: string): boolean {
  return /^eyJ[\w-]+\.(?:ey[IJ][\w-]+\.)?$/.test(value) || (/^eyJ[\w-]+\.ey[IJ][\w-]+\./.test(value) && !isJwt(value));
}

function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value);
}

/** Also of a type of Azure: `Microsoft.KeyVault/vaults@2022-07-01`. */
function isDate(value: string): boolean {
  return /^\d{4}-\d\d-\d\d|^[A-Za-z][\w./]*@\d{4}-\d\d-\d\d/.test(value);
}

function isPathOrAddress(value: string): boolean {
  if (isBase64(value)) return false;
  return /^(?:[a-z][a-z0-9+.-]{0,20}:)?\/\/|^[./~]|^[A-Za-z]:\\|^\w+(?:\/[\w.-]+){2,}$|^[\w.-]+\.(?:com|org|net|io|dev|json|ya?ml|[jt]sx?|pem|key|txt|md|html?|png|svg|css)\b/.test(
    value,
  );
}

/** Slashes make no path of it: of random bytes one in 32 characters is one. */
function isBase64(value: string): boolean {
  return /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9/]{32,}={0,2}$/.test(value) && !isWordy(value);
}

function isVersion(value: string): boolean {
  return /^(?:[a-z]{2,9}:)?[\^~v]?\d+(?:\.\d+)+|^[\w.-]+:\d+(?:\.\d+)+$/.test(value);
}

/**
 * A public key of SSH, or one in DER as base64 or hexadecimal digits; what PGP calls a key
 * by; what a visitor or a browser is given.
 */
function isPublic(value: string): boolean {
  return /^(?:[0-9A-F]{16}|[0-9A-F]{40}|pub[0-9a-f]{32}|(?:pi|seti|src)_\w*_secret_\w+)$|^(?:AAAA[A-E]\d[NV]|M(?:FkwEwYHKo|HYwEAYHKo|CowBQYDK2V)|MI(?:GfMA0G|IBIjAN|ICIjAN|IDIjAN|IEIjAN)|30(?:81|82..)[\da-f]{2,4}300d06092a864886f7)/.test(
    value,
  );
}
