import { LIMITS, RULE_PROVIDERS, SKIPPING_PROVIDERS } from './limits';
import type { ConditionBlueprint, Result, RuleBlueprint, StageBlueprint } from './types';

const RESULTS: Readonly<Record<'beforeEntry' | 'onSuccess' | 'onFailure', readonly Result[]>> = {
  beforeEntry: ['FAIL', 'SKIP'],
  onSuccess: ['ROLLBACK', 'FAIL'],
  onFailure: ['ROLLBACK'],
};

type Hook = keyof typeof RESULTS;

/** What the service would refuse, or do otherwise than meant, in the conditions of a stage; the L2 checks none of it. */
export function conditionProblems(stage: StageBlueprint): string[] {
  return [
    ...hookProblems(stage, 'beforeEntry', stage.beforeEntry),
    ...hookProblems(stage, 'onSuccess', stage.onSuccess),
    ...hookProblems(stage, 'onFailure', stage.onFailure?.conditions),
    ...failureProblems(stage),
  ];
}

function hookProblems(stage: StageBlueprint, hook: Hook, conditions?: readonly ConditionBlueprint[]): string[] {
  if (!conditions) return [];
  const where = `stage ${stage.name}, ${hook}`;
  const count =
    conditions.length === LIMITS.conditionsOnEntry
      ? []
      : [`${where}: ${conditions.length} conditions, the service takes exactly one`];
  return [...count, ...conditions.flatMap((condition) => oneCondition(where, hook, condition))];
}

function oneCondition(where: string, hook: Hook, condition: ConditionBlueprint): string[] {
  const problems: string[] = [];
  const { min, max } = LIMITS.rules;
  if (condition.rules.length < min || condition.rules.length > max)
    problems.push(`${where}: ${condition.rules.length} rules, the service takes ${min} to ${max}`);
  if (!RESULTS[hook].includes(condition.result))
    problems.push(`${where}: result ${condition.result}, possible there: ${RESULTS[hook].join(', ')}`);
  return [...problems, ...condition.rules.flatMap((rule) => ruleProblems(where, condition.result, rule))];
}

function ruleProblems(where: string, result: Result, rule: RuleBlueprint): string[] {
  const place = `${where}, rule ${rule.name}`;
  const required = RULE_PROVIDERS[rule.provider];
  if (!required)
    return [`${place}: unknown provider ${rule.provider}, known: ${Object.keys(RULE_PROVIDERS).join(', ')}`];
  const problems = required
    .filter((key) => !rule.configuration[key])
    .map((key) => `${place}: ${rule.provider} needs ${key}`);
  if (rule.provider === 'Commands' && !rule.commands?.length) problems.push(`${place}: Commands needs commands`);
  if (result === 'SKIP' && !SKIPPING_PROVIDERS.includes(rule.provider))
    problems.push(`${place}: ${rule.provider} cannot skip a stage, only ${SKIPPING_PROVIDERS.join(' and ')} can`);
  if (!LIMITS.name.test(rule.name)) problems.push(`${place}: its name must match ${LIMITS.name.source}`);
  return [...problems, ...longValues(place, rule)];
}

function longValues(place: string, rule: RuleBlueprint): string[] {
  return Object.entries(rule.configuration)
    .filter(([, value]) => value.length > LIMITS.ruleConfigurationValue)
    .map(([key]) => `${place}: ${key} has more than ${LIMITS.ruleConfigurationValue} characters`);
}

function failureProblems({ name, kind, onFailure }: StageBlueprint): string[] {
  if (!onFailure?.result) return [];
  const where = `stage ${name}, onFailure`;
  const problems: string[] = [];
  if (!['ROLLBACK', 'RETRY', 'FAIL'].includes(onFailure.result))
    problems.push(`${where}: result ${onFailure.result}, possible there: ROLLBACK, RETRY, FAIL`);
  if (onFailure.result === 'RETRY' && onFailure.conditions)
    problems.push(`${where}: RETRY and conditions exclude each other`);
  if (onFailure.result === 'ROLLBACK' && kind === 'source') problems.push(`${where}: a source stage cannot roll back`);
  return problems;
}
