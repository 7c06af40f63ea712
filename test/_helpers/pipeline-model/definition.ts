/** The part of AWS::CodePipeline::Pipeline that the model executes, as CloudFormation has it. */
export interface PipelineDefinition {
  readonly Name: string;
  readonly PipelineType: string;
  readonly ExecutionMode: string;
  readonly Stages: readonly StageDefinition[];
}

/** One stage. */
export interface StageDefinition {
  readonly Name: string;
  readonly Actions: readonly ActionDefinition[];
  readonly BeforeEntry?: ConditionsDefinition;
  readonly OnSuccess?: ConditionsDefinition;
  readonly OnFailure?: Partial<ConditionsDefinition> & {
    readonly Result?: string;
    readonly RetryConfiguration?: { readonly RetryMode?: string };
  };
}

/** The one condition that the service takes. */
export interface ConditionsDefinition {
  readonly Conditions: readonly ConditionDefinition[];
}

/** All rules must hold, or the result follows. */
export interface ConditionDefinition {
  readonly Result: string;
  readonly Rules: readonly RuleDefinition[];
}

/** One rule. */
export interface RuleDefinition {
  readonly Name: string;
  readonly RuleTypeId: { readonly Provider: string };
  readonly Configuration: Readonly<Record<string, string>>;
  readonly TimeoutInMinutes?: number;
}

/** One action. */
export interface ActionDefinition {
  readonly Name: string;
  readonly ActionTypeId: { readonly Category: string; readonly Provider: string };
  readonly RunOrder?: number;
  readonly Configuration?: Readonly<Record<string, unknown>>;
  readonly Namespace?: string;
}

const four =
  '"application":"orders","pipeline":"orders","execution":"#{codepipeline.PipelineExecutionId}","digest":"#{Verify.DIGEST}"';

function action(
  Name: string,
  Category: string,
  Provider: string,
  Configuration: Record<string, unknown> = {},
  more: Partial<ActionDefinition> = {},
): ActionDefinition {
  return { Name, ActionTypeId: { Category, Provider }, RunOrder: 1, Configuration, ...more };
}

function gate(name: string): StageDefinition {
  return {
    Name: name,
    Actions: [
      action('WaitForWindow', 'Invoke', 'StepFunctions', { StateMachineArn: 'wait-for-window', Input: `{${four}}` }),
      action('Check', 'Invoke', 'Lambda', { FunctionName: 'gate', UserParameters: `{${four}}` }, { RunOrder: 2 }),
    ],
  };
}

const DEPLOY = {
  DIGEST: '#{Verify.DIGEST}',
  ADMISSION: 'admit',
  APPLICATION: 'orders',
  PIPELINE: 'orders',
  EXECUTION: '#{codepipeline.PipelineExecutionId}',
  STAGE: 'WAVE',
};

function wave(name: string): StageDefinition {
  const input = `{${four},"stage":"${name}"}`;
  const bake = { StateMachineArn: 'bake', Input: input };
  return {
    Name: name,
    Actions: [
      action('Deploy', 'Build', 'CodeBuild', {
        EnvironmentVariables: JSON.stringify(
          Object.entries(DEPLOY).map(([key, value]) => ({ name: key, value: value.replace('WAVE', name) })),
        ),
      }),
      action('Bake', 'Invoke', 'StepFunctions', bake, { RunOrder: 2 }),
    ],
    OnFailure: { Result: 'ROLLBACK' },
  };
}

function record(name: string, deed: string, more: Partial<ActionDefinition> = {}): ActionDefinition {
  return action(name, 'Invoke', 'Lambda', { FunctionName: 'record', UserParameters: `{"do":"${deed}",${four}}` }, more);
}

/** A pipeline in the shape of the change pipeline, written by hand. */
export const HAND_WRITTEN: PipelineDefinition = {
  Name: 'orders',
  PipelineType: 'V2',
  ExecutionMode: 'QUEUED',
  Stages: [
    { Name: 'Source', Actions: [action('Source', 'Source', 'CodeStarSourceConnection', {}, { Namespace: 'Source' })] },
    { Name: 'Build', Actions: [action('Build', 'Build', 'CodeBuild')] },
    {
      Name: 'Verify',
      Actions: [
        action('Verify', 'Build', 'CodeBuild', {}, { Namespace: 'Verify' }),
        record('Draft', 'draft', { RunOrder: 2, Namespace: 'Draft' }),
      ],
    },
    {
      Name: 'Test',
      Actions: [action('Deploy', 'Build', 'CodeBuild'), record('Page', 'page', { RunOrder: 2, Namespace: 'Page' })],
    },
    { Name: 'Approve', Actions: [action('ReleaseManager', 'Approval', 'Manual')] },
    gate('Gate'),
    wave('Prod-one-box'),
    gate('Gate-rest'),
    wave('Prod-rest'),
    { Name: 'Close', Actions: [record('Close', 'close')] },
  ],
};
