import { Duration, Stack } from 'aws-cdk-lib';
import type { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import { Construct } from 'constructs';
import { leaseStacks, SANDBOX_NAMES, WORK_PREFIXES } from '../../lib/sandbox/wiring';
import type { Right } from '../change/acknowledge';
import { localArn } from '../change/machine-role';
import { branchesSpec, leaseBuildSpec, leaseDeploySpec } from './build-specs';
import { SandboxProject } from './project';
import type { SandboxProps } from './sandbox-props';
import type { SandboxStore } from './sandbox-store';

/** What the projects are made from. */
export interface SandboxProjectsProps {
  readonly sandbox: SandboxProps;
  readonly store: SandboxStore;
  readonly executionRoleArn: string;
}

const HOSTS: Readonly<Record<string, string>> = {
  'github.com': 'GITHUB',
  'gitlab.com': 'GITLAB',
  'bitbucket.org': 'BITBUCKET',
};

/** One project runs the committers' code without rights, one deploys without their code, one looks at the branches. */
export class SandboxProjects extends Construct {
  private readonly application: string;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: SandboxProjectsProps,
  ) {
    super(scope, id);
    this.application = props.sandbox.application;
    this.makeBuild();
    this.makeDeploy();
    if (props.sandbox.previewBranches !== undefined) this.makeBranches();
  }

  private makeBuild(): void {
    const { sandbox, store } = this.props;
    new SandboxProject(this, 'Build', {
      application: this.application,
      what: 'build',
      description: `Builds the cloud assembly of a branch of ${this.application} for one environment`,
      source: this.repository(),
      artifacts: {
        type: 'S3',
        location: store.work.bucketName,
        path: WORK_PREFIXES.builds,
        namespaceType: 'BUILD_ID',
        name: 'assembly.zip',
        packaging: 'ZIP',
      },
      buildSpec: leaseBuildSpec(sandbox.source),
      rights: [this.useConnection(), this.objects('Built', ['s3:PutObject'], `${WORK_PREFIXES.builds}/`), this.look()],
      timeout: Duration.hours(1),
    });
  }

  private makeDeploy(): void {
    const { store, executionRoleArn } = this.props;
    const location = `${store.work.bucketName}/${WORK_PREFIXES.builds}/none`;
    new SandboxProject(this, 'Deploy', {
      application: this.application,
      what: 'deploy',
      description: `Deploys what was built to the stacks of one environment of ${this.application}`,
      source: { type: 'S3', location },
      buildSpec: leaseDeploySpec(),
      rights: this.deploying(),
      environment: {
        ADMISSION: SANDBOX_NAMES.function(this.application, 'life'),
        ROLLBACK_ALARMS: 'none',
        LEASE_ROLE: executionRoleArn,
      },
      timeout: Duration.hours(2),
    });
  }

  private deploying(): Right[] {
    const { executionRoleArn } = this.props;
    const why = 'The names of what belongs to leases begin so; which lease it is shows when it is deployed.';
    const leases = localArn(this, 'cloudformation', `stack/${leaseStacks(this.application)}*`);
    const throughRole = { ArnEquals: { 'cloudformation:RoleArn': executionRoleArn } };
    return [
      this.objects('Assembly', ['s3:GetObject', 's3:GetObjectVersion'], `${WORK_PREFIXES.builds}/`),
      this.objects('Assets', ['s3:GetObject', 's3:PutObject'], WORK_PREFIXES.assets),
      this.look(),
      {
        sid: 'DeployThroughItsRole',
        actions: THROUGH_ROLE.map(cloudformation),
        resources: [leases],
        conditions: throughRole,
        why,
      },
      {
        sid: 'ChangeSets',
        actions: [...CHANGES, 'DescribeStackEvents', 'DescribeChangeSet', 'GetTemplate'].map(cloudformation),
        resources: [leases],
        why,
      },
      {
        sid: 'LookAround',
        actions: ['DescribeStacks', 'DescribeEvents', 'GetTemplateSummary', 'ListStacks'].map(cloudformation),
        resources: ['*'],
        why: 'Lists of stacks know no resource, nor does a template that is no stack yet.',
      },
      {
        sid: 'HandOver',
        actions: ['iam:PassRole'],
        resources: [executionRoleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } },
      },
      {
        sid: 'Admission',
        actions: ['lambda:InvokeFunction'],
        resources: [localArn(this, 'lambda', `function:${SANDBOX_NAMES.function(this.application, 'life')}`)],
      },
    ];
  }

  private makeBranches(): void {
    const preview = SANDBOX_NAMES.function(this.application, 'preview');
    new SandboxProject(this, 'Branches', {
      application: this.application,
      what: 'branches',
      description: `Tells which branches of ${this.application} there are, so that previews come and go with them`,
      source: this.repository(),
      buildSpec: branchesSpec(preview),
      rights: [
        this.useConnection(),
        {
          sid: 'Tell',
          actions: ['lambda:InvokeFunction'],
          resources: [localArn(this, 'lambda', `function:${preview}`)],
        },
      ],
      timeout: Duration.minutes(10),
      triggers: { webhook: true, filterGroups: [[{ type: 'EVENT', pattern: EVENTS }]] },
    });
  }

  private repository(): CfnProject.SourceProperty {
    const { repositoryUrl: location, connectionArn } = this.props.sandbox.source;
    const type = HOSTS[new URL(location).host]!;
    return { type, location, gitCloneDepth: 1, auth: { type: 'CODECONNECTIONS', resource: connectionArn } };
  }

  private useConnection(): Right {
    return {
      sid: 'Connection',
      actions: ['UseConnection', 'GetConnection', 'GetConnectionToken'].flatMap((action) => [
        `codeconnections:${action}`,
        `codestar-connections:${action}`,
      ]),
      resources: [this.props.sandbox.source.connectionArn],
    };
  }

  private objects(sid: string, actions: string[], prefix: string): Right {
    const why = 'Builds and assets are named by what is in them.';
    return { sid, actions, resources: [this.props.store.work.arnForObjects(`${prefix}*`)], why };
  }

  private look(): Right {
    return {
      sid: 'LookAtStore',
      actions: ['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetEncryptionConfiguration', 's3:ListBucket'],
      resources: [`arn:${Stack.of(this).partition}:s3:::${this.props.store.work.bucketName}`],
    };
  }
}

const THROUGH_ROLE = [
  'ContinueUpdateRollback',
  'CreateChangeSet',
  'CreateStack',
  'DeleteStack',
  'RollbackStack',
  'UpdateStack',
];
const CHANGES = ['DeleteChangeSet', 'ExecuteChangeSet', 'TagResource', 'UpdateTerminationProtection'];
const EVENTS = 'PUSH, PULL_REQUEST_MERGED, PULL_REQUEST_CLOSED';
const cloudformation = (action: string): string => `cloudformation:${action}`;
