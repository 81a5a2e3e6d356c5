import type { Fault } from '../../demo/github/faults.ts';
import type { GitHub } from '../../demo/github/stand-in.ts';

/** Faults by the name of what goes wrong, and how often each really struck. */
export interface Struck {
  plan(name: string, fault: Fault): void;
  times(name: string): number;
}

export function countFaults({ world: { faults } }: GitHub): Struck {
  const names = new Map<Fault, string>();
  const struck = new Map<string, number>();
  const strike = faults.strike.bind(faults);
  faults.strike = (what) => {
    const fault = strike(what);
    const name = fault && names.get(fault);
    if (name !== undefined) struck.set(name, (struck.get(name) ?? 0) + 1);
    return fault;
  };
  return {
    plan: (name, fault) => {
      names.set(fault, name);
      faults.plan(fault);
    },
    times: (name) => struck.get(name) ?? 0,
  };
}
