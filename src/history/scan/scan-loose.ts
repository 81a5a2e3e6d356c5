import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Core } from '../core/core.ts';
import { inflateLoose, NO_FILE } from '../core/loose.ts';
import type { BlobScanner } from './blob-scanner.ts';
import type { Sink } from './sink.ts';

/** Loose objects of one of the 256 folders of an object directory. What this cannot read is left for git to judge. */
export function scanLoose(core: Core, scanner: BlobScanner, folder: string, sink: Sink): void {
  const objects = attempt(() => looseObjects(folder));
  if (objects instanceof Error) sink.notScanned({ object: folder, reason: objects.message });
  for (const { object, path } of objects instanceof Error ? [] : objects) {
    if (sink.stopped()) return;
    const blob = attempt(() => inflateLoose(core, path));
    if (blob === 'broken') sink.left({ object, reason: 'it is too big to be scanned at once, or broken' });
    if (blob === 'no file') sink.notScanned({ object, reason: NO_FILE });
    if (blob instanceof Error) sink.left({ object, reason: blob.message });
    if (typeof blob === 'string' || blob instanceof Error) continue;
    sink.count(blob.high - blob.low);
    const result = scanner.whole(blob.low, blob.high);
    if (result.findings.length > 0 || result.capped) sink.scanned(object, result);
  }
  sink.flush();
}

/** What cannot be opened, or was packed meanwhile, must not stop the rest. */
function attempt<Result>(read: () => Result): Result | Error {
  try {
    return read();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

export function looseFolders(directory: string): string[] {
  const names = readdirSync(directory).filter((name) => /^[0-9a-f]{2}$/.test(name));
  return names.sort().map((name) => join(directory, name));
}

function looseObjects(folder: string): { object: string; path: string }[] {
  const prefix = folder.slice(-2);
  const names = readdirSync(folder).filter((name) => /^(?:[0-9a-f]{38}|[0-9a-f]{62})$/.test(name));
  return names.sort().map((name) => ({ object: prefix + name, path: join(folder, name) }));
}
