import { deployRoleDocument, lookupDocument } from './bootstrap-policies';
import type { DeploymentKind } from './deployment-policy';
import { deploymentBoundaryDocument, deploymentPolicyDocument } from './deployment-policy';
import type { Place, PolicyDocument } from './document';
import type { OrganizationOptions, OrganizationPolicyPlan } from './organization';
import { organizationPolicies } from './organization';
import { workloadBoundaryDocument } from './workload-boundary';

/** What the exported files are for. */
export interface ExportOptions extends OrganizationOptions {
  /** Partition of the accounts: `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** Region that the bootstrap's policies name. */
  readonly region: string;
  /** Exact ARNs of roles elsewhere that workloads may assume. */
  readonly assumableRoleArns: readonly string[];
}

const KINDS: readonly DeploymentKind[] = ['workload', 'open', 'platform'];

/**
 * Every guardrail as a plain JSON document by file name, for those who run Control Tower, Landing Zone Accelerator or
 * Terraform. The account stands in them as `${aws:PrincipalAccount}`, so one file serves all accounts. Terraform's
 * templates need the dollar doubled; IAM reads it as it is.
 */
export function exportGuardrails(options: ExportOptions): Readonly<Record<string, PolicyDocument>> {
  return { ...organizationFiles(options), ...accountFiles(options) };
}

/** Where a file of the organization is attached. */
export interface ExportTarget {
  /** `SERVICE_CONTROL_POLICY` or `RESOURCE_CONTROL_POLICY`. */
  readonly type: string;
  /** Units or the root, by their ids. */
  readonly targets: readonly string[];
}

/** What each control policy is attached to, by the name of its file. */
export function exportTargets(options: ExportOptions): Readonly<Record<string, ExportTarget>> {
  const rows = organizationPolicies(options).map((policy) => [
    fileOf(policy),
    { type: policy.type, targets: policy.targets },
  ]);
  return Object.fromEntries(rows) as Record<string, ExportTarget>;
}

function fileOf({ type, name }: OrganizationPolicyPlan): string {
  return `${type === 'SERVICE_CONTROL_POLICY' ? 'scp' : 'rcp'}-${name}.json`;
}

function organizationFiles(options: ExportOptions): Record<string, PolicyDocument> {
  return Object.fromEntries(organizationPolicies(options).map((policy) => [fileOf(policy), policy.document]));
}

function accountFiles({ partition, region, assumableRoleArns }: ExportOptions): Record<string, PolicyDocument> {
  const place: Place = { partition, account: '${aws:PrincipalAccount}' };
  const boundary = (open: boolean): PolicyDocument => workloadBoundaryDocument(place, { open, assumableRoleArns });
  const files: Record<string, PolicyDocument> = {
    'boundary-workload.json': boundary(false),
    'boundary-workload-open.json': boundary(true),
    'policy-lookup.json': lookupDocument(),
  };
  for (const kind of KINDS) {
    files[`policy-deploy-role-${kind}.json`] = deployRoleDocument(place, region, kind);
    files[`policy-deployment-${kind}.json`] = deploymentPolicyDocument(place, kind);
    files[`boundary-deployment-${kind}.json`] = deploymentBoundaryDocument(place, kind);
  }
  return files;
}
