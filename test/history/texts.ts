import { rules } from '../../src/detect/rules/index.ts';
import { expand } from '../support/fake-tokens.ts';
import type { Random } from '../support/random.ts';

/** Text that looks like a source file: lines of words, of changing length. */
export function ordinaryText(random: Random, bytes: number): string {
  const lines: string[] = [];
  for (let size = 0; size < bytes; ) {
    const line = Array.from({ length: 1 + random.below(12) }, () => random.text(LETTERS, 1 + random.below(9))).join(
      ' ',
    );
    lines.push(line);
    size += line.length + 1;
  }
  return `${lines.join('\n')}\n`.slice(0, bytes);
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDE_=.:';

const EXAMPLES = rules.flatMap((rule) => rule.examples);

/** Something that some rule finds, often with its keyword or its end cut off by what is put around it. */
export function secretText(random: Random): string {
  const { text } = expand(EXAMPLES[random.below(EXAMPLES.length)] ?? '', random.below(1000));
  switch (random.below(8)) {
    case 0:
      return text.slice(0, random.below(text.length));
    case 1:
      return text.slice(random.below(text.length));
    case 2:
      return Buffer.from(text).toString('base64');
    default:
      return text;
  }
}

export const LONG_SECRETS: readonly string[] = rules
  .filter((rule) => (rule.reach ?? 0) > 512)
  .flatMap((rule) => rule.examples);

/**
 * The next version of a text. Each way of editing is one that a delta can get wrong:
 * inserting and deleting anywhere, cutting the tail or the head, moving and doubling blocks
 * (copies out of order), joining two cut secrets, replacing one byte.
 */
export function edited(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const size = 1 + random.below(random.below(4) === 0 ? text.length + 1 : 400);
  const block = text.slice(at, at + size);
  switch (random.below(10)) {
    case 0:
      return text.slice(0, at) + secretText(random) + text.slice(at);
    case 1:
      return text.slice(0, at) + secretText(random) + text.slice(at + size);
    case 2:
      return text.slice(0, at) + text.slice(at + size);
    case 3:
      return text.slice(0, Math.max(1, text.length - size));
    case 4:
      return text.slice(Math.min(text.length - 1, size));
    case 5:
      return block + text.slice(0, at) + text.slice(at + size);
    case 6:
      return text + block;
    case 7:
      return text.slice(0, at) + random.text(LETTERS, 1) + text.slice(at + 1);
    case 8:
      return text + secretText(random);
    default:
      return text.slice(0, at) + ordinaryText(random, 20) + text.slice(at);
  }
}
