import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const Manifest = z.object({
  name: z.string(),
  url: z.url(),
  description: z.string(),
  public: z.literal(false),
  default_events: z.array(z.string()),
  default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
});

/** `app.yml`: what the App asks GitHub for. */
export async function readManifest(): Promise<z.infer<typeof Manifest>> {
  return Manifest.parse(parse(await readFile(new URL('../../app.yml', import.meta.url), 'utf8')));
}
