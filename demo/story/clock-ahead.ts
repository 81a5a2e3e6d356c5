// Loaded before the App's own code (`node --import`) after days have passed in the story: its machine's clock is
// that much ahead. The App itself knows nothing of it, as it knows nothing of a machine whose clock somebody sets.
const aheadMs = Number(process.env['CLOCK_AHEAD_MS']);
if (!Number.isSafeInteger(aheadMs)) throw new Error('CLOCK_AHEAD_MS must be a whole number of milliseconds.');

const real = Date;
const now = () => real.now() + aheadMs;

globalThis.Date = new Proxy(real, {
  construct: (target, given, asked) => Reflect.construct(target, given.length === 0 ? [now()] : given, asked),
  apply: () => new real(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
