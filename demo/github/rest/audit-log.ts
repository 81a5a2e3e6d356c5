// GET /orgs/{org}/audit-log
import type { AuditEntry } from '../records.ts';
import { Refusal } from '../refusal.ts';
import type { Answer, Call } from './call.ts';
import { cursorPage } from './pages.ts';

/**
 * Answers on the enterprise plan only; phrases are words like actor:mallory,
 * action:repo.create_actions_secret, created:>=2026-01-01.
 */
export function auditLog(call: Call): Answer {
  const org = call.organization;
  if (org.plan !== 'enterprise') throw new Refusal(404, 'Not Found');
  const words = (call.query['phrase'] ?? '').split(/\s+/).filter(Boolean);
  const kept = org.audit.filter((entry) => words.every((word) => matches(entry, word)));
  const ordered = call.query['order'] === 'asc' ? kept : kept.toReversed();
  return cursorPage(
    call,
    ordered,
    (entry) => entry,
    (entry) => entry._document_id,
    'after',
  );
}

function matches(entry: AuditEntry, word: string): boolean {
  const [, not, name = '', value = ''] = /^(-?)([a-z_]+):(.*)$/.exec(word) ?? [];
  if (name === '') return true;
  const hit =
    name === 'created'
      ? createdIn(entry.created_at, value)
      : String(entry[name] ?? '').startsWith(value.replaceAll('"', ''));
  return not ? !hit : hit;
}

function createdIn(at: number, range: string): boolean {
  const [from = '', to = ''] = range.includes('..')
    ? range.split('..')
    : [range.replace(/^>=?/, ''), range.startsWith('>') ? '' : range];
  return at >= Date.parse(from) && (to === '' || at < Date.parse(to) + 24 * 3_600_000);
}
