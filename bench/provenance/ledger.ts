import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDetector } from '../../src/detect/detector.ts';
import type { Subject } from '../../src/evidence/evidence-kind.ts';
import { saveTexts } from '../../src/jobs/scanning/texts.ts';
import { inText } from '../../src/jobs/scanning/who-wrote.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Sighting } from '../../src/model/sighting.ts';
import type { Listing } from '../../src/sources/source.ts';
import { openStore } from '../../src/store/open.ts';
import { ORGANIZATION } from '../organizations/organization.ts';

export const detector = createDetector();
export const fingerprintKey = Buffer.alloc(32, 'bench');

/** A text with a secret, as the kinds of evidence are asked about it. */
export type TextSubject = Subject & { readonly repositoryId: number | undefined };

interface Read {
  readonly evidence: readonly Evidence[];
  readonly written: readonly TextSubject[];
  readonly sightings: readonly Sighting[];
}

/** Texts, each read on its own day, as the job of the sweep reads them: into a real ledger, with our own detector. */
export async function readTexts(listings: readonly Listing[], dayOf: (name: string) => number): Promise<Read> {
  const dataDir = await mkdtemp(join(tmpdir(), 'handback-bench-'));
  const store = await openStore({ dataDir });
  try {
    await store.organizations.save(ORGANIZATION);
    const context = { store, detector, fingerprintKey, github: { botLogin: async () => 'handback[bot]' } };
    const evidence: Evidence[] = [];
    const written: TextSubject[] = [];
    for (const listing of listings) {
      for (const one of listing.texts) {
        const saved = await saveTexts(context, ORGANIZATION.id, { ...listing, texts: [one] }, dayOf(one.name));
        evidence.push(...saved.evidence);
        for (const each of saved.found) {
          const text = inText(context, each);
          if (text) written.push({ credential: each.credential, text, repositoryId: listing.scope.repositoryId });
        }
      }
    }
    return { evidence, written, sightings: await store.sightings.list(ORGANIZATION.id) };
  } finally {
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}
