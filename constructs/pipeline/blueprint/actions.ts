import { DEPLOYED } from '../../../lib/change/deployed';
import { VARIABLES } from '../../../lib/change/wiring';
import { objectLink } from '../../../lib/contract/console';
import type { DeployTarget, PipelineApprover } from '../../change/change-control-props';
import { ARTIFACTS, projectNames } from './names';
import type { ActionBlueprint, ActionKind } from './types';

/** The execution's id, as CodePipeline puts it into a configuration. */
export const EXECUTION = '#{codepipeline.PipelineExecutionId}';

/** The digest that Verify computed. */
export const DIGEST = `#{${VARIABLES.verifyNamespace}.${VARIABLES.digest}}`;

const NUMBER = `#{${VARIABLES.draftNamespace}.${VARIABLES.number}}`;

/** What every handler of change control is told: whose change it is, and which. */
export function changeKeys(application: string, pipeline: string): Record<string, string> {
  return { application, pipeline, execution: EXECUTION, digest: DIGEST };
}

/** A CodeBuild action; what it is told stands in environment variables of the build. */
export function codeBuild(
  kind: ActionKind,
  name: string,
  settings: {
    readonly project: string;
    readonly inputs: readonly string[];
    readonly environment?: Readonly<Record<string, string>>;
  } & Pick<ActionBlueprint, 'outputs' | 'namespace' | 'variables'> & { readonly runOrder?: number },
): ActionBlueprint {
  const { project, inputs, environment, runOrder = 1, ...rest } = settings;
  const variables = Object.entries(environment ?? {}).map(([key, value]) => ({ name: key, value, type: 'PLAINTEXT' }));
  const configuration: Record<string, string> = { ProjectName: project };
  if (inputs.length > 1) configuration.PrimarySource = inputs[0]!;
  if (variables.length > 0) configuration.EnvironmentVariables = JSON.stringify(variables);
  return {
    name,
    kind,
    role: 'actions',
    runOrder,
    type: { category: 'Build', provider: 'CodeBuild' },
    configuration,
    inputs,
    ...rest,
  };
}

/** A Lambda action. */
export function lambda(
  kind: ActionKind,
  name: string,
  functionName: string,
  parameters: Readonly<Record<string, string>>,
  rest: Partial<ActionBlueprint> = {},
): ActionBlueprint {
  return {
    name,
    kind,
    role: 'actions',
    runOrder: 1,
    type: { category: 'Invoke', provider: 'Lambda' },
    configuration: { FunctionName: functionName, UserParameters: JSON.stringify(parameters) },
    ...rest,
  };
}

/** A Step Functions action: it ends when the state machine ends. */
export function stateMachine(
  kind: ActionKind,
  name: string,
  arn: string,
  input: Readonly<Record<string, unknown>>,
  runOrder: number,
): ActionBlueprint {
  return {
    name,
    kind,
    role: 'actions',
    runOrder,
    type: { category: 'Invoke', provider: 'StepFunctions' },
    configuration: { StateMachineArn: arn, InputType: 'Literal', Input: JSON.stringify(input) },
  };
}

/** What an approval is asked with. */
export interface AskSettings {
  readonly application: string;
  /** What change control is named after. */
  readonly controlName: string;
  readonly topicArn: string;
  readonly account: string;
  readonly region: string;
}

/** One approver's approval; it names the change record and the digest, which is what is approved, and links its page. */
export function approval(settings: AskSettings, approver: PipelineApprover): ActionBlueprint {
  const { application, topicArn } = settings;
  const link = pageLink(settings);
  const read = [...(link === undefined ? [] : [`at ${link}`]), `with guarded change show ${NUMBER}`].join(' or ');
  return {
    name: approver.persona,
    kind: 'approve',
    role: 'actions',
    runOrder: 1,
    type: { category: 'Approval', provider: 'Manual' },
    timeoutMinutes: approver.timeout?.toMinutes({ integral: false }) ?? 7 * 24 * 60,
    configuration: {
      NotificationArn: topicArn,
      CustomData: `Change ${NUMBER} of ${application}, digest ${DIGEST}. Read it ${read}`,
      ...(link === undefined ? {} : { ExternalEntityLink: link }),
    },
  };
}

/** The page in the console of S3, which opens it in the session of whoever is signed in: the link itself opens nothing. */
function pageLink({ controlName, account, region }: AskSettings): string | undefined {
  const key = `#{${VARIABLES.pageNamespace}.${VARIABLES.page}}`;
  return objectLink(region, DEPLOYED.bucket(controlName, account, region), key);
}

/** What a deploy action goes by, besides its target. */
export interface DeploySettings {
  readonly application: string;
  readonly environment: string;
  /** Of the variables that it exports; unique in the pipeline. */
  readonly namespace: string;
  /** Minutes that CloudFormation watches the rollback alarms. */
  readonly monitoringMinutes: number;
  /** A wave of prod; absent for the environments before it. */
  readonly wave?: DeployWave;
}

/** What a deployment to prod is told besides: rollback alarms are handed over, and it asks whether it may. */
export interface DeployWave {
  readonly stage: string;
  readonly pipeline: string;
  /** Name of the function that admits it. */
  readonly admitFunction: string;
}

/** Environment variables by which a deploy action asks; the script refuses a wave that names no function. */
export const ADMISSION = 'ADMISSION';

/**
 * The question stands in the deploy action itself. As an action of its own before the deployment it would be passed
 * over: CodePipeline retries the failed actions of a stage, and a check that passed before the deployment failed is none
 * of them. In an entry condition of the stage it would stand in the way of rollbacks. Here nothing can deploy without it.
 */
function admission(application: string, { stage, pipeline, admitFunction }: DeployWave): Record<string, string> {
  return {
    [ADMISSION]: admitFunction,
    APPLICATION: application,
    PIPELINE: pipeline,
    EXECUTION,
    STAGE: stage,
  };
}

/** The one deploy action for any workload. */
export function deploy(name: string, target: DeployTarget, settings: DeploySettings): ActionBlueprint {
  const { wave } = settings;
  return codeBuild('deploy', name, {
    project: projectNames.deploy(settings.application, settings.environment),
    inputs: [ARTIFACTS.assembly],
    namespace: settings.namespace,
    variables: [VARIABLES.alarms, VARIABLES.firstDeployment],
    environment: {
      DIGEST,
      TARGET_ACCOUNT: target.account,
      TARGET_REGION: target.region,
      ...(target.globalRegion === undefined ? {} : { GLOBAL_REGION: target.globalRegion }),
      ...(target.shared ? { SHARED_BY: settings.application } : {}),
      ASSEMBLY: target.assembly ?? '.',
      STACKS: JSON.stringify(target.stacks ?? []),
      MONITORING_MINUTES: String(settings.monitoringMinutes),
      ROLLBACK_ALARMS: wave ? 'hand over' : 'none',
      ...(wave ? admission(settings.application, wave) : { [ADMISSION]: 'none' }),
    },
  });
}
