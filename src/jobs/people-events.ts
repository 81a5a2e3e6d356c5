import { z } from 'zod';
import { departureSources } from '../departures/index.ts';
import { NotVisible } from '../github/github.ts';
import { credentialId } from '../model/credential.ts';
import type { DepartureNotice } from '../model/departure.ts';
import type { Evidence } from '../model/evidence.ts';
import { identity } from '../model/identity.ts';
import { BLOCK, isAccess, UNBLOCKED, UNSEEN, voiceOf } from '../policy/voices.ts';
import { gapOf } from './asking/visible.ts';
import { type Context, openSite, type Site } from './context.ts';
import { learnPeople, saveEvidence } from './people/accounts.ts';
import { blockedNow } from './people/blocks.ts';
import { isIn } from './people/presence.ts';
import { enforce, prove } from './requests.ts';

const Departure = z.object({
  org: z.number(),
  source: z.string(),
  action: z.string(),
  at: z.number(),
  payload: z.unknown(),
});

/**
 * What an event says about somebody leaving or staying becomes a notice; what follows from
 * all notices is derived elsewhere.
 */
export async function runRecordDeparture(context: Context, payload: unknown): Promise<void> {
  const { org, source: name, action, at, payload: event } = Departure.parse(payload);
  const site = await openSite(context, org);
  const source = departureSources.find((each) => each.name === name);
  if (source === undefined) throw new Error(`no departure source ${name}`);
  const said = await source.notices({ ...site, now: at }, action, event).catch((error: unknown) => {
    // Whether that was all the person had is not visible: no departure is made up, and every sweep shows the gap.
    if (!(error instanceof NotVisible)) throw error;
    context.log.warn({ source: name, gap: error.gap.says }, 'what an event says of a departure is not visible');
    return [];
  });
  const notices: DepartureNotice[] = [];
  for (const notice of said)
    notices.push(await asSeen(context, site, notice), ...(await overSince(context, site, notice)));
  await learnPeople(
    context,
    site,
    notices.map(({ who }) => ({ who, before: at })),
  );
  await context.store.transaction(async (store) => {
    await store.departures.add(org, notices);
    await context.queue.add([prove(org), enforce(org)], store.tx);
  });
}

/**
 * An event may come late, and after another one: that somebody came is believed of those
 * only whom GitHub shows now. So is the end of a block, which may be of an earlier one.
 */
async function asSeen(context: Context, site: Site, notice: DepartureNotice): Promise<DepartureNotice> {
  const { id, login } = notice.who;
  const isFreed = notice.source === BLOCK;
  if (notice.says === 'leaves' || id === undefined || login === undefined) return notice;
  if (!isFreed && !isAccess(voiceOf(notice))) return notice;
  try {
    if (await isIn(site, { id, login })) return notice;
  } catch (error) {
    if (!(error instanceof NotVisible)) throw error;
    context.log.warn(
      { source: notice.source, gap: error.gap.says },
      'whether somebody who came is here is not visible',
    );
  }
  if (isFreed) return { ...notice, source: UNBLOCKED, detail: `${notice.detail}, and not seen in since` };
  return { ...notice, source: UNSEEN, detail: `${notice.detail}, which GitHub does not show` };
}

/**
 * A block that is over by now was told after its end, or late enough. It carries no time of
 * its own, so what GitHub shows now decides; where that is not visible, the block stands.
 */
async function overSince({ log }: Context, site: Site, notice: DepartureNotice): Promise<readonly DepartureNotice[]> {
  const { source, says, who, learnedAt } = notice;
  if (source !== BLOCK || says !== 'leaves' || who.id === undefined) return [];
  try {
    if ((await blockedNow(site, [who.id])).has(who.id)) return [];
  } catch (error) {
    const gap = gapOf(error);
    if (gap === undefined) throw error;
    log.warn({ source, gap: gap.says }, 'whether somebody is still blocked is not visible');
    return [];
  }
  const at = learnedAt + 1;
  const detail = `no longer blocked in ${site.organization.login} when the event came`;
  return [{ source: UNBLOCKED, who, says: 'stays', effectiveAt: at, learnedAt: at, detail }];
}

const Account = z.object({ id: z.number(), login: z.string(), type: z.string().optional() });
const KeyEvent = z.object({
  action: z.string(),
  key: z.object({ id: z.number(), created_at: z.coerce.date() }),
  repository: z.object({ id: z.number() }),
  sender: Account,
});

/** The sender of `deploy_key.created` is authenticated: evidence that costs no request and outlives the key. */
export async function runRecordKeyEvent(context: Context, payload: unknown): Promise<void> {
  const { org, payload: event } = z.object({ org: z.number(), payload: z.unknown() }).parse(payload);
  const evidence = addedBySender(event);
  if (evidence !== undefined) await saveEvidence(context, await openSite(context, org), [evidence]);
}

export function addedBySender(event: unknown): Evidence | undefined {
  const { action, key, repository, sender } = KeyEvent.parse(event);
  if (action !== 'created') return undefined;
  const credential = credentialId('deploy-key', repository.id, key.id);
  return {
    id: identity('deploy-key-event', credential, sender.id),
    credential,
    kind: 'deploy-key-event',
    role: 'creator',
    strength: 'stated',
    who: { id: sender.id, login: sender.login, ...(sender.type === 'Bot' ? { bot: true } : {}) },
    at: key.created_at.getTime(),
    did: 'added this deploy key',
    source: 'the sender of GitHub’s deploy_key event',
  };
}
