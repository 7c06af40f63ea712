import type { InjectionContext, IPropertyInjector, Stage } from 'aws-cdk-lib';
import { FeatureFlags, PropertyInjectors, RemovalPolicy } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';

/**
 * The constructs' `PROPERTY_INJECTION_ID`s as text: importing the service modules for them would slow every app down. A
 * test holds them against the library.
 */
export const INJECTION_IDS = {
  backupVault: 'aws-cdk-lib.aws-backup.BackupVault',
  bucket: 'aws-cdk-lib.aws-s3.Bucket',
  databaseCluster: 'aws-cdk-lib.aws-rds.DatabaseCluster',
  databaseClusterFromSnapshot: 'aws-cdk-lib.aws-rds.DatabaseClusterFromSnapshot',
  databaseInstance: 'aws-cdk-lib.aws-rds.DatabaseInstance',
  databaseInstanceFromSnapshot: 'aws-cdk-lib.aws-rds.DatabaseInstanceFromSnapshot',
  databaseInstanceReadReplica: 'aws-cdk-lib.aws-rds.DatabaseInstanceReadReplica',
  documentCluster: 'aws-cdk-lib.aws-docdb.DatabaseCluster',
  documentInstance: 'aws-cdk-lib.aws-docdb.DatabaseInstance',
  domain: 'aws-cdk-lib.aws-opensearchservice.Domain',
  elasticsearchDomain: 'aws-cdk-lib.aws-elasticsearch.Domain',
  fileSystem: 'aws-cdk-lib.aws-efs.FileSystem',
  glueDatabase: '@aws-cdk.aws-glue-alpha.Database',
  instanceProfile: 'aws-cdk-lib.aws-iam.InstanceProfile',
  key: 'aws-cdk-lib.aws-kms.Key',
  logGroup: 'aws-cdk-lib.aws-log.LogGroup',
  logStream: 'aws-cdk-lib.aws-logs.LogStream',
  lustreFileSystem: 'aws-cdk-lib.aws-fsx.LustreFileSystem',
  managedPolicy: 'aws-cdk-lib.aws-iam.ManagedPolicy',
  queue: 'aws-cdk-lib.aws-sqs.Queue',
  reportGroup: 'aws-cdk-lib.aws-codebuild.ReportGroup',
  repository: 'aws-cdk-lib.aws-ecr.Repository',
  restApi: 'aws-cdk-lib.aws-apigateway.RestApi',
  role: 'aws-cdk-lib.aws-iam.Role',
  scheduleGroup: 'aws-cdk-lib.aws-scheduler.ScheduleGroup',
  secret: 'aws-cdk-lib.aws-secretsmanager.Secret',
  serverlessCluster: 'aws-cdk-lib.aws-rds.ServerlessCluster',
  serverlessClusterFromSnapshot: 'aws-cdk-lib.aws-rds.ServerlessClusterFromSnapshot',
  specRestApi: 'aws-cdk-lib.aws-apigateway.SpecRestApi',
  stream: 'aws-cdk-lib.aws-kinesis.Stream',
  table: 'aws-cdk-lib.aws-dynamodb.Table',
  tableReplica: 'aws-cdk-lib.aws-dynamodb.TableV2MultiAccountReplica',
  tableV2: 'aws-cdk-lib.aws-dynamodb.TableV2',
  userPool: 'aws-cdk-lib.aws-cognito.UserPool',
  volume: 'aws-cdk-lib.aws-ec2.Volume',
} as const;
const IDS = INJECTION_IDS;

/** Properties that a construct is given before it is built. */
type Props = Readonly<Record<string, unknown>>;

/** What a construct in a scope gets where its properties say nothing. */
type Defaults = (props: Props, scope: IConstruct) => Props;

/** Fills in what the workload left out, before the construct's own defaults do; what it said stays. */
class Default implements IPropertyInjector {
  public constructor(
    public readonly constructUniqueId: string,
    private readonly defaults: Defaults,
    private readonly outer: IConstruct,
  ) {}

  public inject(originalProps: unknown, context: InjectionContext): unknown {
    const props = (this.injectedOutside(originalProps, context) ?? {}) as Props;
    const missing = Object.entries(this.defaults(props, context.scope)).filter(([name]) => props[name] === undefined);
    return { ...props, ...Object.fromEntries(missing) };
  }

  /** An app's own injector would be hidden by the stage's, so it is asked first. */
  private injectedOutside(props: unknown, context: InjectionContext): unknown {
    for (let scope: IConstruct | undefined = this.outer; scope; scope = scope.node.scope) {
      const injector = PropertyInjectors.hasPropertyInjectors(scope)
        ? PropertyInjectors.of(scope).for(this.constructUniqueId)
        : undefined;
      if (injector) return injector.inject(props, context) as unknown;
    }
    return props;
  }
}

/** What the defaults depend on. */
export interface StageDefaults {
  readonly isProd: boolean;
  readonly logRetention: RetentionDays;
  /** Path of its roles. */
  readonly path: string;
}

