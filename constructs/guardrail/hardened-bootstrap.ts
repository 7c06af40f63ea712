import { BootstraplessSynthesizer, CfnOutput, CfnParameter, CfnResource, Stack, Token, Validations } from 'aws-cdk-lib';
import type { CfnDeletionPolicy } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { BootstrapOptions, Json, JsonObject } from '../../lib/guardrail';
import { bootstrapProblems, hardenedBootstrap } from '../../lib/guardrail';
import { BOOTSTRAP_ACKNOWLEDGEMENTS } from './bootstrap-acknowledgements';
import type { HardenedBootstrapProps } from './bootstrap-props';
import { BootstrapKind } from './bootstrap-props';
import { partitionOf } from './place';

/**
 * The CDK bootstrap of one account and region, hardened: its roles live under the pipeline's machine path, trust the
 * exact pipeline roles in place of whole accounts, and CloudFormation's role carries a scoped policy and a boundary in
 * place of AdministratorAccess. Made from the official template of the pinned aws-cdk; every difference stands with its
 * reason in lib/guardrail/bootstrap-patches.ts.
 *
 * It is deployed with the credentials of whoever runs the command line (no bootstrap is there yet), before the account
 * moves into its guarded unit, and after the WorkloadBoundary.
 */
export class HardenedBootstrap extends Stack {
  /** @throws where a trusted ARN is not exact, or developers are named for a guarded account: all problems together. */
  public constructor(scope: Construct, id: string, props: HardenedBootstrapProps) {
    super(scope, id, {
      env: { account: props.account, region: props.region },
      stackName: props.stackName ?? 'guarded-bootstrap',
      synthesizer: new BootstraplessSynthesizer(),
      terminationProtection: true,
    });
    const problems = propsProblems(props);
    if (problems.length > 0) throw new Error(`${this.node.path}: ${problems.join('; ')}`);
    const options = optionsOf(props);
    this.node.addValidation({ validate: () => [...bootstrapProblems(options)] });
    this.build(hardenedBootstrap(options));
  }

  private build(template: JsonObject): void {
    this.templateOptions.description = String(template['Description']);
    for (const [id, parameter] of entries(template['Parameters'])) this.parameter(id, parameter);
    for (const [id, resource] of entries(template['Resources'])) this.resource(id, resource);
    for (const [id, output] of entries(template['Outputs'])) this.output(id, output);
  }

  private parameter(id: string, parameter: JsonObject): void {
    new CfnParameter(this, id, {
      type: String(parameter['Type']),
      default: parameter['Default'],
      description: String(parameter['Description']),
    }).overrideLogicalId(id);
  }

  private resource(id: string, resource: JsonObject): void {
    const made = new CfnResource(this, id, {
      type: String(resource['Type']),
      properties: resource['Properties'] as Record<string, unknown>,
    });
    made.overrideLogicalId(id);
    made.cfnOptions.deletionPolicy = resource['DeletionPolicy'] as CfnDeletionPolicy | undefined;
    made.cfnOptions.updateReplacePolicy = resource['UpdateReplacePolicy'] as CfnDeletionPolicy | undefined;
    for (const acknowledgement of BOOTSTRAP_ACKNOWLEDGEMENTS[id] ?? [])
      Validations.of(made).acknowledge(acknowledgement);
  }

  private output(id: string, output: JsonObject): void {
    const exported = output['Export'] as JsonObject | undefined;
    const made = new CfnOutput(this, `Output${id}`, {
      value: Token.asString(output['Value']),
      description: String(output['Description']),
      exportName: exported && Token.asString(exported['Name']),
    });
    made.overrideLogicalId(id);
  }
}

function entries(section: Json | undefined): readonly (readonly [string, JsonObject])[] {
  return Object.entries((section ?? {}) as Readonly<Record<string, JsonObject>>);
}

function optionsOf(props: HardenedBootstrapProps): BootstrapOptions {
  const developerPatterns = props.developerRoleArns ?? [];
  const lookups = props.lookupRoleArns ?? props.deployRoleArns;
  return {
    place: { partition: partitionOf(props.region), account: props.account },
    region: props.region,
    kind: props.kind,
    deploy: { roleArns: props.deployRoleArns, developerPatterns },
    lookup: { roleArns: lookups, developerPatterns },
  };
}

const EXACT_ROLE = /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const ROLE_PATTERN = /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/*?-]+$/;

function propsProblems(props: HardenedBootstrapProps): string[] {
  const problems: string[] = [];
  const exact = [...props.deployRoleArns, ...(props.lookupRoleArns ?? [])];
  if (props.deployRoleArns.length === 0) problems.push('deployRoleArns is empty, name at least one role that deploys');
  for (const arn of exact.filter((each) => !EXACT_ROLE.test(each)))
    problems.push(
      `'${arn}' is no exact role ARN such as 'arn:<partition>:iam::222222222222:role/guarded/pipeline/orders-deploy-prod'`,
    );
  for (const arn of (props.developerRoleArns ?? []).filter((each) => !ROLE_PATTERN.test(each)))
    problems.push(`developerRoleArns: '${arn}' is no pattern of role ARNs in one account`);
  if (props.kind !== BootstrapKind.OPEN && props.developerRoleArns?.length)
    problems.push(
      `developerRoleArns is for BootstrapKind.OPEN, this account is '${props.kind}': nobody but the pipeline deploys there`,
    );
  return problems;
}
