/** A guard without which everything is still proved, and why that is right. */
export interface Redundant {
  /** Mutants by their names. */
  readonly match: RegExp;
  /** What holds without it, or what else it is there for. */
  readonly why: string;
  /** The layers that hold: taken out as well, a theorem falls. Absent where the guard serves something no theorem states. */
  readonly heldBy?: RegExp;
}

const BOOTSTRAP = 'role/guarded/pipeline/cdk-guarded-\\S+';

/** Who may assume machine roles. */
const TRUST: readonly Redundant[] = [
  {
    match: /^(rcp guarded-machine-roles|deny control guarded-machine-roles )/,
    why: 'the trust policies of the machine roles name nobody but services and exact pipeline roles',
    heldBy: /^principal trust .*(tooling|audit)/,
  },
  {
    match: /^principal trust arn:aws:iam::(tooling|audit):role\/guarded\/(pipeline|workload)\/(?!cdk-guarded-cfn-exec)/,
    why: 'the resource control policy lets nobody but services and machines into machine roles, and the trust names the source that only services tell',
    heldBy: /^(rcp guarded-machine-roles|condition trust )/,
  },
  {
    match: new RegExp(
      `^condition trust arn:aws:iam::(?!prod:\\S+-deploy-role-)\\w+:${BOOTSTRAP} ExactRoles aws:PrincipalArn`,
    ),
    why: 'the principal is the root of tooling, where people may not call AssumeRole; machines are held by the resource control policy',
    heldBy: /^principal trust .*ExactRoles \(AWS\)/,
  },
  {
    match: new RegExp(`^principal trust arn:aws:iam::prod:${BOOTSTRAP} ExactRoles \\(AWS\\)`),
    why: 'the condition names the exact pipeline roles besides',
    heldBy: /^condition trust .*ExactRoles aws:PrincipalArn/,
  },
  {
    match: new RegExp(`^(condition trust \\S+|principal trust arn:aws:iam::prod:${BOOTSTRAP}) ExactRolesTags`),
    why: 'it lets sessions carry tags, and no policy of the example reads tags of principals',
  },
  {
    match: /^condition trust .*ExactRoles sts:ExternalId/,
    why: 'against confused deputies: the exact role is demanded besides',
  },
  {
    match: /^condition trust .*aws:Source(Account|Arn)/,
    why: 'against confused deputies: the trust names a service, which people cannot be',
  },
  {
    match: /^principal trust .*management.*\(Service\)/,
    why: 'the role writes only the log group of the trail, and prod does not depend on it',
  },
];

/** What machines may do. */
const MACHINES: readonly Redundant[] = [
  {
    match: /^condition identity .*-(source|verify) (codeconnections|codestar-connections):UseConnection /,
    why: 'people cannot act as these roles; it keeps a pipeline to its own repository, and reading another changes nothing',
  },
  {
    match: /^(scp guarded-protection|deny control guarded-protection )/,
    why: 'people are held by the ceilings, and the machines by denies of their own',
    heldBy: /^(deny identity|boundary) .*(cdk-guarded-cfn-exec|workload)/,
  },
  {
    match: /^deny identity .*cdk-guarded-cfn-exec/,
    why: 'the service control policy guarded-protection and the boundary say the same',
    heldBy: /^(scp guarded-protection|boundary .*cdk-guarded-cfn-exec)/,
  },
  {
    match: /^boundary .*cdk-guarded-cfn-exec/,
    why: 'the denies of the role itself and the service control policy guarded-protection say the same',
    heldBy: /^(scp guarded-protection|deny identity .*cdk-guarded-cfn-exec)/,
  },
  {
    match: /^deny identity .*cdk-guarded-deploy-role/,
    why: 'the service control policy guarded-protection keeps the guardrail stacks from every machine',
  },
  {
    match: /^boundary .*role\/guarded\/workload\//,
    why: 'what runs today allows nothing that the boundary forbids; it is there for the next release, which is proved again',
  },
  {
    match: /^(scp guarded-machines|deny control guarded-machines )/,
    why: 'people are held by the ceilings; this keeps machines from making people and trust anchors',
  },
  {
    match: /^condition identity .*cdk-guarded-(cfn-exec|deploy|file-publishing)/,
    why: 'only the exact pipeline role comes this far, and people reach it by no way; it narrows what a mistaken template can do',
  },
  {
    match: /^deny identity .*cdk-guarded-lookup-role-\S+ NoSecrets/,
    why: 'people cannot act as the lookup role; it keeps secrets out of the build',
  },
  {
    match: /^condition identity .*-metrics-function Metrics cloudwatch:namespace/,
    why: 'the function runs platform code that people cannot change; it keeps its figures to one namespace',
  },
];

/** What people are sanctioned to do. */
const PEOPLE: readonly Redundant[] = [
  {
    match: /^deny control guarded-tooling-sanctioned ByUrlAlone/,
    why: 'the statement that allows the call demands the URL as well',
    heldBy: /^condition identity .* StopLinesByUrlAlone /,
  },
  {
    match: /^condition identity .* StopLinesByUrlAlone /,
    why: 'the control policy of tooling demands the URL as well',
    heldBy: /^deny control guarded-tooling-sanctioned ByUrlAlone/,
  },
  {
    match: /^deny control guarded-tooling-sanctioned (OnlyThere2|OnlyThey2x0)/,
    why: 'dynamodb:GetItem and dynamodb:Query are reads, of which no theorem speaks; it keeps people to the change records',
  },
  {
    match:
      /^deny control guarded-(prod-sanctioned OnlyThere[01]|tooling-sanctioned OnlyThere3|audit-sanctioned OnlyThere0)$/,
    why: 'it leaves every document, function or key open, which is all that the action acts on; permission sets name the exact ones',
  },
];

