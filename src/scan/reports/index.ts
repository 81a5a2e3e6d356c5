import { csv } from './csv.ts';
import { human } from './human.ts';
import { json, jsonl } from './json.ts';
import type { Reporter } from './reporter.ts';
import { sarif } from './sarif.ts';

export const FORMATS = ['human', 'json', 'jsonl', 'sarif', 'csv'] as const;

export type Format = (typeof FORMATS)[number];

export const reporters: Readonly<Record<Format, Reporter>> = { human, json, jsonl, sarif, csv };
