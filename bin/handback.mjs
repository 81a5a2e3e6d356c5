#!/usr/bin/env node
// Runs the command line on a Node that can read its TypeScript sources: the machine's own when it is new enough,
// otherwise the one that comes with the package.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundled = `${root}node_modules/node/bin/node`;
const [major] = process.versions.node.split('.').map(Number);
if (major >= 24) {
  await import('../src/cli.ts');
} else {
  const node = existsSync(bundled) ? bundled : process.execPath;
  const child = spawn(node, [`${root}src/cli.ts`, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Whoever stops us means the one that works; Ctrl-C it hears by itself.
  process.on('SIGTERM', () => child.kill());
  process.on('SIGINT', () => {});
  child.once('exit', (status) => {
    process.exitCode = status ?? 2;
  });
}
