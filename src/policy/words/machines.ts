import type { HeldMachine } from '../../model/machine.ts';
import { unreachable } from '../../model/never.ts';
import { machineName } from '../machines.ts';
import { code, fitting } from './markdown.ts';

/** Machine accounts to hand over, with boxes that the roster ticks. */
export function machinesSection(machines: readonly HeldMachine[], room: number): readonly string[] {
  if (machines.length === 0) return [];
  const says =
    'Boxes tick when the roster names somebody else as `sponsor`. Whether credentials were rotated is not seen.';
  return [`### Machine accounts they hold\n\n${says}\n\n${fitting(machines.map(line), room)}`];
}

function line(machine: HeldMachine): string {
  return `- [${machine.now === 'somebody' ? 'x' : ' '}] ${sentence(machine)}`;
}

function sentence({ who, now, sponsor = '' }: HeldMachine): string {
  const name = code(machineName(who));
  const todo = 'name somebody else as its `sponsor` in the roster, and rotate its credentials';
  switch (now) {
    case 'them':
      return `Holds the machine account ${name}: ${todo}`;
    case 'nobody':
      return sponsor === ''
        ? `Held the machine account ${name}, and the roster names nobody in their place: ${todo}; give an account that is no more used an \`end\``
        : `Held the machine account ${name}, and ${code(sponsor)} in their place is nobody whom Handback knows: ${todo}`;
    case 'somebody':
      return `Held the machine account ${name}; the roster names ${code(sponsor)} now`;
    default:
      return unreachable(now);
  }
}
