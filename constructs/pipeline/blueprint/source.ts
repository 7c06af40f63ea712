import { STAGES, VARIABLES } from '../../../lib/change/wiring';
import type { PipelineSource } from '../pipeline-source';
import { ARTIFACTS } from './names';
import type { ActionBlueprint, StageBlueprint } from './types';

/** How a source enters the pipeline. */
export interface SourcePlan {
  readonly provider: 'CodeStarSourceConnection' | 'CodeCommit' | 'S3';
  readonly configuration: Readonly<Record<string, string>>;
  /** Variables that the provider exports. */
  readonly variables: readonly string[];
  /** Reference to the revision that is released. */
  readonly revision: string;
  /** Whether a full clone can be had, which tells the authors of a change. */
  readonly history: boolean;
}

const CLONE = { OutputArtifactFormat: 'CODEBUILD_CLONE_REF' };
const ref = (name: string) => `#{${VARIABLES.sourceNamespace}.${name}}`;

/** The plan of a source; events start the pipeline, polling never does. */
export function planSource(source: PipelineSource): SourcePlan {
  const { connection, codeCommitRepository: codeCommit, bucket } = source;
  if (connection) return planConnection(connection.connectionArn, connection.repository, connection.branch ?? 'main');
  if (codeCommit) return planCodeCommit(codeCommit.repository, codeCommit.branch ?? 'main');
  return planS3(bucket!.bucketName, bucket!.key);
}

function planConnection(connectionArn: string, repository: string, branch: string): SourcePlan {
  return {
    provider: 'CodeStarSourceConnection',
    configuration: {
      ConnectionArn: connectionArn,
      FullRepositoryId: repository,
      BranchName: branch,
      DetectChanges: 'true',
    },
    variables: ['AuthorDate', 'BranchName', 'CommitId', 'CommitMessage', 'ConnectionArn', 'FullRepositoryName'],
    revision: ref('CommitId'),
    history: true,
  };
}

function planCodeCommit(repository: string, branch: string): SourcePlan {
  return {
    provider: 'CodeCommit',
    configuration: { RepositoryName: repository, BranchName: branch, PollForSourceChanges: 'false' },
    variables: ['AuthorDate', 'BranchName', 'CommitId', 'CommitMessage', 'CommitterDate', 'RepositoryName'],
    revision: ref('CommitId'),
    history: true,
  };
}

function planS3(bucket: string, key: string): SourcePlan {
  return {
    provider: 'S3',
    configuration: { S3Bucket: bucket, S3ObjectKey: key, PollForSourceChanges: 'false' },
    variables: ['BucketName', 'ETag', 'ObjectKey', 'VersionId'],
    revision: ref('VersionId'),
    history: false,
  };
}

/**
 * The source as files for Build and, apart from it, as a clone for Verify: a clone needs the connection, and Build has
 * no right beyond its artifacts.
 */
export function sourceStage(plan: SourcePlan): StageBlueprint {
  const common = {
    kind: 'source',
    role: 'source',
    runOrder: 1,
    type: { category: 'Source', provider: plan.provider },
  } as const;
  const source: ActionBlueprint = {
    ...common,
    name: 'Source',
    configuration: plan.configuration,
    outputs: [ARTIFACTS.source],
    namespace: VARIABLES.sourceNamespace,
    variables: plan.variables,
  };
  const quiet: Record<string, string> = plan.configuration.DetectChanges ? { DetectChanges: 'false' } : {};
  const history: ActionBlueprint = {
    ...common,
    name: 'History',
    configuration: { ...plan.configuration, ...quiet, ...CLONE },
    outputs: [ARTIFACTS.history],
  };
  return { name: STAGES.source, kind: 'source', actions: plan.history ? [source, history] : [source] };
}
