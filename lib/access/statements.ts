import { AUDIT_READS, OBSERVABILITY_READS } from './read-actions';

/** A Condition block, as JSON. */
export type ConditionJson = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One statement of an identity policy, as JSON. */
export interface PolicyStatementJson {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: ConditionJson;
}

/** Handed to Systems Manager alone. */
export const TO_SYSTEMS_MANAGER: ConditionJson = { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } };

/** By a URL that asks for a signature. */
export const SIGNED_URL: ConditionJson = { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } };

/** By the URL, in the second of the two actions that a call by URL takes. */
export const THROUGH_URL: ConditionJson = { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } };

/** What S3 hands out. */
export const THROUGH_S3: ConditionJson = { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } };

/** What one service hands out, under keys that carry one of these aliases. */
export const throughAlias = (service: 'dynamodb' | 's3', aliases: readonly string[]): ConditionJson => ({
  StringLike: { 'kms:ViaService': `${service}.*.amazonaws.com*` },
  [aliases.some((alias) => alias.includes('*')) ? 'ForAnyValue:StringLike' : 'ForAnyValue:StringEquals']: {
    'kms:ResourceAliases': aliases,
  },
});

/** An identity policy, as JSON. */
export interface PolicyDocumentJson {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatementJson[];
}

/** What the observability reads allow, in every guarded account. */
export const observe = (): PolicyStatementJson => allow('Observe', OBSERVABILITY_READS, ['*']);

/** What auditors read on top. */
export const audit = (): PolicyStatementJson => allow('Audit', AUDIT_READS, ['*']);

/** Answer these approval actions, and no other. */
export const answerApprovals = (actionArns: readonly string[]): PolicyStatementJson =>
  allow('AnswerApprovals', ['codepipeline:PutApprovalResult'], actionArns);

/** Start these runbooks; the execution that comes of it is a resource of the same call. */
export const startRunbooks = (resourceArns: readonly string[]): PolicyStatementJson =>
  allow('StartRunbooks', ['ssm:StartAutomationExecution'], resourceArns);

/** Hand a runbook its own role, through Systems Manager alone. */
export const passRunbookRoles = (roleArns: readonly string[]): PolicyStatementJson => ({
  ...allow('PassRunbookRoles', ['iam:PassRole'], roleArns),
  Condition: TO_SYSTEMS_MANAGER,
});

/** Call the functions that runbooks call, with the rights of whoever starts them. */
export const callRunbookFunctions = (functionArns: readonly string[]): PolicyStatementJson =>
  allow('CallRunbookFunctions', ['lambda:InvokeFunction'], functionArns);

/**
 * Call these functions by their URL alone, where the signature says who calls. AWS asks for both actions since October
 * 2025 (Lambda developer guide, 'Control access to Lambda function URLs'); called directly, an event could claim anyone.
 */
export const stopLines = (functionArns: readonly string[]): PolicyStatementJson[] => [
  {
    ...allow('StopLines', ['lambda:InvokeFunctionUrl'], functionArns),
    Condition: SIGNED_URL,
  },
  {
    ...allow('StopLinesByUrlAlone', ['lambda:InvokeFunction'], functionArns),
    Condition: THROUGH_URL,
  },
];

/** Read change records, row by row. */
export const readChanges = (tableArns: readonly string[]): PolicyStatementJson =>
  allow('ReadChanges', ['dynamodb:GetItem', 'dynamodb:Query'], tableArns);

/** The same where many share a table: of these partitions alone, or of all. */
export const readSharedChanges = (
  tableArns: readonly string[],
  partitions: ConditionJson | undefined,
): PolicyStatementJson => ({
  ...allow('ReadSharedChanges', ['dynamodb:GetItem', 'dynamodb:Query'], tableArns),
  ...(partitions === undefined ? {} : { Condition: partitions }),
});

/** Open these objects, and nothing else of their stores. */
export const readPages = (objectArns: readonly string[]): PolicyStatementJson =>
  allow('ReadPages', ['s3:GetObject'], objectArns);

/** Decrypt what one service hands out, under keys that carry one of these aliases. */
export const decryptByAlias = (
  sid: string,
  service: 'dynamodb' | 's3',
  keyArns: readonly string[],
  aliases: readonly string[],
): PolicyStatementJson => ({
  ...allow(sid, ['kms:Decrypt'], [...new Set(keyArns)]),
  Condition: throughAlias(service, aliases),
});

/** Read the objects of these stores; `bucketArns` without `/*`. */
export const readEvidence = (bucketArns: readonly string[]): PolicyStatementJson =>
  allow(
    'ReadEvidence',
    ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectRetention', 's3:ListBucket', 's3:ListBucketVersions'],
    bucketArns.flatMap((arn) => [arn, `${arn}/*`]),
  );

