// Installs what package-lock.json says, once: so that one npm command is enough on a bare clone.
// Plain JavaScript on purpose: this runs on whatever Node the machine has, before node_modules exists.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
const stamp = 'node_modules/.handback-setup';

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  console.error('Installing the dependencies named in package-lock.json (once, about 30 seconds) ...');
  // Not `npm ci`: it refuses a lock that lacks the binaries of other platforms, and npm
  // leaves those out when it writes one. Where NODE_ENV says production, npm would leave out
  // what runs the sources on a machine whose own Node is older.
  const options = ['--include=dev', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', ['install', ...options], {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(
      'npm install failed: see its message above. Nothing else was changed; mend it and run the command again.',
    );
    process.exit(status ?? 1);
  }
  writeFileSync(stamp, lock);
}
