import { Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { PROOF } from '../../lib/continuous';
import { upgradeTool, verifyTool } from '../pipeline/engine/verify-tool';
import type { ContinuousProofProps } from './continuous-proof-props';
import { ProofAlarms } from './proof-alarms';
import { ProofKey } from './proof-key';
import { proofProject } from './proof-project';
import { packKey } from './pack-key';
import { proofRole, proofRoleArn } from './proof-role';
import { ProofSchedule } from './proof-schedule';
import { proofTopic } from './proof-topic';
import { letReadersIn } from './snapshot-readers';
import { required } from '../../lib/required';

/**
 * The platform proves itself anew every day, and when something changes that a proof is about, on what is deployed: a
 * build project of the audit account reads every account with the role that `AccountReader` makes there, proves, signs
 * the pack with a key that nobody else may use, keeps snapshot, certificate and pack where nobody can delete them, and tells people what is no longer proved or could not be
 * read. Two alarms watch it: on a run that did not end well, and on days without one that did.
 *
 * @throws when the hour is none, or a reader is not of the pipelines.
 */
export class ContinuousProof extends Construct {
  /** Hears what is no longer proved; subscribe people or chat here. */
  public readonly topic: Topic;
  /** What the project runs as. */
  public readonly role: Role;

  public constructor(scope: Construct, id: string, props: ContinuousProofProps) {
    super(scope, id);
    required(`ContinuousProof '${id}'`, props, ['store', 'organizationId', 'managementAccount']);
    const tool = verifyTool(this);
    const snapshot = props.platformSnapshot && new Asset(this, 'PlatformSnapshot', { path: props.platformSnapshot });
    const upgrade = upgradeTool(this, props.upgrade);
    const { key } = new ProofKey(this, 'Encryption');
    this.topic = proofTopic(this, 'Topic', { key, emails: props.notifyEmails });
    const signing = packKey(this, 'PackKey', proofRoleArn(this));
    const made = { tool, snapshot: snapshot || undefined, upgrade, topic: this.topic };
    this.role = proofRole(this, 'Role', { ...props, ...made, signing });
    proofProject(this, 'Project', {
      ...props,
      ...{ ...made, key, role: this.role },
    });
    props.store.acceptWriter(this.role.roleArn, 'proof/');
    letReadersIn(props.store, [...(props.readers ? [props.readers] : []), ...(props.otherReaders ?? [])]);
    new ProofAlarms(this, 'Alarms', { topic: this.topic, project: PROOF.project });
    new ProofSchedule(this, 'Schedule', {
      hour: props.hour,
      managementAccount: props.managementAccount,
      region: Stack.of(this).region,
    });
  }
}
