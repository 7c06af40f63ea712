import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import type { Construct } from 'constructs';
import type { BootstrapOptions, JsonObject } from '../../lib/guardrail';
import { partitionOf } from '../../lib/contract/partitions';
import { bootstrapProblems, hardenedBootstrap } from '../../lib/guardrail';
import { acknowledgeBootstrap } from './bootstrap-acknowledgements';
import { HandDeployedSynthesizer } from './hand-deployed-synthesizer';
import type { HardenedBootstrapProps } from './bootstrap-props';
import { BootstrapKind } from './bootstrap-props';
import { required } from '../../lib/required';

/**
 * The CDK bootstrap of one account and region, hardened: its roles live under the pipeline's machine path, trust the
 * exact pipeline roles in place of whole accounts, and CloudFormation's role carries a scoped policy and a boundary in
 * place of AdministratorAccess. Made from the official template of the pinned aws-cdk; every difference stands with its
 * reason in lib/guardrail/bootstrap-patches.ts.
 *
 * Stacks of this name are kept by the organization's policies; termination protection would keep a first creation that
 * failed from being deployed again.
 *
 * It is deployed with the credentials of whoever runs the command line (no bootstrap is there yet), before the account
 * moves into its guarded unit, and after the WorkloadBoundary.
 */
export class HardenedBootstrap extends Stack {
  /** @throws where a trusted ARN is not exact, or developers are named for a guarded account: all problems together. */
  public constructor(scope: Construct, id: string, props: HardenedBootstrapProps) {
    const { account, region, stackName } = required(`HardenedBootstrap '${id}'`, props, [
      'account',
      'region',
      'kind',
      'deployRoleArns',
    ]);
    super(scope, id, {
      env: { account, region },
      stackName: stackName ?? 'guarded-bootstrap',
      synthesizer: new HandDeployedSynthesizer(),
    });
    const problems = propsProblems(props);
    if (problems.length > 0) throw new Error(`${this.node.path}: ${problems.join('; ')}`);
    const options = optionsOf(props);
    this.node.addValidation({ validate: () => [...bootstrapProblems(options)] });
    acknowledgeBootstrap(this.include(hardenedBootstrap(options)), options);
  }

  /** Through CfnInclude, so that every resource is a typed construct which the rule packs examine. */
  private include(template: JsonObject): CfnInclude {
    const folder = mkdtempSync(join(tmpdir(), 'guarded-bootstrap-'));
    const templateFile = join(folder, 'template.json');
    writeFileSync(templateFile, JSON.stringify(template));
    const included = new CfnInclude(this, 'Template', { templateFile });
    rmSync(folder, { recursive: true });
    return included;
  }
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