/** Decrypt what S3 hands out, and nothing else under these keys. */
export const decryptEvidence = (keyArns: readonly string[]): PolicyStatementJson => ({
  ...allow('DecryptEvidence', ['kms:Decrypt'], keyArns),
  Condition: THROUGH_S3,
});

/** Nothing in these accounts, whatever their resource policies say. */
export const stayOutOf = (accountIds: readonly string[]): PolicyStatementJson => ({
  Sid: 'StayOutOfGuardedAccounts',
  Effect: 'Deny',
  Action: ['*'],
  Resource: ['*'],
  Condition: { StringEquals: { 'aws:ResourceAccount': accountIds } },
});

/** What shows the inside of a pipeline: executions, builds, handlers, what they logged, records. */
const LOOKS_INSIDE: readonly string[] = [
  'codebuild:BatchGet*',
  'codebuild:ListBuildsForProject',
  'codepipeline:Get*',
  'codepipeline:List*Executions',
  'codepipeline:ListTagsForResource',
  'codepipeline:PutApprovalResult',
  'dynamodb:GetItem',
  'dynamodb:Query',
  'lambda:GetAlias',
  'lambda:GetFunction*',
  'lambda:GetPolicy',
  'lambda:Invoke*',
  'logs:FilterLogEvents',
  'logs:GetLogEvents',
  'logs:GetLogGroupFields',
  'logs:StartQuery',
  's3:GetObject*',
  'states:DescribeExecution',
  'states:DescribeStateMachine',
  'states:GetExecutionHistory',
  'states:ListExecutions',
];

/**
 * In an account whose resources are named by their application, nothing of any but these. What lists all of a kind tells
 * their names, and nothing more. Where change control is shared, an application has no function, machine or table of its own:
 * none is spared, for a permission set's policy is short.
 */
export const lookIntoOwnAlone = (
  account: string,
  applications: readonly string[],
  shared: readonly SharedPlace[] = [],
): PolicyStatementJson => ({
  Sid: 'LookIntoOwnAlone',
  Effect: 'Deny',
  Action: LOOKS_INSIDE,
  NotResource: [
    ...applications.flatMap((name) => [
      ...pipelineOf(account, name),
      ...(shared.some(({ application }) => application === name) ? [] : handlersOf(account, name)),
    ]),
    ...new Set(shared.flatMap((place) => placesOf(account, place))),
  ],
  Condition: { StringEquals: { 'aws:ResourceAccount': account } },
});

/** What an application has in a change control that it shares with others. */
export interface SharedPlace {
  readonly application: string;
  readonly tableName: string;
  readonly freezeFunction: string;
  /** Folder of its records, after the name of the bucket. */
  readonly folder: string;
}

/** Not the logs of functions and machines that all share: they tell of everybody. */
function placesOf(account: string, { tableName, freezeFunction, folder }: SharedPlace): string[] {
  return [
    `arn:*:dynamodb:*:${account}:table/${tableName}`,
    `arn:*:lambda:*:${account}:function:${freezeFunction}`,
    `arn:*:s3:::${folder}`,
  ];
}

/** IAM takes no pattern in the place of a service. */
function here(account: string, service: string, rest: string): string {
  return `arn:*:${service}:*:${account}:${rest}`;
}

/** A pipeline and its actions, projects, logs and stores. */
function pipelineOf(account: string, name: string): string[] {
  return [
    here(account, 'codepipeline', name),
    here(account, 'codepipeline', `${name}/*`),
    here(account, 'codebuild', `*/${name}-*`),
    here(account, 'logs', `log-group:/aws/*/${name}-*`),
    `arn:*:s3:::${name}-*`,
  ];
}

/** Functions, machines and tables of a change control of its own. */
function handlersOf(account: string, name: string): string[] {
  return [
    here(account, 'lambda', `function:${name}-*`),
    here(account, 'states', `*:${name}-*`),
    here(account, 'dynamodb', `table/${name}-*`),
  ];
}

/** Statements as a document; undefined where there is nothing to say. */
export function documentOf(statements: readonly PolicyStatementJson[]): PolicyDocumentJson | undefined {
  const said = statements.filter(({ Resource, NotResource }) => NotResource ?? (Resource && Resource.length > 0));
  return said.length > 0 ? { Version: '2012-10-17', Statement: said } : undefined;
}

function allow(Sid: string, Action: readonly string[], Resource: readonly string[]): PolicyStatementJson {
  return { Sid, Effect: 'Allow', Action, Resource };
}
