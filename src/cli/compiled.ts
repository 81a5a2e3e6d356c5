import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

/** In the folder of these sources: whoever may write there may change what runs anyway. One for all, as Node would choose, could be filled by anybody on the machine. */
const FOLDER = join(import.meta.dirname, '../../node_modules/.cache/handback');

/**
 * Keeps what Node makes of our sources for the next start: without it each spends a third to half a second on that, more than a pre-commit hook has to do.
 * Where the folder cannot be written, all is as without
 * (https://nodejs.org/docs/latest-v24.x/api/module.html#module-compile-cache).
 */
export function keepCompiled(): void {
  // By its variable and not as an argument, because only that reaches threads.
  process.env['NODE_COMPILE_CACHE'] ??= FOLDER;
  enableCompileCache();
}
