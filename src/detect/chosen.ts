import { isAlgorithm, isClassName, isCode, isExpression } from './code.ts';
import { isWordy } from './words.ts';

/**
 * Whether text that is given to the name of a password reads like one that somebody chose,
 * `Winter2031!`, and not like code, a word, a message, a path or the hash of one.
 */
export function looksChosen(value: string): boolean {
  return (
    isMixed(value) &&
    !isText(value) &&
    !isCode(value) &&
    !isExpression(value) &&
    !isAlgorithm(value) &&
    !isHashed(value)
  );
}

/**
 * As a policy makes people choose: a capital, a small letter, a digit and a mark. Nothing
 * but a password has all of them.
 */
export function looksPicked(value: string): boolean {
  if (!/^[^\s/:]{8,40}$/.test(value) || /%[0-9A-F]{2}/.test(value)) return false;
  return (
    /[A-Z]/.test(value) && /[a-z]/.test(value) && /\d/.test(value) && /[!#%^*?@~]/.test(value) && looksChosen(value)
  );
}

/** Letters, and something else among them. */
function isMixed(value: string): boolean {
  return /[A-Za-z]/.test(value) && /\d|[^\w\s.:/,\x80-\xff-]/.test(value);
}

/** A path, an address, a date, a version, a colour; words in a row with something between them; the name of a field. */
function isText(value: string): boolean {
  return (
    /^(?:[a-z][a-z0-9+.-]{0,20}:)?\/\/|^[./~]|^[A-Za-z]:\\|^\w+(?:\/[\w.-]+){2,}$|^#[\w-]+$|^\d{4}-\d\d-\d\d|^(?:npm:|workspace:)?[\^~v]?\d+(?:\.\d+)+|^[\w.-]+:\d+(?:\.\d+)+$/.test(
      value,
    ) ||
    /^[^\s@]{1,64}@[\w-]{1,40}(?:\.[\w-]{1,40}){0,4}\.[a-z]{2,10}$/i.test(value) ||
    /\.(?:com|org|net|io|dev|local|json|ya?ml|[jt]sx?|py|rb|go|java|php|sh|pem|key|crt|txt|md|html?|png|svg|css)(?![a-z0-9])/i.test(
      value,
    ) ||
    (/^[A-Za-z]+\d*(?:[|:.,_/-][A-Za-z]*\d*){1,12}[?!.:*]?$/.test(value) && isWordy(value)) ||
    /^(?:[a-z]\d)?[A-Za-z]*(?:pass|pwd|input|field|login|secret|token|user)[A-Za-z_-]*\d{0,3}$/i.test(value) ||
    /^[a-z]+(?:[A-Z][a-z]+|\d(?=[A-Z])){1,9}(?<=Token|Password|Secret|Key|User|Name|Id)$/.test(value) ||
    /^(?=.*(?:Token|Password|Secret|Key|User|Login))[a-z]+(?:[A-Z][a-z]+){1,6}(?:[A-Z]\d){1,6}$/.test(value) ||
    (/^[a-z]{16,}\d{0,4}$/.test(value) && isWordy(value)) ||
    isClassName(value) ||
    isForeign(value) ||
    /&(?:reg|amp|quot|lt|gt|nbsp|copy|apos|trade);?$/i.test(value)
  );
}

/** A message in another script, and a word behind an abbreviation: `E2EE-Passwort`. */
function isForeign(value: string): boolean {
  return /[\x80-\xff]{6}|^[A-Z]\d[A-Z]{1,3}-[A-Za-z\x80-\xff]+$/.test(value);
}

/**
 * With a hash nobody logs in: bcrypt, crypt, LDAP, Django and what calls itself one; and what a vault has encrypted.
 */
function isHashed(value: string): boolean {
  return /^[0-9a-f]{32}:\w{1,3}$|\$(?:2[abxy]?|[1567y]|apr1|argon2\w*|pbkdf2[\w-]*|scrypt)\$|^\{\w{2,12}\}|^\*[0-9A-F]{40}$|^(?:pbkdf2|argon2|bcrypt|scrypt|(?:hmac-)?sha\d|md5|ssha|ENC\W|AQICAH|vault:v\d)/i.test(
    value,
  );
}
