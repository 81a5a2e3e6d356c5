import type { Departure } from '../model/departure.ts';
import type { HeldMachine } from '../model/machine.ts';
import type { CredentialFile } from '../model/violation.ts';

/**
 * Why a case stays open: a machine account goes on working for whoever knows its
 * credentials, and nobody would answer for it.
 */
export function machineReasons({ state }: Departure, machines: readonly HeldMachine[]): string[] {
  if (state !== 'effective') return [];
  return machines.flatMap(({ who, now }) => (now === 'somebody' ? [] : `${REASONS[now]} ${machineName(who)}`));
}

const REASONS = {
  them: 'the roster still names them as the sponsor of the machine account',
  nobody: 'the roster names nobody who is known in their place as the sponsor of the machine account',
};

/** What machine accounts that wait for another holder are known to have made. */
export function madeByMachines(
  machines: readonly HeldMachine[],
  present: readonly CredentialFile[],
): readonly CredentialFile[] {
  const ids = new Set(machines.filter(({ now }) => now !== 'somebody').flatMap(({ person }) => person?.id ?? []));
  if (ids.size === 0) return [];
  return present.filter(({ attribution }) => {
    const maker = attribution().creator?.person;
    return maker !== undefined && ids.has(maker.id);
  });
}

export function machineName({ login, email, id }: HeldMachine['who']): string {
  return login ?? email ?? `user ${id}`;
}