/** What a stage's constructs get where the workload says nothing. */
export function addDefaults(stage: Stage, { isProd, logRetention, path }: StageDefaults): void {
  const outer = stage.node.scope ?? stage;
  const all = new Map<string, Defaults[]>();
  const add: Add = (id, defaults) => void all.set(id, [...(all.get(id) ?? []), defaults]);
  // From the start and not by the aspect alone: a role's ARN is made of its path where another stack names it.
  for (const id of [IDS.role, IDS.managedPolicy, IDS.instanceProfile]) add(id, () => ({ path }));
  addSafety(add);
  if (isProd) addProdDefaults(add, logRetention);
  else addRemoval(add, logRetention);
  for (const [id, defaults] of all) PropertyInjectors.of(stage).add(new Default(id, together(defaults), outer));
}

/** CDK keeps one injector a class, so what several say of a class becomes one. */
function together(all: readonly Defaults[]): Defaults {
  return (props, scope) => Object.assign({}, ...all.map((one) => one(props, scope))) as Props;
}

/** What S3 does since 2023 where nobody says otherwise, in words that checks can read. */
const BLOCK_ALL = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

/** Closed to strangers and to plain HTTP: what the rule packs ask of every workload and costs nothing. */
function addSafety(add: Add): void {
  add(IDS.bucket, ({ publicReadAccess, accessControl }) => ({
    enforceSSL: true,
    ...(publicReadAccess === undefined && accessControl === undefined ? { blockPublicAccess: BLOCK_ALL } : {}),
  }));
  add(IDS.queue, () => ({ enforceSSL: true }));
}

type Add = (id: string, defaults: Defaults) => void;

/** What constructs decide by themselves and prod refuses: what only they can be told before they are built. */
function addProdDefaults(add: Add, logRetention: RetentionDays): void {
  add(IDS.logGroup, () => ({ retention: logRetention }));
  add(IDS.tableV2, (props) => ({ deletionProtection: true, ...recovery(props) }));
  // A secret goes with its stack where nobody says otherwise; those that databases generate cannot be told.
  add(IDS.secret, () => ({ removalPolicy: RemovalPolicy.RETAIN }));
  for (const search of [IDS.domain, IDS.elasticsearchDomain])
    add(search, (props) => ({ encryptionAtRest: { enabled: true }, ...betweenNodes(props) }));
}

/** Elasticsearch encrypts between its nodes from 6.0 on, and its construct throws before. */
function betweenNodes({ version }: Props): Props {
  const said = (version as { readonly version?: unknown } | undefined)?.version;
  return /^(Elasticsearch_)?[1-5]\.|^OpenSearch_0/.test(String(said)) ? {} : { nodeToNodeEncryption: true };
}

function recovery(props: Props): Props {
  if (props['pointInTimeRecovery'] !== undefined) return {};
  return { pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } };
}

/** Stores that protect themselves from deletion where they are retained. */
const PROTECTED: readonly string[] = [
  IDS.databaseCluster,
  IDS.databaseClusterFromSnapshot,
  IDS.databaseInstance,
  IDS.databaseInstanceFromSnapshot,
  IDS.databaseInstanceReadReplica,
  IDS.documentCluster,
  IDS.serverlessCluster,
  IDS.serverlessClusterFromSnapshot,
];

/** Constructs that keep what they made, and snapshots of it, unless they are told otherwise. */
const KEEPERS: readonly string[] = [
  IDS.backupVault,
  IDS.documentInstance,
  IDS.domain,
  IDS.elasticsearchDomain,
  IDS.fileSystem,
  IDS.glueDatabase,
  IDS.key,
  IDS.logStream,
  IDS.lustreFileSystem,
  IDS.scheduleGroup,
  IDS.stream,
  IDS.table,
  IDS.tableReplica,
  IDS.tableV2,
  IDS.userPool,
  IDS.volume,
];

/** Off prod what a stack made goes with it: constructs retain by default, so this must be said before they are built. */
function addRemoval(add: Add, logRetention: RetentionDays): void {
  const destroy = { removalPolicy: RemovalPolicy.DESTROY };
  const unlessSaid = (more: Props) => (props: Props) =>
    props['removalPolicy'] === undefined ? { ...destroy, ...more } : {};
  add(IDS.bucket, unlessSaid({ autoDeleteObjects: true }));
  add(IDS.repository, unlessSaid({ emptyOnDelete: true }));
  add(IDS.reportGroup, unlessSaid({ deleteReports: true }));
  add(IDS.logGroup, (props) => ({ ...unlessSaid({})(props), retention: logRetention }));
  for (const database of PROTECTED) add(database, unlessSaid({ deletionProtection: false }));
  for (const store of KEEPERS) add(store, unlessSaid({}));
  for (const api of [IDS.restApi, IDS.specRestApi]) add(api, logRole);
}

const NO_LOG_ROLE = '@aws-cdk/aws-apigateway:disableCloudWatchRole';

/** The role that API Gateway logs with is kept by default; an API that makes none takes no word about it. */
function logRole({ cloudWatchRole }: Props, scope: IConstruct): Props {
  const made = cloudWatchRole ?? !FeatureFlags.of(scope).isEnabled(NO_LOG_ROLE);
  return made ? { cloudWatchRoleRemovalPolicy: RemovalPolicy.DESTROY } : {};
}
