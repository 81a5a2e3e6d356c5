import { rules } from '../detect/rules/index.ts';
import type { Format } from '../scan/reports/index.ts';
import { CommandError } from './command-error.ts';

/** What `handback scan` looks for, for people or as JSON. */
export function listRules(format: Format): string {
  const listed = rules.map(({ id, provider, title, confidence, rotate, checksum, probe }) => ({
    id,
    provider,
    title,
    confidence,
    rotate,
    checksum: checksum !== undefined,
    issuerCanBeAsked: probe !== undefined,
  }));
  switch (format) {
    case 'json':
      return `${JSON.stringify(listed, null, 2)}\n`;
    case 'jsonl':
      return listed.map((rule) => `${JSON.stringify(rule)}\n`).join('');
    case 'human':
      return `${listed.map(inWords).join('')}${listed.length} rules.\n`;
    case 'csv':
    case 'sarif':
      throw new CommandError(`--rules has no ${format} form. Choose --format human, json or jsonl.`);
    default:
      return format satisfies never;
  }
}

interface Listed {
  readonly id: string;
  readonly provider: string;
  readonly title: string;
  readonly confidence: string;
  readonly rotate: { readonly says: string; readonly url: string };
}

function inWords({ id, provider, title, confidence, rotate }: Listed): string {
  return `${id}  (${provider}, ${confidence})\n  ${title}\n  To rotate: ${rotate.says} ${rotate.url}\n`;
}
