/** Actions that change what a store holds, by service prefix: FACTS of what pipelines and services execute or deploy. */
const CONTENT: Readonly<Record<string, string>> = {
  s3:
    'PutObject PutBucketPolicy PutObjectAcl PutObjectVersionAcl PutBucketAcl ReplicateObject PutReplicationConfiguration ' +
    'PutAccessPointPolicy PutBucketOwnershipControls BypassGovernanceRetention',
  ecr: 'PutImage SetRepositoryPolicy ReplicateImage BatchImportUpstreamImage',
  codecommit:
    'GitPush CreateCommit PutFile DeleteFile CreateBranch UpdateDefaultBranch MergeBranchesByFastForward ' +
    'MergeBranchesBySquash MergeBranchesByThreeWay MergePullRequestByFastForward MergePullRequestBySquash ' +
    'MergePullRequestByThreeWay CreateUnreferencedMergeCommit',
  codeartifact:
    'PublishPackageVersion PutPackageMetadata CopyPackageVersions PutRepositoryPermissionsPolicy PutDomainPermissionsPolicy ' +
    'UpdateRepository AssociateExternalConnection UpdatePackageVersionsStatus',
  ssm: 'PutParameter PutResourcePolicy LabelParameterVersion UpdateDocument UpdateDocumentDefaultVersion ModifyDocumentPermission',
  secretsmanager: 'PutSecretValue UpdateSecret PutResourcePolicy UpdateSecretVersionStage RestoreSecret',
  dynamodb: 'PutItem UpdateItem BatchWriteItem PartiQLInsert PartiQLUpdate PutResourcePolicy',
  kms: 'PutKeyPolicy CreateGrant',
};

/** The actions that choose the content of a store; nothing where the service has no row. */
export function contentActions(service: string): readonly string[] | undefined {
  return CONTENT[service]?.split(' ').map((name) => `${service}:${name}`);
}
