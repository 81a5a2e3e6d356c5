import { z } from 'zod';
import type { Gap } from '../../model/coverage.ts';
import { DAY } from '../../model/time.ts';
import type { CredentialSource } from '../../sources/source.ts';
import type { Context, Site } from '../context.ts';

/** In `needs` and `says` as the gap has them. */
const Refusal = z.object({ granted: z.string(), at: z.number(), needs: z.string().optional(), says: z.string() });

/**
 * What `app.yml` does not ask for is mostly not granted, and what is not granted for one repository is granted for
 * none: one refusal answers for all of them until the permissions change. Once a day it is asked again all the same.
 */
export async function refusedBefore(context: Context, site: Site, source: CredentialSource): Promise<Gap | undefined> {
  const note = source.optional ? await context.store.notes.read(keyOf(site, source)) : undefined;
  if (note === undefined) return undefined;
  const { granted, at, needs, says } = Refusal.parse(JSON.parse(note));
  if (context.now() - at >= DAY || granted !== (await site.github.granted())) return undefined;
  return { why: 'permission', says, ...(needs === undefined ? {} : { needs }) };
}

export async function rememberRefusal(context: Context, site: Site, source: CredentialSource, gap: Gap): Promise<void> {
  if (!source.optional || gap.why !== 'permission') return;
  const refusal = { granted: await site.github.granted(), at: context.now(), needs: gap.needs, says: gap.says };
  await context.store.notes.save(keyOf(site, source), JSON.stringify(refusal));
}

function keyOf({ organization }: Site, { name, level }: CredentialSource): string {
  return `refused:${organization.id}:${level}:${name}`;
}
