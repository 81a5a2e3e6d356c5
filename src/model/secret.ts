import type { Brand } from './brand.ts';

/** Keyed hash (HMAC-SHA-256, hex) of a secret value: equal values have equal fingerprints, and that is all it tells. */
export type Fingerprint = Brand<string, 'Fingerprint'>;

/** A secret value in memory. It redacts itself wherever it could be written down; only `reveal()` gives the value. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** For hashing and for asking the issuer. Never for a log, an error, the ledger or GitHub. */
  reveal(): string {
    return this.#value;
  }

  /** At most the first four characters and the length: enough to recognise, useless to an attacker. */
  mask(): string {
    const shown = this.#value.length >= 20 ? this.#value.slice(0, 4) : '';
    return `${shown}…, ${this.#value.length} characters`;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}
