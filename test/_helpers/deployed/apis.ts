/* eslint-disable @typescript-eslint/no-explicit-any -- requests come as any JSON */
import { ORGANIZATION_METADATA } from '../../../lib/names';
import { type Deployed, type DeployedResource } from './deploy';
import { authorizationDetails, madeByServices, type PermissionSetRole } from './identities';

/** Where a call goes. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

type Answer = (input: any, place: Place) => unknown;
type Json = Record<string, any>;

const FULL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** What the services of AWS answer about accounts that an assembly was deployed to, by the command's name. */
export function answers(deployed: Deployed): Readonly<Record<string, Answer>> {
  const here = (type: string, { account, region }: Place): DeployedResource[] =>
    deployed.resources.filter((one) => one.type === type && one.account === account && one.region === region);
  const policyOf = (type: string, matches: (properties: Json) => boolean): string | undefined => {
    const found = deployed.resources.find((one) => one.type === type && matches(one.properties));
    return found && JSON.stringify(found.properties.PolicyDocument);
  };
  return {
    ...organization(deployed),
    ...identityCenter(deployed),
    GetAccountAuthorizationDetailsCommand: (_, { account }) => {
      const { managementAccountId } = describedBy(deployed);
      return authorizationDetails(
        deployed,
        account,
        madeByServices(account, managementAccountId, setsIn(deployed, account)),
      );
    },
    // A bucket is listed wherever somebody asks.
    ListBucketsCommand: (_, { account }) => ({
      Buckets: deployed.resources
        .filter((one) => one.type === 'AWS::S3::Bucket' && one.account === account)
        .map((one) => ({ Name: one.ref, BucketRegion: one.region })),
    }),
    GetBucketPolicyCommand: ({ Bucket }) =>
      existing(
        'NoSuchBucketPolicy',
        'Policy',
        policyOf('AWS::S3::BucketPolicy', (one) => one.Bucket === Bucket),
      ),
    ListKeysCommand: (_, place) => ({
      Keys: here('AWS::KMS::Key', place).map(({ ref, arn }) => ({ KeyId: ref, KeyArn: arn })),
    }),
    GetKeyPolicyCommand: ({ KeyId }, place) => ({
      Policy: JSON.stringify(here('AWS::KMS::Key', place).find((one) => one.ref === KeyId)!.properties.KeyPolicy),
    }),
    ListSecretsCommand: () => ({ SecretList: [] }),
    DescribeRepositoriesCommand: (_, place) => ({
      repositories: here('AWS::ECR::Repository', place).map(({ ref, arn }) => ({
        repositoryName: ref,
        repositoryArn: arn,
      })),
    }),
    GetRepositoryPolicyCommand: ({ repositoryName }, place) => {
      const found = here('AWS::ECR::Repository', place).find((one) => one.ref === repositoryName)!;
      const text = found.properties.RepositoryPolicyText;
      return existing('RepositoryPolicyNotFoundException', 'policyText', text && JSON.stringify(text));
    },
    ListTablesCommand: (_, place) => ({ TableNames: here('AWS::DynamoDB::Table', place).map((one) => one.ref) }),
    GetResourcePolicyCommand: () => existing('PolicyNotFoundException', 'Policy', undefined),
    ListQueuesCommand: (_, place) => ({ QueueUrls: here('AWS::SQS::Queue', place).map((one) => one.ref) }),
    GetQueueAttributesCommand: ({ QueueUrl }) => {
      const Policy = policyOf('AWS::SQS::QueuePolicy', (one) => one.Queues.includes(QueueUrl));
      return { Attributes: Policy ? { Policy } : undefined };
    },
    ListTopicsCommand: (_, place) => ({ Topics: here('AWS::SNS::Topic', place).map((one) => ({ TopicArn: one.arn })) }),
    GetTopicAttributesCommand: ({ TopicArn }) => ({
      Attributes: { Policy: policyOf('AWS::SNS::TopicPolicy', (one) => one.Topics.includes(TopicArn)) },
    }),
    ListEventBusesCommand: (_, { account, region }) => ({
      EventBuses: [{ Name: 'default', Arn: `arn:aws:events:${region}:${account}:event-bus/default` }],
    }),
    ListRulesCommand: (_, place) => ({
      Rules: here('AWS::Events::Rule', place).map(({ ref, arn, properties }) => ({
        Name: ref,
        Arn: arn,
        RoleArn: properties.RoleArn,
      })),
    }),
    ListTargetsByRuleCommand: ({ Rule }, place) => ({
      Targets: here('AWS::Events::Rule', place).find((one) => one.ref === Rule)!.properties.Targets,
    }),
    ListFunctionsCommand: (_, place) => ({
      Functions: here('AWS::Lambda::Function', place).map(({ ref, arn, properties }) => ({
        FunctionName: ref,
        FunctionArn: arn,
        Role: properties.Role,
        Layers: (properties.Layers ?? []).map((Arn: string) => ({ Arn })),
      })),
    }),
    GetPolicyCommand: ({ FunctionName }, place) =>
      functionPolicy(here('AWS::Lambda::Permission', place), FunctionName, place),
    ListStateMachinesCommand: (_, place) => ({
      stateMachines: here('AWS::StepFunctions::StateMachine', place).map((one) => ({ stateMachineArn: one.arn })),
    }),
    DescribeStateMachineCommand: ({ stateMachineArn }, place) => ({
      roleArn: here('AWS::StepFunctions::StateMachine', place).find((one) => one.arn === stateMachineArn)!.properties
        .RoleArn,
    }),
    ListProjectsCommand: (_, place) => ({ projects: here('AWS::CodeBuild::Project', place).map((one) => one.ref) }),
    BatchGetProjectsCommand: (_, place) => ({
      projects: here('AWS::CodeBuild::Project', place).map(({ arn, properties }) => ({
        arn,
        serviceRole: properties.ServiceRole,
        source: { type: properties.Source.Type },
      })),
    }),
    ListPipelinesCommand: (_, place) => ({
      pipelines: here('AWS::CodePipeline::Pipeline', place).map((one) => ({ name: one.ref })),
    }),
    GetPipelineCommand: ({ name }, place) => ({
      pipeline: declaration(here('AWS::CodePipeline::Pipeline', place).find((one) => one.ref === name)!),
    }),
    DescribeAlarmsCommand: (_, place) => ({
      MetricAlarms: here('AWS::CloudWatch::Alarm', place).map(({ arn, properties }) => ({
        ...{ ...properties, AlarmArn: arn, StateValue: 'OK', InsufficientDataActions: [] },
        ActionsEnabled: properties.ActionsEnabled ?? true,
      })),
    }),
    DescribeStacksCommand: (_, { account, region }) => ({
      Stacks: deployed.stacks
        .filter((one) => one.account === account && one.region === region)
        .map(({ name, executionRole }) => ({
          StackName: name,
          StackId: stackId(name, { account, region }),
          RoleARN: executionRole,
        })),
    }),
    GetTemplateCommand: ({ StackName }, { account, region }) => ({
      TemplateBody: JSON.stringify(
        deployed.stacks.find(
          (one) =>
            one.account === account && one.region === region && [one.name, stackId(one.name, one)].includes(StackName),
        )!.template,
      ),
    }),
    ListResourcesCommand: ({ TypeName }, place) => ({
      ResourceDescriptions: here(TypeName, place).map((one) => ({ Identifier: identifier(one) })),
    }),
    GetResourceCommand: ({ TypeName, Identifier }, place) => ({
      ResourceDescription: {
        Properties: JSON.stringify(here(TypeName, place).find((one) => identifier(one) === Identifier)!.properties),
      },
    }),
  };
}

