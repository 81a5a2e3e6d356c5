import { createHash } from 'node:crypto';
import type { Rule } from '../../detect/rule.ts';
import type { FindingConfidence } from '../../model/finding.ts';
import type { Found, NotScanned } from '../found.ts';
import { asRecord } from './json.ts';
import type { Reporter } from './reporter.ts';

const LEVELS = { high: 'error', medium: 'warning', low: 'note' } as const satisfies Record<FindingConfidence, string>;
/** What GitHub sorts alerts by. */
const SEVERITIES = { high: '9.0', medium: '7.0', low: '3.0' } as const satisfies Record<FindingConfidence, string>;

/** SARIF 2.1.0. */
export const sarif: Reporter = (report, { rules, version }) => {
  const ids = [...new Set(report.findings.map(({ rule }) => rule))].sort();
  const known = new Map(rules.map((rule) => [rule.id, rule]));
  const place = createPlaceNames();
  const log = {
    version: '2.1.0',
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    runs: [
      {
        tool: {
          driver: {
            name: 'Handback',
            semanticVersion: version,
            rules: ids.map((id) => describe(id, known.get(id))),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { ROOT: { description: { text: 'The root of the scan.' } } },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: report.notScanned.map(notification) }],
        results: report.findings.map((found) => result(found, ids, known.get(found.rule), place(found))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
};

function describe(id: string, rule: Rule | undefined) {
  if (rule === undefined) return { id };
  const { title, confidence, rotate } = rule;
  return {
    id,
    shortDescription: { text: title },
    ...(rotate.url === '' ? {} : { helpUri: rotate.url }),
    ...(rotate.says === '' ? {} : { help: { text: rotate.says } }),
    defaultConfiguration: { level: LEVELS[confidence] },
    properties: { tags: ['security', 'secret'], 'security-severity': SEVERITIES[confidence] },
  };
}

function result(found: Found, ids: readonly string[], rule: Rule | undefined, place: string) {
  const { line, column, endLine, endColumn, path, fingerprint, confidence } = found;
  const { commit, author, date, refs, alsoIn } = asRecord(found);
  const properties = { fingerprint, mask: found.mask, confidence, commit, author, date, refs, alsoIn };
  return {
    ruleId: found.rule,
    ruleIndex: ids.indexOf(found.rule),
    level: LEVELS[confidence],
    message: { text: `${rule?.title ?? found.rule}: ${found.mask}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'ROOT' },
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
      },
    ],
    partialFingerprints: { 'handbackValue/v1': fingerprint, 'handbackPlace/v1': place },
    properties,
  };
}

/** Names the nth place of a value in a file: the same when lines move, different for two places of one value. */
function createPlaceNames(): (found: Found) => string {
  const seen = new Map<string, number>();
  return ({ fingerprint, path }) => {
    const key = `${fingerprint} ${path}`;
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return createHash('sha256').update(`${key} ${nth}`).digest('hex').slice(0, 32);
  };
}

function notification({ path, reason }: NotScanned) {
  return { level: 'warning', message: { text: `${path} was not scanned: ${reason}` } };
}
