import type { IAspect } from 'aws-cdk-lib';
import { CfnDeletionPolicy, CfnResource, Resource } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import type { DataGuard } from '../../lib/fence';
import { STATEFUL, dataRule, guardState, reviewedTypes } from '../../lib/fence';
import type { ResourceView } from './resource-view';
import { setInEach, setProperty, viewOf } from './resource-view';

/** In prod: retains, protects and backs up data where the workload says nothing. The last word refuses where it says less. */
export class DataFence implements IAspect {
  private readonly reviewed = reviewedTypes();
  /** Resolving a resource is dear, and what the workload took off again after the first look is refused at the end. */
  private readonly seen = new WeakSet<IConstruct>();

  public constructor(private readonly logRetention: RetentionDays) {}

  public visit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node) || this.seen.has(node)) return;
    this.seen.add(node);
    const type = node.cfnResourceType;
    if (Object.hasOwn(STATEFUL, type)) return this.keep(node, type);
    // A type of tomorrow may hold data, and keeping nothing costs nothing.
    if (type.startsWith('AWS::') && !this.reviewed.has(type)) retain(node, viewOf(node));
  }

  private keep(node: CfnResource, type: string): void {
    const view = viewOf(node);
    const rule = dataRule(type, view.properties);
    if (!rule) return;
    retain(node, view);
    for (const guard of rule.guards) protect(node, view, guard);
    if (type === 'AWS::Logs::LogGroup') this.keepLogs(node, view);
  }

  /** A LogGroup without a number was told to keep its events for ever; a plain resource was told nothing. */
  private keepLogs(node: CfnResource, view: ResourceView): void {
    const decided = node.node.scope !== undefined && Resource.isOwnedResource(node.node.scope);
    if (view.properties['RetentionInDays'] === undefined && !decided)
      setProperty(node, ['RetentionInDays'], this.logRetention, {});
  }
}

function retain(node: CfnResource, view: ResourceView): void {
  if (view.deletionPolicy === undefined) node.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
  if (view.updateReplacePolicy === undefined) node.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
}

function protect(node: CfnResource, { properties }: ResourceView, guard: DataGuard): void {
  if (guardState(properties, guard).state !== 'unset') return;
  if (guard.path.includes('*')) setInEach(node, guard.path, guard.value, properties);
  else setProperty(node, guard.path, guard.value, properties);
}
