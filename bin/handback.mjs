#!/usr/bin/env node
// Runs the command line on a Node that can read its TypeScript sources: the machine's own when it is new enough,
// otherwise the one that comes with the package.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundled = `${root}node_modules/node/bin/node`;

// What Node makes of the sources is kept for the next start, which spends a third to two thirds of a second
// on it otherwise: more than a pre-commit hook has to do. In the folder of the sources, as whoever may
// write there may change what runs anyway; a common one, as Node would choose, anybody on the machine could
// fill. Where it cannot be written, all is as without. By its variable, as only that reaches threads.
process.env.NODE_COMPILE_CACHE ??= `${root}node_modules/.cache/handback`;

const [major, minor] = process.versions.node.split('.').map(Number);
// Those before know no proxy on the way out, or not for all that asks.
const suits = major > 25 || (major === 25 && minor >= 4) || (major === 24 && minor >= 14);
if (suits || (major >= 24 && !existsSync(bundled))) {
  module.enableCompileCache();
  await import('../src/cli.ts');
} else {
  const node = existsSync(bundled) ? bundled : process.execPath;
  const child = spawn(node, [...process.execArgv, `${root}src/cli.ts`, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Whoever stops us means the one that works; Ctrl-C it hears by itself.
  process.on('SIGTERM', () => child.kill());
  process.on('SIGINT', () => {});
  child.once('exit', (status) => {
    process.exitCode = status ?? 2;
  });
}
