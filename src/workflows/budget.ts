/**
 * How much of a repository's workflows is followed: calls may fan out, and variables
 * multiply with steps. What is beyond is told as unread.
 */
export interface Budget {
  left: number;
}

/** Enough for every honest workflow and repository, little enough for a second or two of work. */
const ENOUGH = { workflow: 200_000, repository: 1_000_000 };

/** What a use takes to be looked at and kept. */
const USE = 40;

/** For one workflow, out of what its repository has left. */
export function newBudget(spent: number): Budget {
  return { left: Math.min(ENOUGH.workflow, ENOUGH.repository - spent) };
}

/** True as long as there is something left to spend. */
export function spend(budget: Budget, cost: number): boolean {
  budget.left -= 1 + cost;
  return budget.left >= 0;
}

/** As many of these uses as there is room for. */
export function affordable<T>(budget: Budget, uses: readonly T[], cost = 0): readonly T[] {
  return uses.filter(() => spend(budget, USE + cost));
}
