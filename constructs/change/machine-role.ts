import { Aws, Stack } from 'aws-cdk-lib';
import { type IGrantable, type IPrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { PIPELINE_PATH, type PipelinePurpose, pipelineRoleName } from '../../lib/names';
import { acknowledge, acknowledgeWildcards, type Right } from './acknowledge';

/** A role of the tooling account, under the path of the machines that deploy, with a name that others can trust exactly. */
export interface MachineRoleProps {
  readonly application: string;
  readonly purpose: PipelinePurpose;
  readonly assumedBy: IPrincipal;
  readonly description: string;
  readonly rights?: readonly Right[];
}

/** Makes one; its rights are those given and whatever is granted later. */
export function machineRole(scope: Construct, id: string, props: MachineRoleProps): Role {
  const role = new Role(scope, id, {
    roleName: pipelineRoleName(props.application, props.purpose),
    path: PIPELINE_PATH,
    assumedBy: props.assumedBy,
    description: props.description,
  });
  giveRights(role, props.rights ?? []);
  return role;
}

/** Adds rights to a role and accepts what the rule packs find in them, each wildcard with its reason. */
export function giveRights(role: Role, rights: readonly Right[]): void {
  for (const { sid, actions, resources, conditions } of rights)
    role.addToPolicy(new PolicyStatement({ sid, actions, resources, conditions }));
  acknowledgeWildcards(role, rights);
  acknowledge(
    role,
    'The rights belong to this one role, and change with it or not at all.',
    'NIST.800.53.R5::NIST.800.53.R5-IAMNoInlinePolicy',
  );
}

/** Use of a key for what the role reads and writes; the wide grants of the library name actions by wildcard. */
export function useKey(key: IKey, role: IGrantable): void {
  key.grant(role, 'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey');
}

/** A service, acting for exactly one resource of this account: nobody can borrow it from elsewhere. */
export function serviceFor(service: string, sourceArn: string): ServicePrincipal {
  return new ServicePrincipal(service, {
    conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID }, ArnLike: { 'aws:SourceArn': sourceArn } },
  });
}

/** ARN of something in this account and region. */
export function localArn(scope: Construct, service: string, resource: string): string {
  const { partition, region, account } = Stack.of(scope);
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}
