import { bootstrapRoleName, GUARDRAIL_PATH, PIPELINE_PATH } from '../names';
import type { BootstrapRole } from '../names';
import type { Trusted } from './bootstrap-policies';
import {
  assetPrefix,
  cloudFormationTrust,
  deployRoleDocument,
  lookupDocument,
  trustDocument,
} from './bootstrap-policies';
import type { Json, JsonObject, Patch } from './bootstrap-template';
import { VARIANT_PARAMETER, applyPatches, fixParameters, officialBootstrap } from './bootstrap-template';
import type { DeploymentKind } from './deployment-policy';
import { deploymentBoundaryDocument, deploymentPolicyDocument } from './deployment-policy';
import type { Place, PolicyDocument } from './document';
import { keyPolicy } from './bootstrap-key';
import { sizeProblem } from './limits';
import { deploymentBoundaryName, deploymentPolicyName } from './names';
import type { Tenant } from './tenant';

/** Whom and what a hardened bootstrap is for. */
export interface BootstrapOptions {
  readonly place: Place;
  readonly region: string;
  readonly kind: DeploymentKind;
  /** Who deploys and publishes. */
  readonly deploy: Trusted;
  /** Who looks values up. */
  readonly lookup: Trusted;
  /** The one application of several in the account whom these roles are for. */
  readonly tenant?: Tenant;
}

/** The hardened bootstrap template: the official one with its parameters fixed, and our patches. */
export function hardenedBootstrap(options: BootstrapOptions): JsonObject {
  const official = officialBootstrap();
  return applyPatches(fixParameters(official.template), bootstrapPatches(options, official.source));
}

/** Policies of the template that are larger than IAM allows. */
export function bootstrapProblems({ place, region, kind, tenant }: BootstrapOptions): readonly string[] {
  const application = tenant?.application;
  return [
    sizeProblem(
      deploymentPolicyName(region, application),
      deploymentPolicyDocument(place, kind, tenant),
      'managed policy',
    ),
    sizeProblem(
      deploymentBoundaryName(region, application),
      deploymentBoundaryDocument(place, kind, tenant),
      'managed policy',
    ),
  ].filter((problem) => problem !== undefined);
}

/** Everything that differs from the official template, and why. */
export function bootstrapPatches(options: BootstrapOptions, source: string): readonly Patch[] {
  return [
    ...headPatches(options, source),
    ...assumedRolePatches(options),
    ...deployRolePatches(options),
    ...lookupRolePatches(),
    ...executionRolePatches(options),
    ...storePatches(options),
    ...(options.tenant ? tenantPatches(options, options.tenant) : []),
  ];
}

function headPatches(options: BootstrapOptions, source: string): readonly Patch[] {
  return [
    {
      at: ['Description'],
      to: `Hardened CDK bootstrap (${options.kind}), made from the official template of ${source}`,
      why: 'says what it is and where it comes from',
    },
    {
      at: ['Parameters', VARIANT_PARAMETER, 'Default'],
      to: `cdk-guarded-environments: ${options.kind}`,
      why: 'the command line overwrites no bootstrap of another variant, so `cdk bootstrap` cannot undo the hardening',
    },
  ];
}

const TRUSTED_ROLES: readonly (readonly [string, 'deploy' | 'lookup'])[] = [
  ['FilePublishingRole', 'deploy'],
  ['ImagePublishingRole', 'deploy'],
  ['DeploymentActionRole', 'deploy'],
  ['LookupRole', 'lookup'],
];

function assumedRolePatches(options: BootstrapOptions): readonly Patch[] {
  return TRUSTED_ROLES.flatMap(([role, use]) => [
    underPipelinePath(role),
    {
      at: ['Resources', role, 'Properties', 'AssumeRolePolicyDocument'],
      to: json(trustDocument(options[use])),
      why: 'trusts exact roles, where the official one trusts its whole account and every trusted one',
    },
  ]);
}

function underPipelinePath(role: string): Patch {
  return {
    at: ['Resources', role, 'Properties', 'Path'],
    to: PIPELINE_PATH,
    why: 'the machine path is what the organization policies let write',
  };
}

function deployRolePatches(options: BootstrapOptions): readonly Patch[] {
  const { place, region, kind, tenant } = options;
  return [
    {
      at: ['Resources', 'DeploymentActionRole', 'Properties', 'Policies'],
      to: [{ PolicyName: 'default', PolicyDocument: json(deployRoleDocument(place, region, kind, tenant)) }],
      why: "deploys through CloudFormation's one role; reaches no bucket or key of other accounts",
    },
    {
      at: ['Resources', 'DeploymentActionRole', 'Properties', 'ManagedPolicyArns'],
      to: undefined,
      why: 'reads stacks by a list of its own, since an AWS managed policy may grow',
    },
  ];
}

