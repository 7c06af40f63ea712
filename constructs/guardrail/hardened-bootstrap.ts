import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import type { Construct } from 'constructs';
import type { BootstrapOptions, JsonObject, TenantOptions } from '../../lib/guardrail';
import { partitionOf } from '../../lib/contract/partitions';
import { bootstrapProblems, hardenedBootstrap, sharedBootstrap } from '../../lib/guardrail';
import { acknowledgeBootstrap, acknowledgeSharedBootstrap } from './bootstrap-acknowledgements';
import { HandPublishedSynthesizer } from '../environment/content-name';
import { isBroughtByStackSets, preparing } from './stack-set-template';
import type { BootstrapTenant, HardenedBootstrapProps } from './bootstrap-props';
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
      ...deployedBy(scope, props),
    });
    const problems = propsProblems(props);
    if (problems.length > 0) throw new Error(`${this.node.path}: ${problems.join('; ')}`);
    const place = { ...(isBroughtByStackSets(this) ? { byStackSets: true } : {}) };
    const tenants = tenantsOf(props, place);
    if (tenants.length > 0) this.share(tenants);
    else this.own(optionsOf(props, place));
  }

  private own(options: BootstrapOptions): void {
    this.node.addValidation({ validate: () => [...bootstrapProblems(options)] });
    acknowledgeBootstrap(this.include(hardenedBootstrap(options)), options);
  }

  private share(tenants: readonly TenantOptions[]): void {
    this.node.addValidation({ validate: () => tenants.flatMap((options) => bootstrapProblems(options)) });
    acknowledgeSharedBootstrap(this.include(sharedBootstrap(tenants)), tenants);
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

/** How the account came to what prepares it. */
type Brought = Pick<BootstrapOptions['place'], 'byStackSets'>;

/** However it gets there, a template that goes through a bucket of the account is put there by whoever deploys it. */
function deployedBy(scope: Construct, { templateBucket }: HardenedBootstrapProps): StackProps {
  if (templateBucket === undefined) return preparing(scope);
  return { synthesizer: new HandPublishedSynthesizer({ fileAssetsBucketName: templateBucket }) };
}

function tenantsOf({ tenants = [], ...props }: HardenedBootstrapProps, brought: Brought): TenantOptions[] {
  return tenants.map(({ application, stacks, ...trusted }) => ({
    ...optionsOf({ ...props, ...trusted }, brought),
    tenant: { application, region: props.region, stacks },
  }));
}

function optionsOf(props: HardenedBootstrapProps, brought: Brought): BootstrapOptions {
  const developerPatterns = props.developerRoleArns ?? [];
  const lookups = props.lookupRoleArns ?? props.deployRoleArns;
  return {
    place: { partition: partitionOf(props.region), account: props.account, ...brought },
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
  const tenants = props.tenants ?? [];
  const trusting = tenants.length > 0 ? tenants : [props];
  const exact = [props, ...tenants].flatMap((one) => [...one.deployRoleArns, ...(one.lookupRoleArns ?? [])]);
  problems.push(...tenantProblems(props));
  if (trusting.some(({ deployRoleArns }) => deployRoleArns.length === 0))
    problems.push('deployRoleArns is empty, name at least one role that deploys');
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

const APPLICATION = /^[a-z](?:[a-z0-9-]{0,18}[a-z0-9])$/;

/** Names become those of roles, and what one may write is told by the beginnings of names. */
function tenantProblems({ kind, tenants = [], deployRoleArns, lookupRoleArns = [] }: HardenedBootstrapProps): string[] {
  const problems: string[] = [];
  if (tenants.length === 0) return problems;
  if (kind === BootstrapKind.PLATFORM) problems.push("tenants share workload accounts, this account is 'platform'");
  if (deployRoleArns.length + lookupRoleArns.length > 0)
    problems.push('deployRoleArns and lookupRoleArns are named beside tenants, name them with each tenant');
  for (const { application, stacks } of tenants) {
    if (!APPLICATION.test(application))
      problems.push(`tenants: application is '${application}', expected 2 to 20 of a-z, 0-9 and inner hyphens`);
    if (stacks.length === 0)
      problems.push(`tenants: ${application} names no stacks, name the beginnings of their names`);
  }
  return [...problems, ...overlapping(tenants)];
}

/** What begins with the name of another one's stacks would be that one's to write. */
function overlapping(tenants: readonly BootstrapTenant[]): string[] {
  const all = tenants.flatMap(({ application, stacks }) => stacks.map((stack) => ({ application, stack })));
  return all.flatMap((one) =>
    all
      .filter((other) => other.application !== one.application && `${one.stack}-`.startsWith(`${other.stack}-`))
      .map(
        (other) =>
          `tenants: stacks '${one.stack}' of ${one.application} begin as '${other.stack}' of ${other.application}`,
      ),
  );
}