function stackId(name: string, { account, region }: Place): string {
  return `arn:aws:cloudformation:${region}:${account}:stack/${name}/00000000-0000-4000-8000-000000000000`;
}

function identifier({ ref, logicalId }: DeployedResource): string {
  return ref === '' ? logicalId : ref;
}

function existing(name: string, key: string, value: string | undefined): Json {
  if (value === undefined) throw Object.assign(new Error('there is none'), { name });
  return { [key]: value };
}

function functionPolicy(permissions: readonly DeployedResource[], name: string, { account, region }: Place): Json {
  const arn = `arn:aws:lambda:${region}:${account}:function:${name}`;
  const mine = permissions.filter(({ properties }) => [name, arn].includes(properties.FunctionName));
  const Statement = mine.map(({ logicalId, properties: { Principal, Action, SourceArn, SourceAccount } }) => ({
    Sid: logicalId,
    Effect: 'Allow',
    Principal: Principal.endsWith('.amazonaws.com')
      ? { Service: Principal }
      : Principal === '*'
        ? '*'
        : { AWS: Principal },
    Action,
    Resource: arn,
    Condition: {
      ...(SourceArn ? { ArnLike: { 'AWS:SourceArn': SourceArn } } : {}),
      ...(SourceAccount ? { StringEquals: { 'AWS:SourceAccount': SourceAccount } } : {}),
    },
  }));
  return existing(
    'ResourceNotFoundException',
    'Policy',
    mine.length > 0 ? JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement }) : undefined,
  );
}

