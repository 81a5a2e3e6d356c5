import { NO_WORD } from '../names.ts';
import { CHOSEN_VALUE } from '../patterns.ts';
import type { Rule } from '../rule.ts';

interface Called {
  readonly kind: string;
  readonly title: string;
  readonly keywords: readonly string[];
  /** Regex source from the name of the call to the quote of the key. */
  readonly before: string;
  readonly examples: readonly string[];
  readonly counterexamples: readonly string[];
}

/**
 * What makes bytes of a text: `Encoding.UTF8.GetBytes(`, `[]byte(`, `Base64.getDecoder().decode(`, and Python's `b`.
 */
const AS_BYTES = String.raw`(?:(?:new )?[\w.[\]]{1,40}\(\s{0,4}(?:\)\.\w{1,12}\()?|b)?`;

/** The key in quotes, whole: what is joined to a variable is a piece of something. */
const KEY = String.raw`["'\x60](?!aws4_request)${NO_WORD}${CHOSEN_VALUE}(?!["'\x60]\s{0,4}(?:\+|\. ?\$))`;

function called({ kind, title, keywords, before, examples, counterexamples }: Called): Rule {
  return {
    id: `${kind}-call-key`,
    provider: 'Cryptography',
    title,
    keywords,
    pattern: before + KEY,
    value: 'chosen',
    confidence: 'medium',
    examples,
    counterexamples,
    rotate: {
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Key_Management_Cheat_Sheet.html',
      says: 'Make a new key, read it from a vault or the environment, and encrypt or sign anew what depends on the old one.',
    },
  };
}

/** Keys that stand in the call which encrypts or signs with them, where no name says that they are any. */
export const ciphers: readonly Rule[] = [
  called({
    kind: 'cipher',
    title: 'Key in a call that encrypts',
    keywords: [
      'cipheriv(',
      'createcipher(',
      'createdecipher(',
      'aes.encrypt(',
      'aes.decrypt(',
      'des.encrypt(',
      'openssl_encrypt(',
      'openssl_decrypt(',
      'secretkeyspec(',
      'fernet(',
      'aes.new(',
      'encryptstring(',
    ],
    before: String.raw`(?:(?i:cipheriv|create(?:de)?cipher|(?:aes|des)\.(?:en|de)crypt)\(\s{0,8}(?:["'\x60][\w-]{1,30}["'\x60]|[\w.$()]{1,60}),\s{0,16}${AS_BYTES}|(?i:openssl_(?:en|de)crypt)\([^,"'\n]{1,60},\s{0,8}(?:["'][\w-]{1,30}["']|[\w$:>-]{1,40}),\s{0,8}|(?i:secretkeyspec|fernet|aes\.new)\(\s{0,8}${AS_BYTES})`,
    examples: [
      "crypto.createCipheriv('aes-256-cbc', '<<k7{base62:30}>>', iv)",
      "CryptoJS.AES.encrypt(JSON.stringify(data), '<<Kestrel{digits:4}!>>').toString()",
      'new SecretKeySpec("<<h3{base62:14}>>".getBytes(), "AES")',
      "openssl_encrypt($data, 'AES-256-CBC', '<<k7{base62:30}>>', 0, $iv)",
      "Fernet(b'<<h3{base62:41}=>>')",
    ],
    counterexamples: [
      "crypto.createCipheriv('aes-256-cbc', key, iv)",
      'new SecretKeySpec(key.getBytes(), "HmacSHA256")',
      "CryptoJS.AES.encrypt('message1!', key)",
      "createCipheriv('aes-256-gcm', 'your-key-goes-here-1', iv)",
    ],
  }),
  called({
    kind: 'signing',
    title: 'Key in a call that signs',
    keywords: [
      'createhmac(',
      'hash_hmac(',
      '.hmac256(',
      '.hmac384(',
      '.hmac512(',
      'hmacshakeyfor(',
      'symmetricsecuritykey(',
      'hmac.new(',
      'hmacsha1(',
      'hmacsha256(',
      'hmacsha512(',
      'newcookiestore(',
      'signedstring(',
      '.signwith(',
      'cookieparser(',
    ],
    before: String.raw`(?:(?i:createhmac)\(\s{0,8}(?:["'\x60][\w-]{1,30}["'\x60]|\w{1,40}),\s{0,16}${AS_BYTES}|(?i:hash_hmac)\(\s{0,8}["'][\w-]{1,30}["'],[^,"'\n]{1,80},\s{0,8}|(?i:\.hmac(?:256|384|512)|hmacshakeyfor|symmetricsecuritykey|hmac\.new|hmacsha(?:1|256|512)|newcookiestore|signedstring|\.signwith|cookieparser)\(\s{0,8}(?:(?:sha\d{1,3}|md5|SignatureAlgorithm)\.\w{1,12},\s{0,8})?${AS_BYTES})`,
    examples: [
      "crypto.createHmac('sha256', '<<k7{base62:22}>>').update(data)",
      'Algorithm.HMAC256("<<Kestrel{digits:4}!>>")',
      'new SymmetricSecurityKey(Encoding.UTF8.GetBytes("<<k7{base62:30}>>"))',
      '.signWith(SignatureAlgorithm.HS256, "<<k7{base62:30}>>")',
      'hmac.New(sha256.New, []byte("<<k7{base62:30}>>"))',
      "hash_hmac('sha256', $data, '<<k7{base62:30}>>')",
    ],
    counterexamples: [
      "crypto.createHmac('sha256', process.env.KEY)",
      'Algorithm.HMAC256(secret)',
      'new SymmetricSecurityKey(Encoding.UTF8.GetBytes(config["Jwt:Key"]))',
      "crypto.createHmac('sha256', 'secret').update('Kestrel2031!')",
      "CryptoJS.HmacSHA256('aws4_request', service)",
    ],
  }),
];
