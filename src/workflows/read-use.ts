import type { Receiver, Use } from '../model/use.ts';

/** A use as it is read, with the text of the script that gets it. */
export interface ReadUse extends Use {
  readonly script?: string;
}

/** Longer names were not given by people for people. */
const LONGEST = 200;

/** The use as it is kept: without the script, because people write secrets there. */
export function kept({ script: _, ...use }: ReadUse): Use {
  return {
    ...use,
    job: clipped(use.job),
    receiver: keptReceiver(use.receiver),
    ...(use.environment === undefined ? {} : { environment: clipped(use.environment) }),
    ...(use.step === undefined ? {} : { step: clipped(use.step) }),
    ...(use.as === undefined ? {} : { as: clipped(use.as) }),
  };
}

function keptReceiver(receiver: Receiver): Receiver {
  if (receiver.kind === 'script' || receiver.kind === 'job') return receiver;
  return { ...receiver, called: { ...receiver.called, text: clipped(receiver.called.text) } };
}

function clipped(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
