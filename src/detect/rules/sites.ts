import type { Rule } from '../rule.ts';

/** WordPress shows some in a comment of its source. */
const NO_COMMENT = String.raw`(?<!\*\s{1,6}define\(\s?'(?i:secure_)?)`;

/** Whatever its generator takes: it writes 64 of them, neither quotes nor a backslash among them. */
const SALT = String.raw`[\x20-\x21\x23-\x26\x28-\x5b\x5d-\x7e]{64}`;

/** What programs that run websites sign their cookies and links with. */
export const sites: readonly Rule[] = [
  {
    id: 'wordpress-salt',
    provider: 'WordPress',
    title: 'WordPress authentication key or salt',
    keywords: ['auth_key', 'auth_salt', 'logged_in_key', 'logged_in_salt', 'nonce_key', 'nonce_salt'],
    context: 'assignment',
    pattern: String.raw`${NO_COMMENT}(?i:auth|logged_in|nonce)_(?i:key|salt)(?:'\s{0,4},\s{0,16}'(?<secret>${SALT})'\s{0,4}\)|["']?[ \t]{0,4}(?:=>|[=:])[ \t]{0,4}(?:'(?<secret>${SALT})'|"(?![^"]{0,62}\$\{)(?<secret>${SALT})"|(?<secret>[A-Za-z0-9!-&(-/:;=?@^_|~+-]{64})(?=\s|$)))`,
    value: 'any',
    entropy: 4.6,
    confidence: 'medium',
    examples: [
      "define( 'AUTH_KEY', '<<k7#{base62:28}|{base62:31}~>>' );",
      "define( 'AUTH_KEY',         '<<k7#{base62:28}|{base62:31}~>>' );",
      "LOGGED_IN_SALT='<<k7#{base62:28}|{base62:31}~>>'",
      '- SECURE_AUTH_KEY=<<{base62:64}>>',
    ],
    counterexamples: [
      "define( 'AUTH_KEY', 'put your unique phrase here' );",
      "define('NONCE_SALT', '{same:-:64}');",
      " * define('NONCE_SALT',       'k7#{base62:28}|{base62:31}~');",
      "define('AUTH_KEY', getenv('AUTH_KEY'));",
    ],
    rotate: {
      url: 'https://api.wordpress.org/secret-key/1.1/salt/',
      says: 'Put new keys and salts into the configuration; everybody is logged out.',
    },
  },
  {
    id: 'drupal-hash-salt',
    provider: 'Drupal',
    title: 'Drupal hash salt',
    keywords: ['hash_salt'],
    context: 'assignment',
    pattern: String.raw`hash_salt["']?\]?\s{0,4}(?:=>|[=:])\s{0,4}["']?([\w+/-]{40,100}={0,2})(?=["'\s;,]|$)`,
    entropy: 3.3,
    confidence: 'medium',
    examples: [
      "$settings['hash_salt'] = '<<{base64url:74}>>';",
      "$drupal_hash_salt = '<<{base64url:43}>>';",
      'drupal_hash_salt: <<{hex:64}>>',
    ],
    counterexamples: [
      "$settings['hash_salt'] = '';",
      "$settings['hash_salt'] = getenv('HASH_SALT');",
      "$settings['hash_salt'] = 'change-me-change-me-change-me-change-me-change-me';",
    ],
    rotate: {
      url: 'https://api.drupal.org/api/drupal/core%21lib%21Drupal%21Core%21Site%21Settings.php/function/Settings%3A%3AgetHashSalt',
      says: 'Set a new hash_salt, outside of files that are kept: links for one login and forms that are open end.',
    },
  },
];