/** CodePipeline's API begins every name with a small letter. */
/** CloudFormation's properties as the service's own API tells them. */
function declaration({ ref, properties }: DeployedResource): Json {
  const { ArtifactStore, ...rest } = properties;
  const store = ArtifactStore && { type: 'S3', location: ArtifactStore.Location };
  return { ...(camelCased(rest) as Json), name: ref, artifactStore: store, version: 1 };
}

function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name.slice(0, 1).toLowerCase() + name.slice(1),
      name === 'Configuration' ? each : camelCased(each),
    ]),
  );
}

interface Described {
  readonly id: string;
  readonly managementAccountId: string;
  readonly accounts: readonly {
    readonly id: string;
    readonly name: string;
    readonly environment: string;
    readonly ous: readonly string[];
  }[];
}

/** The organization is there before the platform: as the platform's own stack describes it. */
function describedBy({ stacks }: Deployed): Described {
  const metadata = stacks.map(({ template }) => (template as Json).Metadata?.[ORGANIZATION_METADATA]).find(Boolean);
  return metadata as Described;
}

function organization(deployed: Deployed): Record<string, Answer> {
  const { id, managementAccountId, accounts } = describedBy(deployed);
  const units = [...new Set(accounts.flatMap(({ ous }) => ous.slice(1)))];
  const root = accounts[0]!.ous[0]!;
  const own = deployed.resources
    .filter((one) => one.type === 'AWS::Organizations::Policy')
    .map((one) => one.properties);
  const everywhere = [root, ...units, ...accounts.map((one) => one.id)];
  const policies = [
    { Name: 'FullAWSAccess', Type: 'SERVICE_CONTROL_POLICY', Content: FULL, TargetIds: everywhere },
    {
      Name: 'RCPFullAWSAccess',
      Type: 'RESOURCE_CONTROL_POLICY',
      Content: { ...FULL, Statement: [{ ...FULL.Statement[0], Principal: '*' }] },
      TargetIds: everywhere,
    },
    ...own,
  ] as Json[];
  const called = (name: string): Json => policies.find((one) => one.Name === name)!;
  return {
    DescribeOrganizationCommand: () => ({ Organization: { Id: id, MasterAccountId: managementAccountId } }),
    ListRootsCommand: () => ({ Roots: [{ Id: root }] }),
    ListAccountsForParentCommand: ({ ParentId }) => ({
      Accounts: accounts.filter((one) => one.ous.at(-1) === ParentId).map((one) => ({ Id: one.id, Name: one.name })),
    }),
    ListOrganizationalUnitsForParentCommand: ({ ParentId }) => ({
      OrganizationalUnits: ParentId === root ? units.map((Id) => ({ Id })) : [],
    }),
    // Nobody has said by tag what the accounts are for.
    ListTagsForResourceCommand: () => ({ Tags: [] }),
    ListPoliciesCommand: ({ Filter }) => ({
      Policies: policies.filter((one) => one.Type === Filter).map((one) => ({ Id: one.Name, Name: one.Name })),
    }),
    DescribePolicyCommand: ({ PolicyId }) => {
      const { Content } = called(PolicyId);
      return { Policy: { Content: typeof Content === 'string' ? Content : JSON.stringify(Content) } };
    },
    ListTargetsForPolicyCommand: ({ PolicyId }) => ({
      Targets: called(PolicyId).TargetIds.map((TargetId: string) => ({ TargetId })),
    }),
    ListDelegatedAdministratorsCommand: () => ({ DelegatedAdministrators: [] }),
  };
}

