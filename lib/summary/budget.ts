import { ERROR_BUDGET_METADATA } from '../names';
import type { StackView } from './assembly';
import type { BudgetSummary } from './model';

/** What the gate of a pipeline asks for its error budget, as it stands beside the gate's function. */
export function budgetOf(own: StackView, stacks: readonly StackView[], application: string): BudgetSummary | undefined {
  const [alone] = saidIn(own).filter((said) => said.application === undefined);
  return alone ?? stacks.flatMap(saidIn).find((said) => said.application === application);
}

/** A gate that many share says whose each budget is. */
function saidIn({ resources }: StackView): (BudgetSummary & { readonly application?: string })[] {
  return Object.values(resources).flatMap(
    ({ Metadata }) => (Metadata?.[ERROR_BUDGET_METADATA] ?? []) as BudgetSummary & { readonly application?: string },
  );
}

/** `99.98 % over 30 days, measured by 3 service level objectives; …`. */
export function budgetText({ objectivePercent, serviceLevelObjectives: { length } }: BudgetSummary): string {
  const promise = `available ${objectivePercent} % over 30 days`;
  if (length === 0) return `${promise}, measured by nothing: after the first release the gate refuses every feature`;
  return `${promise}, measured by ${length} service level ${length === 1 ? 'objective' : 'objectives'}; a spent budget stops features`;
}
