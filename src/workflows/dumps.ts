import { ANY_NAME, type Use } from '../model/use.ts';
import type { ReadUse } from './read-use.ts';

/** Commands that print all environment variables when they stand alone. */
const PRINTS_ALL = /^(?:printenv|env|set|export(?: -p)?|declare -p|Get-ChildItem env:|gci env:)$/i;
const PRINTS = /^(?:echo|printf|printenv|Write-(?:Host|Output))\b/i;
/** What changes a text and prints it: then GitHub's mask does not recognise it. */
const PASSES_ON = /^(?:base64|rev|sed|tr|xxd|hexdump|od|fold|cut|tee|awk|head|tail|cat|sort|grep)\b/;
const TO_FILE = />{1,2}(?![>&]|\s*(?:\/dev\/std|"?\$\{?GITHUB_STEP_SUMMARY))/;

/** Whether a script writes the secret to its log, where everybody who reads the repository finds it. */
export function isDumped(use: ReadUse): boolean {
  const { script, how, as } = use;
  if (script === undefined) return false;
  const commands = script.split(/\r?\n|;|&&|\|\|/).map((line) => line.trim());
  if (how === 'script') return commands.some((command) => names(command, use) && isPrinted(command));
  if (how !== 'environment variable' || as === undefined) return false;
  // On Windows: $env:NAME and %NAME%. Names are compared without case, as they are kept.
  const variable = new RegExp(
    String.raw`\$\{?(?:env:)?${escaped(as)}\b|%${escaped(as)}%|^printenv ${escaped(as)}\b`,
    'i',
  );
  return commands.some((command) => PRINTS_ALL.test(command) || (variable.test(command) && isPrinted(command)));
}

/** `echo X`, and `echo X | base64`; not `echo X > file` or `echo X | docker login`. */
function isPrinted(command: string): boolean {
  const [first = '', ...rest] = command.split('|').map((part) => part.trim());
  if (!PRINTS.test(first) || first.includes('::add-mask::') || TO_FILE.test(command)) return false;
  return rest.every((part) => PASSES_ON.test(part));
}

function names(command: string, { name }: Use): boolean {
  // Apart at each opening: a pattern that looks for the opening as well goes through the rest
  // of the line anew from each.
  const [, ...behind] = command.split('${{');
  if (name === ANY_NAME) return behind.some((text) => /^[^}]*\bsecrets\b/i.test(text));
  const wanted = new RegExp(String.raw`\b${escaped(name)}\b`, 'i');
  return behind.some((text) => wanted.test(text));
}

function escaped(name: string): string {
  return name.replaceAll(/[^\w]/g, String.raw`\$&`);
}