/** `arn of a permission set` is what Ref gives: logical ids of the stacks of two teams are the same. */
function identityCenter(deployed: Deployed): Record<string, Answer> {
  const sets = deployed.resources.filter((one) => one.type === 'AWS::SSO::PermissionSet');
  const called = (arn: string): Json => sets.find((one) => one.ref === arn)!.properties;
  return {
    ListInstancesCommand: () => ({ Instances: [{ InstanceArn: 'instance' }] }),
    ListPermissionSetsCommand: () => ({ PermissionSets: sets.map((one) => one.ref) }),
    DescribePermissionSetCommand: ({ PermissionSetArn }) => ({
      PermissionSet: { Name: called(PermissionSetArn).Name },
    }),
    ListManagedPoliciesInPermissionSetCommand: ({ PermissionSetArn }) => ({
      AttachedManagedPolicies: (called(PermissionSetArn).ManagedPolicies ?? []).map((Arn: string) => ({ Arn })),
    }),
    ListCustomerManagedPolicyReferencesInPermissionSetCommand: ({ PermissionSetArn }) => ({
      CustomerManagedPolicyReferences: called(PermissionSetArn).CustomerManagedPolicyReferences ?? [],
    }),
    GetInlinePolicyForPermissionSetCommand: ({ PermissionSetArn }) => {
      const { InlinePolicy } = called(PermissionSetArn);
      return {
        InlinePolicy: InlinePolicy && (typeof InlinePolicy === 'string' ? InlinePolicy : JSON.stringify(InlinePolicy)),
      };
    },
    GetPermissionsBoundaryForPermissionSetCommand: ({ PermissionSetArn }) => {
      const { PermissionsBoundary } = called(PermissionSetArn);
      if (!PermissionsBoundary) throw Object.assign(new Error('there is none'), { name: 'ResourceNotFoundException' });
      return { PermissionsBoundary };
    },
    ListAccountsForProvisionedPermissionSetCommand: ({ PermissionSetArn }) => ({
      AccountIds: [...new Set(assignments(deployed, called(PermissionSetArn).Name).map((one) => one.TargetId))],
    }),
    ListAccountAssignmentsCommand: ({ PermissionSetArn, AccountId }) => ({
      AccountAssignments: assignments(deployed, called(PermissionSetArn).Name)
        .filter((one) => one.TargetId === AccountId)
        .map(({ PrincipalId }) => ({ PrincipalId })),
    }),
  };
}

function assignments({ resources }: Deployed, name: string): Json[] {
  const ids = new Map(
    resources
      .filter((one) => one.type === 'AWS::SSO::PermissionSet')
      .map((one) => [one.ref, one.properties.Name as string]),
  );
  return resources
    .filter((one) => one.type === 'AWS::SSO::Assignment')
    .map((one) => one.properties)
    .filter((one) => ids.get(one.PermissionSetArn) === name);
}

function setsIn(deployed: Deployed, account: string): PermissionSetRole[] {
  return deployed.resources
    .filter((one) => one.type === 'AWS::SSO::PermissionSet')
    .map((one) => one.properties)
    .filter(({ Name }) => assignments(deployed, Name).some((one) => one.TargetId === account))
    .map(({ Name, ManagedPolicies = [], InlinePolicy }) => ({
      name: Name,
      managed: ManagedPolicies,
      inline: InlinePolicy,
    }));
}
