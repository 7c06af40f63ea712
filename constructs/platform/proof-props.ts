import { evidenceBucketName, PLATFORM } from './names';
import { partitionOf } from '../../lib/contract/partitions';
import { SHARED } from '../../lib/change/deployed';
import { OLDEST_SNAPSHOT_HOURS, SNAPSHOT_HOURS } from '../../lib/continuous';
import { PIPELINE_PATH, pipelineRoleName, PROOF_ROLE_NAME, roleArn } from '../../lib/names';
import type { ContinuousProofProps, RecordedChanges, SnapshotReaders } from '../continuous/continuous-proof-props';
import type { AccountReaderProps } from '../guardrail/account-reader-props';
import type { DeployedSnapshots } from '../pipeline/change-pipeline-props';
import type { GuardedPlatformProps } from './platform-props';
import { servedBy, toolingsOf } from './tooling';

/** Does the platform prove itself anew on what is deployed? */
export function provesItself({ continuousProof }: Pick<GuardedPlatformProps, 'continuousProof'>): boolean {
  return continuousProof?.enabled !== false;
}

/** Who reads the accounts; nobody where nothing is proved anew. */
export function readerProps(props: GuardedPlatformProps): AccountReaderProps | undefined {
  const { auditAccount, id: organizationId } = props.organization;
  return provesItself(props) ? { auditAccount, organizationId } : undefined;
}

/** What the continuous proof is made from, its store apart. */
export function proofProps(props: GuardedPlatformProps): Omit<ContinuousProofProps, 'store'> | undefined {
  if (!provesItself(props)) return undefined;
  const { organization, continuousProof = {}, pipeline, snapshotFile } = props;
  const { hour, regions } = continuousProof;
  return {
    organizationId: organization.id,
    managementAccount: organization.managementAccount,
    regions: regions ?? elsewhere(props),
    hour,
    notifyEmails: pipeline?.notifyEmails,
    platformSnapshot: snapshotFile,
    ...(pipeline?.upgrade ? { upgrade: pipeline.upgrade } : {}),
    trail: true,
    ...recordedChanges(props),
    ...snapshotReaders(props),
  };
}

/** Change control of every application, and of the platform where it has a pipeline of its own, by tooling account. */
function recordedChanges(props: GuardedPlatformProps): Pick<ContinuousProofProps, 'changes' | 'otherChanges'> {
  const { pipeline, sharedChangeControl } = props;
  const [changes, ...others] = toolingsOf(props).map((tooling): RecordedChanges => {
    const { account, region, isHome } = tooling;
    const names = servedBy(props, tooling).map(({ name }) => name);
    const applications = [...names, ...(isHome && pipeline ? [PLATFORM] : [])];
    return { account, region, applications, ...(sharedChangeControl ? { sharedChangeControl: SHARED } : {}) };
  });
  return others.length === 0 ? { changes } : { changes, otherChanges: others };
}

/** The job that reads change records; nobody where nothing is proved anew. */
export function recordReader(props: GuardedPlatformProps): string | undefined {
  const { auditAccount, region } = props.organization;
  return provesItself(props) ? roleArn(partitionOf(region), auditAccount, PIPELINE_PATH, PROOF_ROLE_NAME) : undefined;
}

/** Every application's *Verify* by one pattern a tooling account: the store's policies must not grow with the applications. */
function snapshotReaders(props: GuardedPlatformProps): Pick<ContinuousProofProps, 'readers' | 'otherReaders'> {
  const partition = partitionOf(props.organization.region);
  const [readers, ...others] = toolingsOf(props).map(({ account }): SnapshotReaders => {
    const verify = roleArn(partition, account, PIPELINE_PATH, pipelineRoleName('*', 'verify'));
    return { account, roleArns: [verify] };
  });
  return others.length === 0 ? { readers } : { readers, otherReaders: others };
}

/** Which regions are on everywhere is known of the commercial partition alone; in others those of the platform count. */
function elsewhere({ organization, applications }: GuardedPlatformProps): string[] | undefined {
  if (partitionOf(organization.region) === 'aws') return undefined;
  const deployed = applications.flatMap(({ environments }) => environments.flatMap((each) => each.deployedRegions));
  return [...new Set([organization.region, ...deployed])];
}

/** Where the pipelines find what was collected. @throws where the age is none that makes sense. */
export function deployedSnapshots(props: GuardedPlatformProps): DeployedSnapshots | undefined {
  if (!provesItself(props)) return undefined;
  const { oldestSnapshotHours = OLDEST_SNAPSHOT_HOURS } = props.continuousProof ?? {};
  const { least, most } = SNAPSHOT_HOURS;
  if (!Number.isInteger(oldestSnapshotHours) || oldestSnapshotHours < least || oldestSnapshotHours > most)
    throw new Error(
      `continuousProof.oldestSnapshotHours is ${oldestSnapshotHours}; right is a whole number of hours from ${least} to ${most}.`,
    );
  const { auditAccount } = props.organization;
  return {
    bucketName: evidenceBucketName(props.organization),
    account: auditAccount,
    oldestHours: oldestSnapshotHours,
  };
}
