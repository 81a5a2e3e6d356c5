#!/usr/bin/env node
// Runs the command line on a Node that can read its TypeScript sources: the machine's own when it is new enough,
// otherwise the one that comes with the package.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundled = `${root}node_modules/node/bin/node`;
const [major] = process.versions.node.split('.').map(Number);
if (major >= 24) {
  await import('../src/cli.ts');
} else {
  const node = existsSync(bundled) ? bundled : process.execPath;
  const { status, signal } = spawnSync(node, [`${root}src/cli.ts`, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = signal ? 1 : (status ?? 1);
}
