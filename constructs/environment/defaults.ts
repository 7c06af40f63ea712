import type { InjectionContext, IPropertyInjector , Stage } from 'aws-cdk-lib';
import { PropertyInjectors, RemovalPolicy } from 'aws-cdk-lib';
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { FileSystem } from 'aws-cdk-lib/aws-efs';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { InstanceProfile, ManagedPolicy, Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DatabaseCluster, DatabaseInstance, DatabaseInstanceFromSnapshot } from 'aws-cdk-lib/aws-rds';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Domain } from 'aws-cdk-lib/aws-opensearchservice';
import type { IConstruct } from 'constructs';
import { WORKLOAD_PATH } from '../../lib/names';

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
  for (const { PROPERTY_INJECTION_ID } of [Role, ManagedPolicy, InstanceProfile])
    add(PROPERTY_INJECTION_ID, () => ({ path: WORKLOAD_PATH }));
  if (isProd) addProdDefaults(add, logRetention);
  else addRemoval(add, logRetention);
}

type Add = (id: string, defaults: (props: Props) => Props) => void;

function addProdDefaults(add: Add, logRetention: RetentionDays): void {
  add(LogGroup.PROPERTY_INJECTION_ID, () => ({ retention: logRetention }));
  add(TableV2.PROPERTY_INJECTION_ID, (props) => ({ deletionProtection: true, ...recovery(props) }));
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
  add(Bucket.PROPERTY_INJECTION_ID, unlessSaid({ autoDeleteObjects: true }));
  add(Repository.PROPERTY_INJECTION_ID, unlessSaid({ emptyOnDelete: true }));
  add(LogGroup.PROPERTY_INJECTION_ID, (props) => ({ ...unlessSaid({})(props), retention: logRetention }));
  for (const database of [DatabaseCluster, DatabaseInstance, DatabaseInstanceFromSnapshot])
    add(database.PROPERTY_INJECTION_ID, unlessSaid({ deletionProtection: false }));
  for (const store of [Table, TableV2, Key, FileSystem, UserPool, Domain])
    add(store.PROPERTY_INJECTION_ID, unlessSaid({}));
}
