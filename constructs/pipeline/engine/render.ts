import type { CfnPipeline } from 'aws-cdk-lib/aws-codepipeline';
import type {
  ActionBlueprint,
  ActionPurpose,
  ConditionBlueprint,
  RuleBlueprint,
  StageBlueprint,
} from '../blueprint/types';

/** ARN of the role of a purpose. */
export type RoleArn = (purpose: ActionPurpose) => string;

/** Stages as CloudFormation takes them. */
export function renderStages(
  stages: readonly StageBlueprint[],
  arnOf: RoleArn,
): CfnPipeline.StageDeclarationProperty[] {
  const conditions = (all?: readonly ConditionBlueprint[]) =>
    all?.map((condition) => renderCondition(condition, arnOf));
  return stages.map(({ name, actions, beforeEntry, onSuccess, onFailure }) => ({
    name,
    actions: actions.map((action) => renderAction(action, arnOf)),
    ...(beforeEntry ? { beforeEntry: { conditions: conditions(beforeEntry) } } : {}),
    ...(onSuccess ? { onSuccess: { conditions: conditions(onSuccess) } } : {}),
    ...(onFailure ? { onFailure: { result: onFailure.result, conditions: conditions(onFailure.conditions) } } : {}),
  }));
}

function renderAction(action: ActionBlueprint, arnOf: RoleArn): CfnPipeline.ActionDeclarationProperty {
  const { name, type, runOrder, configuration, namespace, timeoutMinutes: timeoutInMinutes } = action;
  return {
    name,
    actionTypeId: { ...type, owner: 'AWS', version: '1' },
    runOrder,
    configuration,
    roleArn: arnOf(action.role),
    inputArtifacts: action.inputs?.map((input) => ({ name: input })),
    outputArtifacts: action.outputs?.map((output) => ({ name: output })),
    namespace,
    timeoutInMinutes,
  };
}

function renderCondition({ result, rules }: ConditionBlueprint, arnOf: RoleArn): CfnPipeline.ConditionProperty {
  return { result, rules: rules.map((rule) => renderRule(rule, arnOf)) };
}

function renderRule(rule: RuleBlueprint, arnOf: RoleArn): CfnPipeline.RuleDeclarationProperty {
  return {
    name: rule.name,
    ruleTypeId: { category: 'Rule', owner: 'AWS', provider: rule.provider, version: '1' },
    configuration: rule.configuration,
    commands: rule.commands ? [...rule.commands] : undefined,
    roleArn: rule.role ? arnOf(rule.role) : undefined,
  };
}