/** Policies of resources. */
const RESOURCES: readonly Redundant[] = [
  {
    match:
      /^condition resource (?!prod .*-Permission lambda:InvokeFunction ).*(aws:Source(Account|Arn)|s3:x-amz-acl|kms:EncryptionContext|kms:ViaService|events:creatorAccount)/i,
    why: 'against confused deputies: the statement names a service, or says through which service the key is used',
  },
  {
    match:
      /^deny resource .*(MachinesDoNotAdminister|KeepEvidence|TheJobAloneSigns|AllowSSLRequestsOnly|AllowPublishThroughSSLOnly| s3:\*)/,
    why: 'people are held by the ceilings; it binds machines, or asks for encryption in transit',
  },
  {
    match:
      /^principal resource .*(lambda:InvokeFunction|ImageRetrievalPolicy|TrailEncrypts|TrailChecksBucket|TrailWrites|DeliverAccessLogs|s3:PutObject|AllowEvent|sqs:SendMessage|(ChangeControl\/Notifications\/Topic|Alarms)\/Policy\/Resource 1 |ChangeControl\/Store\/Key\/Resource kms:Decrypt\+kms:GenerateDataKey\* |orders\/Key\/Resource kms:Decrypt\+kms:GenerateDataKey\* |\(Service,Service\))/,
    why: 'its conditions name a source that no caller of ours has',
    heldBy: /^condition resource /,
  },
  {
    match: /^principal resource management /,
    why: 'no account in people’s hands is in management, and no theorem speaks of the key of its trail’s log group',
  },
];

/** The continuous proof: its readers read, and nothing that a theorem speaks of but isolation rests on who they are. */
const PROOF: readonly Redundant[] = [
  {
    match: /^condition trust .*guarded-reader ContinuousProof/,
    why: 'the principal is the root of audit, where people may not call AssumeRole and no machine but the job asks for it',
    heldBy: /^principal trust .*guarded-reader ContinuousProof/,
  },
  {
    match: /^principal trust arn:aws:iam::(management|prod):\S+guarded-reader ContinuousProof/,
    why: 'the conditions name the exact role, in this organization',
    heldBy: /^condition trust .*guarded-reader ContinuousProof/,
  },
  {
    match: /^boundary \S+guarded-reader/,
    why: 'the reader has no more rights than its boundary; it binds whatever is attached later',
  },
  {
    match:
      /^condition identity .*(guarded-continuous-proof (Readers|ReadRecords|DecryptRecords)|-verify (See|Decrypt)DeployedSnapshots) /,
    why: 'people cannot act as these roles, and what they reach is read; the other side names who may',
  },
  {
    match: /^(condition|principal) resource audit .*Pipelines(Read|See)Snapshots/,
    why: 'reading a snapshot changes nothing; it keeps the evidence to itself',
  },
  {
    match: /^principal resource audit platform\/audit\/evidence\/Key\/Resource kms:Decrypt /,
    why: 'the condition names the roles that verify',
    heldBy: /^condition resource audit platform\/audit\/evidence\/Key\/Resource kms:Decrypt /,
  },
  {
    match: /^(condition|principal) resource tooling .*Audit(Reads|Sees)Records/,
    why: 'reading a record changes nothing; it keeps the records to themselves',
  },
  {
    match: /^principal resource tooling .*ChangeControl\/Store\/Key\/Resource kms:Decrypt \(AWS\)/,
    why: 'the condition names the job of the continuous proof',
    heldBy: /^condition resource tooling .*ChangeControl\/Store\/Key\/Resource kms:Decrypt aws:PrincipalArn/,
  },
  {
    match: /^condition resource audit .*ManagementTells/,
    why: 'the principal is the root of management, where nobody who may not change prod acts',
    heldBy: /^principal resource audit .*ManagementTells/,
  },
  {
    match: /^principal resource audit .*ManagementTells/,
    why: 'the condition names the exact role of management',
    heldBy: /^condition resource audit .*ManagementTells/,
  },
  {
    match:
      /^principal resource audit platform\/audit\/proof\/(Encryption\/Key\/Resource kms:Decrypt\+kms:GenerateDataKey\*|Topic\/Policy\/Resource 1) \(Service\)/,
    why: 'its conditions name a source that no caller of ours has',
  },
];

/** Parts of pipelines. */
const PIPELINES: readonly Redundant[] = [
  {
    match: /^action (\w+ Gate WaitForWindow|platform Prod Bake)/,
    why: "the gate decides by itself whether the window is open; rollback-is-armed speaks of prod, not of the platform's pipeline",
  },
  {
    match: /^digest \w+ (Verify|Dev|Test|Close|Gate WaitForWindow|Prod Bake)/,
    why: 'the digest that matters is the one that approvals, the gate and the prod deployment name',
  },
  {
    match: /^(rollback|alarms) platform Prod/,
    why: "rollback-is-armed speaks of prod; the platform's pipeline deploys audit and tooling",
  },
];

/**
 * Reviewed: every guard of the shipped example that can go alone. An entry that no mutant matches, or one of whose
 * mutants falls, is an error of this list.
 */
export const REDUNDANT: readonly Redundant[] = [...TRUST, ...MACHINES, ...PEOPLE, ...RESOURCES, ...PROOF, ...PIPELINES];
