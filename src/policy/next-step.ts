import type { Case, CaseItem } from '../model/case.ts';
import type { HeldMachine } from '../model/machine.ts';
import { withoutAt } from '../model/person.ts';
import type { StandingException } from '../model/policy.ts';
import type { ResidualAccess } from '../model/residual.ts';
import { holdsUntil } from './exceptions.ts';

/** The one thing that brings a case on. A person reads it on a phone, so there is never a second one. */
export type NextStep =
  | { readonly is: 'identify' }
  /** Of the organisation, where no repository is named. */
  | { readonly is: 'remove-access' | 'withdraw-invitation'; readonly repository?: string }
  | { readonly is: 'approve'; readonly item: CaseItem; readonly request: string }
  | { readonly is: 'replace'; readonly item: CaseItem; readonly who: Responsible }
  /** Credentials are done; a machine account still waits for another holder. */
  | { readonly is: 'hand-over'; readonly machine: HeldMachine }
  /** Everything that is left may stand until it ends. */
  | { readonly is: 'wait'; readonly exception: StandingException; readonly item: CaseItem }
  | { readonly is: 'look' }
  | { readonly is: 'last-day' }
  | { readonly is: 'nothing' };

/** Who does it, and why it is them; without names nobody is known who would. */
export interface Responsible {
  readonly by: 'claim' | 'owner' | 'sponsor' | 'unseen' | 'nobody';
  readonly names: readonly string[];
}

/**
 * Chosen from the facts alone: whoever can still walk in comes before what they left
 * behind, and of that the worst comes first.
 */
export function nextStep(file: Case): NextStep {
  const { departure, items, openReasons, residual } = file;
  if (openReasons.length === 0) return { is: 'nothing' };
  if (departure.person === undefined) return { is: 'identify' };
  const open = items.filter(({ done }) => !done);
  if (departure.state === 'effective' && residual?.state === 'in') return shutOut(residual);
  const asked = open.find(({ waiting }) => waiting !== undefined);
  if (asked?.waiting !== undefined) return { is: 'approve', item: asked, request: asked.waiting };
  const [worst] = open.filter((item) => sparing(item) === undefined);
  if (worst !== undefined) return { is: 'replace', item: worst, who: responsible(file, worst) };
  const held = file.machines?.find(({ now }) => now !== 'somebody');
  if (held !== undefined) return { is: 'hand-over', machine: held };
  const [soonest] = open
    .flatMap((item) => {
      const exception = sparing(item);
      return exception === undefined ? [] : [{ exception, item }];
    })
    .toSorted((a, b) => holdsUntil(a.exception) - holdsUntil(b.exception));
  if (soonest !== undefined) return { is: 'wait', ...soonest };
  return { is: departure.state === 'scheduled' ? 'last-day' : 'look' };
}

function shutOut({ membership, outsider, repositories, invited }: ResidualAccess): NextStep {
  if (membership === 'active') return { is: 'remove-access' };
  if (membership === 'pending') return { is: 'withdraw-invitation' };
  const [open] = repositories.filter(({ ended }) => !ended);
  if (open !== undefined) return { is: 'remove-access', repository: open.repository };
  const [repository] = invited;
  if (outsider === true || repository === undefined) return { is: 'remove-access' };
  return { is: 'withdraw-invitation', repository };
}

/** Of its exceptions that hold the one that ends last. */
function sparing({ exceptions = [] }: CaseItem): StandingException | undefined {
  const holding = exceptions.filter((each) => each.void === undefined);
  return holding.toSorted((a, b) => holdsUntil(b) - holdsUntil(a))[0];
}

/** Never the leaver: an owner who goes is no answer. */
function responsible({ inHandOf, departure }: Case, { owner }: CaseItem): Responsible {
  const gone = `@${departure.person?.login ?? ''}`.toLowerCase();
  const stays = (names: readonly string[]) => names.filter((name) => name.toLowerCase() !== gone);
  const found = [
    { by: 'claim' as const, names: stays(inHandOf === undefined ? [] : [`@${inHandOf}`]) },
    { by: 'owner' as const, names: stays(owner?.names ?? []) },
    { by: 'sponsor' as const, names: stays(sponsorsOf(departure)) },
  ];
  const none = { by: owner?.by === 'unseen' ? ('unseen' as const) : ('nobody' as const), names: [] };
  return found.find(({ names }) => names.length > 0) ?? none;
}

/** The roster names them by login, with or without @, or by an address. */
function sponsorsOf({ engagement }: Case['departure']): readonly string[] {
  const name = withoutAt(engagement?.sponsor ?? '');
  if (name === '') return [];
  return [name.includes('@') ? name : `@${name}`];
}
