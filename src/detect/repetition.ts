// What no generator of secrets makes: the same again and again, or one after the other.

const SEQUENCE = 7;

export function hasLongRun(value: string): boolean {
  let run = 1;
  for (let at = 1; at < value.length; at++) {
    run = value.charCodeAt(at) === value.charCodeAt(at - 1) ? run + 1 : 1;
    if (run >= SEQUENCE) return true;
  }
  return false;
}

/**
 * The same few characters again and again, at least at its end: `abcabcabc`, `deadbeefdeadbeef`; or a long text twice.
 */
export function isPeriodic(value: string): boolean {
  const { length } = value;
  if (length < 12) return false;
  const end = Math.min(length, 24);
  return repeats(value, end, end / 3) || (end === 24 && (repeats(value, 24, 12) || repeats(value, 48, 24)));
}

/**
 * Whether the last `length` characters (so many as there are) repeat themselves after
 * `most` characters or fewer, once at least.
 */
function repeats(value: string, length: number, most: number): boolean {
  const from = Math.max(0, value.length - length);
  for (let period = 1; period <= Math.min(most, (value.length - from) / 2); period++) {
    let at = value.length - 1;
    while (at - period >= from && value.charCodeAt(at) === value.charCodeAt(at - period)) at--;
    if (at - period < from) return true;
  }
  return false;
}

/** `1234567`, `abcdefg`, `7654321`: seven neighbours in a row. */
export function hasSequence(value: string): boolean {
  let up = 1;
  let down = 1;
  for (let at = 1; at < value.length; at++) {
    const step = lowered(value.charCodeAt(at)) - lowered(value.charCodeAt(at - 1));
    up = step === 1 ? up + 1 : 1;
    down = step === -1 ? down + 1 : 1;
    if (up >= SEQUENCE || down >= SEQUENCE) return true;
  }
  return false;
}

function lowered(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}
