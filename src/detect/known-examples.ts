import { createHash } from 'node:crypto';

/**
 * SHA-256 of values that documentation shows to everybody: they look real and open nothing.
 * Hashes, so that no scanner cries here.
 */
const HASHES: ReadonlySet<string> = new Set([
  // Stripe's two test keys
  '2cafc0970149a84f3b9e62eaf169f36f59907a3b3e31f7b82e68c69cd27f7326',
  'f2d6ca16515033e5dce14eba840b979d27b5cbae24bb3e5bf484339667f86397',
  // the storage and Cosmos DB emulators of Azure
  '0011cc25eb4320717494d2703e8cba85743e71b500283c21c8b88147992f9059',
  'aa6547439583c3a275d4542a0df6c1ad6a863971be9f2a2220f027cc02aef615',
  // the secret key of reCAPTCHA for tests (developers.google.com/recaptcha/docs/faq)
  'f5e95c9954635b65acab57e6d5ea663eb900f06dc8794a90358f5abb1c77d4e0',
  // the secret of one-time passwords that the documents of their format show
  '8be5d113c0871ce1a122d68a7dff940ab7b09ad8dfcfd9a85aa5c1acc026279e',
  // the key of Roundcube by default
  'f7096f4025da84b00822ee694dea4a6a9e6030f37488b6518216649bfab473cc',
  // jwt.io's tokens
  '7f75367e7881255134e1375e723d1dea8ad5f6a4fdb79d938df1f1754a830606',
  'da816f9f2c16e6c5390e7636cadc40c43551bf0bbcf8f36c65539e6633a9c5e8',
  'c794fa6d20c64efb9adf980ae93af472a1679775862d421ffe55d4a57fad5b3e',
  // RFC 6749 and 7662
  '6c96130f130ab0d6d158397e24d2bcc1c9a5e73ae081f6e983f1c7b545d24a4c',
  '00cf4c781dc37003f7c7dd7d4c9a6ef1e0f4c62d9a291aa8bc398774e3fefd32',
  'ca7459e2b26776de081b9a07e40227fd6cff232a1e3233ff6b6aa6d036ca9981',
  // the documentation of Docker, which many programs in Go bring with them
  '33a6d3750d9a769b1c15ed2c4c2aa19f88fd673de6f98ca5327fb78639770e8d',
  'b5b17ca1d65733bbbdf82a5ca9164a549f0b077846125f397658b468c4292e16',
  'fbc5f7847129b77feba0d8f038e18af159add07e989c590143a85e83e7bf5d2f',
  '441c66009c2ab92078dcfbac9126e9989de3b84152847f47db47c536cd186dc5',
  'e9897976005540a696eae0c401c7156d64cd167940870270f82c1873cbe2e740',
  '431db2f0387e4bd77a6b2fabbc5af6705dc6bfe9419dbd353332fe948d63a0da',
  '749e1b9302cc83d893c0df15cc784f3ba3f12af7487dc3308298891ef8a12e9a',
  'bb54574a88d7fa3176909df4aacf49fe8c3963ca802e20dc0c2d964f670131f6',
  '9ec0be036c22f06fc32c70cf32aac22a57d0970de0b7072381f49af5b81d11c2',
  '184e4f79d6cb70d95d9063b3d83831c41f5f1a09730634bd50de8465de6a24ed',
]);

/** What all of them look like: hashing every value that is looked at would take longer than the rest. */
const SHAPE = /^(?:[ps]k_test_|eyJ|6Le|SWM|2Yo|tGz|czZ|JBSW|rcmail)|==$/;

export function isKnownExample(value: string): boolean {
  return SHAPE.test(value) && HASHES.has(createHash('sha256').update(value, 'latin1').digest('hex'));
}