function lookupRolePatches(): readonly Patch[] {
  return [
    {
      at: ['Resources', 'LookupRole', 'Properties', 'ManagedPolicyArns'],
      to: undefined,
      why: 'ReadOnlyAccess reads data and hands out credentials',
    },
    {
      at: ['Resources', 'LookupRole', 'Properties', 'Policies'],
      to: [{ PolicyName: 'LookupRolePolicy', PolicyDocument: json(lookupDocument()) }],
      why: 'looks up what the context providers ask and nothing else',
    },
  ];
}

function executionRolePatches(options: BootstrapOptions): readonly Patch[] {
  const role = ['Resources', 'CloudFormationExecutionRole', 'Properties'];
  return [
    underPipelinePath('CloudFormationExecutionRole'),
    {
      at: [...role, 'AssumeRolePolicyDocument'],
      to: json(cloudFormationTrust()),
      why: 'names its statement, so that findings and explanations can name it too',
    },
    {
      at: [...role, 'ManagedPolicyArns'],
      to: [{ Ref: 'DeploymentPolicy' }],
      why: 'a scoped policy in place of AdministratorAccess',
    },
    {
      at: [...role, 'PermissionsBoundary'],
      to: { Ref: 'DeploymentBoundary' },
      why: 'whatever is attached to it later, it stays out of the fence',
    },
    managedPolicy(
      'DeploymentPolicy',
      deploymentPolicyName(options.region, options.tenant?.application),
      deploymentPolicyDocument(options.place, options.kind, options.tenant),
    ),
    managedPolicy(
      'DeploymentBoundary',
      deploymentBoundaryName(options.region, options.tenant?.application),
      deploymentBoundaryDocument(options.place, options.kind, options.tenant),
    ),
  ];
}

function managedPolicy(logicalId: string, name: string, policy: PolicyDocument): Patch {
  return {
    at: ['Resources', logicalId],
    to: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { ManagedPolicyName: name, Path: GUARDRAIL_PATH, PolicyDocument: json(policy) },
    },
    why: "what CloudFormation's role may do and may never do",
  };
}

const NAMED: readonly (readonly [string, BootstrapRole])[] = [
  ['FilePublishingRole', 'file-publishing'],
  ['ImagePublishingRole', 'image-publishing'],
  ['LookupRole', 'lookup'],
  ['DeploymentActionRole', 'deploy'],
  ['CloudFormationExecutionRole', 'cfn-exec'],
];

/** Roles of one application beside others: names of their own, and a folder of the bucket. */
function tenantPatches({ place, region }: BootstrapOptions, tenant: Tenant): readonly Patch[] {
  const { application } = tenant;
  const publishing = ['Resources', 'FilePublishingRoleDefaultPolicy', 'Properties', 'PolicyDocument', 'Statement'];
  return [
    ...NAMED.map(([id, role]) => ({
      at: ['Resources', id, 'Properties', 'RoleName'],
      to: bootstrapRoleName(role, place.account, region, application),
      why: 'several applications deploy to the account, each by roles of its own',
    })),
    {
      at: [...publishing, '0', 'Resource'],
      to: ['${StagingBucket.Arn}', `\${StagingBucket.Arn}/${assetPrefix(tenant)}*`].map((arn) => ({ 'Fn::Sub': arn })),
      why: 'whoever writes the assets of another application chooses what that one deploys',
    },
  ];
}

function storePatches(options: BootstrapOptions): readonly Patch[] {
  const key = ['Resources', 'FileAssetsBucketEncryptionKey'];
  return [
    {
      at: [...key, 'Properties', 'KeyPolicy'],
      to: keyPolicy(options.place, options.region),
      why: 'machines use the key and do not administer it',
    },
    { at: [...key, 'Properties', 'EnableKeyRotation'], to: true, why: 'a key that lives for years is rotated' },
    {
      at: [...key, 'DeletionPolicy'],
      to: 'RetainExceptOnCreate',
      why: 'the bucket is retained, and is worth nothing without its key',
    },
    {
      at: ['Resources', 'StagingBucket', 'DeletionPolicy'],
      to: 'RetainExceptOnCreate',
      why: 'its name is fixed: left over from a creation that failed, it would make every further one fail',
    },
    {
      at: [...key, 'UpdateReplacePolicy'],
      to: 'Retain',
      why: 'the bucket is retained, and is worth nothing without its key',
    },
    {
      at: ['Resources', 'StagingBucket', 'Properties', 'AccessControl'],
      to: undefined,
      why: 'access control lists are deprecated, and private is what a bucket is without one',
    },
    {
      at: ['Resources', 'ContainerAssetsRepository', 'Properties', 'ImageScanningConfiguration'],
      to: { ScanOnPush: true },
      why: 'what runs in prod is scanned',
    },
  ];
}

function json(policy: PolicyDocument): Json {
  return policy as unknown as Json;
}
