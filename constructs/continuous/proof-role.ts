import { Stack } from 'aws-cdk-lib';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { PROOF, PROOF_PREFIXES } from '../../lib/continuous';
import { readerRoleArn } from '../../lib/guardrail';
import { PIPELINE_PATH, PROOF_ROLE_NAME, roleArn } from '../../lib/names';
import type { Right } from '../change/acknowledge';
import { giveRights, localArn, serviceFor, useKey } from '../change/machine-role';
import type { WriteOnceStore } from '../evidence/write-once-store';
import { placeOf } from '../guardrail/place';
import { projectArn, writeLog } from '../pipeline/engine/project';
import type { VerifyTool } from '../pipeline/engine/verify-tool';
import type { RecordedChanges } from './continuous-proof-props';
import { signPacks } from './pack-key';
import { sourceRights } from './pack-sources';

/** What the role of the job is made from. */
interface ProofRoleProps {
  readonly store: WriteOnceStore;
  readonly organizationId: string;
  readonly tool: VerifyTool;
  readonly snapshot?: Asset;
  readonly upgrade?: VerifyTool;
  /** Signs the packs. */
  readonly signing: Key;
  readonly changes?: RecordedChanges;
  readonly otherChanges?: readonly RecordedChanges[];
  readonly trail?: boolean;
  readonly topic: Topic;
}

/** Its ARN, by its name: policies name it before it is there. */
export function proofRoleArn(scope: Construct): string {
  return roleArn(placeOf(scope).partition, Stack.of(scope).account, PIPELINE_PATH, PROOF_ROLE_NAME);
}

/** The role of the job: it takes the readers of its organization, adds to its folders of the store, and tells. */
export function proofRole(scope: Construct, id: string, props: ProofRoleProps): Role {
  const role = new Role(scope, id, {
    roleName: PROOF_ROLE_NAME,
    path: PIPELINE_PATH,
    assumedBy: serviceFor('codebuild.amazonaws.com', projectArn(scope, PROOF.project)),
    description: 'Collects what is deployed, proves it and keeps it',
  });
  giveRights(role, [
    ...rightsOf(scope, props),
    ...sourceRights(scope, props),
    signPacks(props.signing),
    writeLog(scope, PROOF.project),
    props.tool.right,
    ...(props.upgrade ? [props.upgrade.right] : []),
  ]);
  useKey(props.topic.masterKey!, role);
  props.store.encryptionKey.grant(role, 'kms:GenerateDataKey', 'kms:Decrypt');
  return role;
}

function rightsOf(scope: Construct, { store, organizationId, snapshot }: ProofRoleProps): Right[] {
  const folders = Object.values(PROOF_PREFIXES).map((prefix) => store.bucket.arnForObjects(`${prefix}*`));
  const read = snapshot && `${snapshot.bucket.bucketArn}/${snapshot.s3ObjectKey}`;
  return [
    {
      sid: 'Readers',
      actions: ['sts:AssumeRole'],
      resources: [readerRoleArn(placeOf(scope).partition, '*')],
      conditions: { StringEquals: { 'aws:ResourceOrgID': organizationId } },
      why: 'The reader of every account of the organization, those included that are yet to come.',
    },
    {
      sid: 'Keep',
      actions: ['s3:PutObject'],
      resources: folders,
      why: 'Objects are named by the time of the run.',
    },
    { sid: 'Tell', actions: ['sns:Publish'], resources: [localArn(scope, 'sns', PROOF.topic)] },
    ...(read ? [{ sid: 'PlatformSnapshot', actions: ['s3:GetObject'], resources: [read] }] : []),
  ];
}
