import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { fake } from '../support/fake-tokens.ts';

const detector = createDetector();
const found = (text: string) =>
  detector
    .scan(Buffer.from(`// of the shop\n${text}\n`))
    .findings.filter(({ confidence }) => confidence !== 'low')
    .map(({ secret }) => secret.reveal());

/** How languages hand a key to what encrypts or signs; nothing else names it. */
const CALLS: Readonly<Record<string, (value: string) => string>> = {
  'an HMAC of Node': (value) => `crypto.createHmac('sha256', '${value}').update(body)`,
  'a cipher of Node': (value) => `const c = crypto.createDecipheriv("aes-256-cbc", Buffer.from('${value}'), iv);`,
  'CryptoJS, decrypting': (value) => `CryptoJS.AES.decrypt(text, "${value}").toString(CryptoJS.enc.Utf8)`,
  'a key of Java': (value) => `SecretKeySpec k = new SecretKeySpec("${value}".getBytes(), "AES");`,
  'a key of Java in base64': (value) => `new SecretKeySpec(Base64.getDecoder().decode("${value}"), "AES")`,
  'a builder of jjwt': (value) => `Jwts.builder().signWith(SignatureAlgorithm.HS512, "${value}").compact()`,
  'keys of jjwt': (value) => `Keys.hmacShaKeyFor("${value}".getBytes(StandardCharsets.UTF_8))`,
  'an algorithm of auth0': (value) => `Algorithm algorithm = Algorithm.HMAC256("${value}");`,
  'a key of .NET': (value) => `new SymmetricSecurityKey(Encoding.UTF8.GetBytes("${value}"))`,
  'an HMAC of .NET': (value) => `using var h = new HMACSHA256(Encoding.ASCII.GetBytes("${value}"));`,
  'an HMAC of Python': (value) => `hmac.new(b"${value}", body, hashlib.sha256).hexdigest()`,
  'an HMAC of Go': (value) => `mac := hmac.New(sha256.New, []byte("${value}"))`,
  'a token of Go': (value) => `s, err := token.SignedString([]byte("${value}"))`,
  'a store of cookies': (value) => `var store = sessions.NewCookieStore([]byte("${value}"))`,
  'cookies of Express': (value) => `app.use(cookieParser('${value}'));`,
  'an HMAC of PHP': (value) => `$mac = hash_hmac('sha256', $body, '${value}');`,
  'a cipher of PHP': (value) => `openssl_encrypt($text, 'AES-256-CBC', '${value}', OPENSSL_RAW_DATA, $iv)`,
};

describe.each(Object.entries(CALLS))('a key in %s', (_, write) => {
  test.each(['Kestrel{digits:4}!hill', 'h3{base62:26}Kq7'])('like %s is found, exactly', (template) => {
    for (const seed of [1, 2, 3]) {
      const value = fake(template, seed);
      expect(found(write(value))).toEqual([value]);
    }
  });

  test('that is a word, a reference or a piece is none', () => {
    const words = ['secret123', 'your-secret-key-1', fake('{var:SIGNING_KEY_2031}')];
    expect(words.flatMap((word) => found(write(word)))).toEqual([]);
  });
});

test('a name of an algorithm, and a piece that is joined to something, are no key', () => {
  const lines = [
    'new SecretKeySpec(key.getBytes(), "HmacSHA256")',
    "crypto.createHmac('sha256', 'Kestrel2031!' + salt)",
    "hash_hmac('sha256', $body, 'Kestrel2031!' . $salt)",
    "crypto.createCipheriv('aes-256-gcm', key, 'Kestrel2031!')",
  ];
  expect(lines.flatMap((line) => found(line))).toEqual([]);
});
