/* eslint-disable @typescript-eslint/no-explicit-any -- requests come as any JSON */
import { answers } from '../../../_helpers/deployed/apis';
import type { Place } from '../cloudformation/kinds/kind';
import type { Stacks } from '../cloudformation/stacks';
import type { Cloud } from '../cloud';
import type { Principal } from '../principals';
import { Refusal } from '../refusal';
import { deployedOf } from './deployed';
import { organizationReads } from './organization';
import { roleReads } from './roles';

type Input = Record<string, any>;

/** Services that are asked what stands, by the name that requests are signed for, with IAM's name for them. */
const SERVICES: Readonly<Record<string, { readonly prefix: string; readonly operations: readonly string[] }>> = {
  organizations: {
    prefix: 'organizations',
    operations: [
      ...['DescribeOrganization', 'ListAccountsForParent', 'ListOrganizationalUnitsForParent', 'ListTagsForResource'],
      ...['ListPolicies', 'DescribePolicy', 'ListTargetsForPolicy', 'ListDelegatedAdministrators'],
    ],
  },
  sso: {
    prefix: 'sso',
    operations: [
      ...['ListPermissionSets', 'DescribePermissionSet', 'ListManagedPoliciesInPermissionSet'],
      ...['ListCustomerManagedPolicyReferencesInPermissionSet', 'GetInlinePolicyForPermissionSet'],
      ...['GetPermissionsBoundaryForPermissionSet', 'ListAccountsForProvisionedPermissionSet'],
      ...['ListAccountAssignments'],
    ],
  },
  iam: { prefix: 'iam', operations: ['GetAccountAuthorizationDetails', 'GetAccountSummary', 'ListRoles'] },
  kms: { prefix: 'kms', operations: ['ListKeys', 'GetKeyPolicy'] },
  secretsmanager: { prefix: 'secretsmanager', operations: ['ListSecrets'] },
  ecr: { prefix: 'ecr', operations: ['DescribeRepositories', 'GetRepositoryPolicy'] },
  dynamodb: { prefix: 'dynamodb', operations: ['ListTables', 'GetResourcePolicy'] },
  sqs: { prefix: 'sqs', operations: ['ListQueues', 'GetQueueAttributes'] },
  sns: { prefix: 'sns', operations: ['ListTopics', 'GetTopicAttributes'] },
  events: { prefix: 'events', operations: ['ListEventBuses', 'ListRules', 'ListTargetsByRule'] },
  states: { prefix: 'states', operations: ['ListStateMachines', 'DescribeStateMachine'] },
  codebuild: { prefix: 'codebuild', operations: ['ListProjects', 'BatchGetProjects'] },
  codepipeline: { prefix: 'codepipeline', operations: ['ListPipelines', 'GetPipeline'] },
  monitoring: { prefix: 'cloudwatch', operations: ['DescribeAlarms'] },
  cloudcontrolapi: { prefix: 'cloudformation', operations: ['ListResources', 'GetResource'] },
  lambda: { prefix: 'lambda', operations: ['ListFunctions', 'GetPolicy'] },
  s3: { prefix: 's3', operations: ['ListBuckets', 'GetBucketPolicy'] },
};

/** Actions that are called otherwise than their operations. */
const ACTIONS: Readonly<Record<string, string>> = { 's3:ListBuckets': 's3:ListAllMyBuckets' };

/** Answers what somebody who reads the accounts asks, from what stands there; every call is authorized. */
export class Reads {
  private known: { readonly at: number; readonly answers: ReturnType<typeof answers> } | undefined;

  public constructor(
    private readonly cloud: Cloud,
    private readonly stacks: Stacks,
  ) {}

  /** Whether an operation is answered here: those that tell of all alarms or resources, not of some. */
  public knows(service: string, name: string, input: Input = {}): boolean {
    if (!SERVICES[service]?.operations.includes(name)) return false;
    if (name === 'DescribeAlarms') return input.AlarmNames === undefined && input.AlarmNamePrefix === undefined;
    return name !== 'GetResource' || !PREPARED.includes(String(input.TypeName));
  }

  public answer(service: string, name: string, input: Input, by: Principal, region: string): unknown {
    const place = { account: by.account, region };
    const action = `${SERVICES[service]!.prefix}:${name}`;
    const context = { 'aws:RequestedRegion': [region] };
    this.cloud.authorize(by, { action: ACTIONS[action] ?? action, resource: '*', owner: by.account, context });
    try {
      return this.told(name, input, place);
    } catch (error) {
      throw new Refusal((error as Error).name, (error as Error).message, 404);
    }
  }

  /** What stands, made up anew where anything changed. */
  private standing(): ReturnType<typeof answers> {
    const { changes } = this.cloud;
    if (this.known?.at !== changes) this.known = { at: changes, answers: answers(deployedOf(this.stacks)) };
    return this.known.answers;
  }

  private told(name: string, input: Input, place: Place): unknown {
    const own = { ...organizationReads(this.cloud), ...roleReads(this.cloud) };
    const read = own[name] ?? this.standing()[`${name}Command`];
    if (!read) throw new Error(`Nobody answers ${name}`);
    return read(input, place);
  }
}

/** Resources that are no stack's: people prepare them. */
const PREPARED = ['AWS::CodeConnections::Connection', 'AWS::ApplicationSignals::Discovery'];
