import type { InjectionContext, IPropertyInjector, Stage } from 'aws-cdk-lib';
import { PropertyInjectors, RemovalPolicy } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import { WORKLOAD_PATH } from '../../lib/names';

/**
 * The constructs' `PROPERTY_INJECTION_ID`s as text: importing eleven service modules for them would slow every app down.
 * A test holds them against the library.
 */
export const INJECTION_IDS = {
  bucket: 'aws-cdk-lib.aws-s3.Bucket',
  databaseCluster: 'aws-cdk-lib.aws-rds.DatabaseCluster',
  databaseInstance: 'aws-cdk-lib.aws-rds.DatabaseInstance',
  databaseInstanceFromSnapshot: 'aws-cdk-lib.aws-rds.DatabaseInstanceFromSnapshot',
  domain: 'aws-cdk-lib.aws-opensearchservice.Domain',
  fileSystem: 'aws-cdk-lib.aws-efs.FileSystem',
  instanceProfile: 'aws-cdk-lib.aws-iam.InstanceProfile',
  key: 'aws-cdk-lib.aws-kms.Key',
  logGroup: 'aws-cdk-lib.aws-log.LogGroup',
  managedPolicy: 'aws-cdk-lib.aws-iam.ManagedPolicy',
  repository: 'aws-cdk-lib.aws-ecr.Repository',
  role: 'aws-cdk-lib.aws-iam.Role',
  table: 'aws-cdk-lib.aws-dynamodb.Table',
  tableV2: 'aws-cdk-lib.aws-dynamodb.TableV2',
  userPool: 'aws-cdk-lib.aws-cognito.UserPool',
} as const;
const IDS = INJECTION_IDS;

/** Properties that a construct is given before it is built. */
type Props = Readonly<Record<string, unknown>>;

/** Fills in what the workload left out, before the construct's own defaults do; what it said stays. */
class Default implements IPropertyInjector {
  public constructor(
    public readonly constructUniqueId: string,
    private readonly defaults: (props: Props) => Props,
    private readonly outer: IConstruct,
  ) {}

  public inject(originalProps: unknown, context: InjectionContext): unknown {
    const props = (this.injectedOutside(originalProps, context) ?? {}) as Props;
    const missing = Object.entries(this.defaults(props)).filter(([name]) => props[name] === undefined);
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

/** What a stage's constructs get where the workload says nothing. */
export function addDefaults(stage: Stage, isProd: boolean, logRetention: RetentionDays): void {
  const outer = stage.node.scope ?? stage;
  const add = (id: string, defaults: (props: Props) => Props): void =>
    PropertyInjectors.of(stage).add(new Default(id, defaults, outer));
  // From the start and not by the aspect alone: a role's ARN is made of its path where another stack names it.
  for (const id of [IDS.role, IDS.managedPolicy, IDS.instanceProfile]) add(id, () => ({ path: WORKLOAD_PATH }));
  if (isProd) addProdDefaults(add, logRetention);
  else addRemoval(add, logRetention);
}

type Add = (id: string, defaults: (props: Props) => Props) => void;

function addProdDefaults(add: Add, logRetention: RetentionDays): void {
  add(IDS.logGroup, () => ({ retention: logRetention }));
  add(IDS.tableV2, (props) => ({ deletionProtection: true, ...recovery(props) }));
}

function recovery(props: Props): Props {
  if (props['pointInTimeRecovery'] !== undefined) return {};
  return { pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } };
}

/** Off prod what a stack made goes with it: constructs retain by default, so this must be said before they are built. */
function addRemoval(add: Add, logRetention: RetentionDays): void {
  const destroy = { removalPolicy: RemovalPolicy.DESTROY };
  const unlessSaid = (more: Props) => (props: Props) =>
    props['removalPolicy'] === undefined ? { ...destroy, ...more } : {};
  add(IDS.bucket, unlessSaid({ autoDeleteObjects: true }));
  add(IDS.repository, unlessSaid({ emptyOnDelete: true }));
  add(IDS.logGroup, (props) => ({ ...unlessSaid({})(props), retention: logRetention }));
  for (const database of [IDS.databaseCluster, IDS.databaseInstance, IDS.databaseInstanceFromSnapshot])
    add(database, unlessSaid({ deletionProtection: false }));
  for (const store of [IDS.table, IDS.tableV2, IDS.key, IDS.fileSystem, IDS.userPool, IDS.domain])
    add(store, unlessSaid({}));
}
