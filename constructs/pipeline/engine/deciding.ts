import { Stack } from 'aws-cdk-lib';
import type { IGrantable, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { DEPLOYED, partitionKey } from '../../../lib/change/deployed';
import { BUCKET_PREFIXES } from '../../../lib/change/wiring';
import type { Right } from '../../change/acknowledge';
import type { ChangeControl } from '../../change/change-control';
import { giveRights, localArn, useKey } from '../../change/machine-role';

/** Change control as a pipeline sees it: names of what decides, and what it lets the pipeline's roles do. */
export interface Deciding {
  /** What it is named after: the application, or what it shares with others. */
  readonly controlName: string;
  readonly topicArn: string;
  readonly gateFunction: string;
  readonly recordFunction: string;
  readonly admitFunction: string;
  readonly waitMachineArn: string;
  readonly bakeMachineArn: string;
  readonly tableName: string;
  readonly bucketName: string;
  /** Folder of the released assemblies, in the bucket. */
  readonly assemblies: string;
  /** Reading what was released last. */
  readonly readReleased: Right;
  /** What must be there before the pipeline is. */
  readonly before: readonly Construct[];
  /** Lets a role use the key for what a service stores or sends. */
  readonly letUseKey: (role: Role, service: 's3' | 'dynamodb' | 'sns') => void;
}

/** Change control of this application alone, whose resources are at hand. */
export function decidingAlone(control: ChangeControl): Deciding {
  const { application, table, records, key } = control;
  return {
    ...namesOf(control, application, application),
    tableName: table.tableName,
    bucketName: records.bucketName,
    assemblies: BUCKET_PREFIXES.assemblies,
    readReleased: { sid: 'Released', actions: ['dynamodb:GetItem'], resources: [table.tableArn] },
    before: [control],
    letUseKey: (role: IGrantable) => useKey(key, role),
  };
}

/**
 * Change control that many applications share: known by its names, in another stack. Of its table a pipeline reads the
 * partition of its own application, of its bucket the folders of its own.
 */
export function decidingForMany(scope: Construct, controlName: string, application: string): Deciding {
  const { account, region, urlSuffix } = Stack.of(scope);
  const tableName = DEPLOYED.table(controlName);
  return {
    ...namesOf(scope, controlName, application),
    tableName,
    bucketName: DEPLOYED.bucket(controlName, account, region),
    assemblies: `${BUCKET_PREFIXES.assemblies}${application}/`,
    readReleased: {
      sid: 'Released',
      actions: ['dynamodb:GetItem'],
      resources: [localArn(scope, 'dynamodb', `table/${tableName}`)],
      conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [partitionKey(application)] } },
    },
    before: [],
    letUseKey: (role, service) =>
      giveRights(role, [
        {
          actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'],
          resources: [localArn(scope, 'kms', 'key/*')],
          conditions: {
            StringEquals: { 'kms:ViaService': `${service}.${region}.${urlSuffix}` },
            'ForAnyValue:StringEquals': { 'kms:ResourceAliases': DEPLOYED.keyAlias(controlName) },
          },
          why: 'The key is named by its alias: it stands in the stack of the change control that applications share.',
        },
      ]),
  };
}

function namesOf(scope: Construct, controlName: string, application: string) {
  const machine = (name: string): string => localArn(scope, 'states', `stateMachine:${controlName}-${name}`);
  return {
    controlName,
    topicArn: localArn(scope, 'sns', DEPLOYED.topic(application)),
    gateFunction: `${controlName}-gate`,
    recordFunction: `${controlName}-record`,
    admitFunction: `${controlName}-admit`,
    waitMachineArn: machine('wait-for-window'),
    bakeMachineArn: machine('bake'),
  };
}
