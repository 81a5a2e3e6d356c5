import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freePort } from '../../demo/story/free-port.ts';
import { until } from '../support/until.ts';

const DEMO = join(import.meta.dirname, '../../demo/main.ts');

it('the demo takes another port where its own is taken', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  expect(await freePort(port)).not.toBe(port);
  taken.close();
  await once(taken, 'close');
  expect(await freePort(port)).toBe(port);
});

it.runIf(existsSync('/proc/self/task'))('a demo that is told to end leaves nothing running', async () => {
  const demo = spawn(process.execPath, [DEMO, '--once'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(demo, 'exit');
  let apps: string[] = [];
  let said = '';
  for await (const piece of demo.stdout.setEncoding('utf8')) {
    said += piece;
    if (apps.length > 0 || !said.includes('its own process')) continue;
    apps = readFileSync(`/proc/${demo.pid}/task/${demo.pid}/children`, 'utf8').trim().split(' ');
    demo.kill();
  }
  await ended;
  expect(apps[0]).toMatch(/^\d+$/);
  const runs = (pid: string) =>
    existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  await until('the App to end', async () => !apps.some(runs), 5000);
});
