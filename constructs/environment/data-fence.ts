import type { IAspect } from 'aws-cdk-lib';
import { CfnDeletionPolicy, CfnResource, Resource } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import type { DataGuard } from '../../lib/fence';
import { DATA_RULES, guardState } from '../../lib/fence';
import type { ResourceView } from './resource-view';
import { setProperty, viewOf } from './resource-view';

/** In prod: retains, protects and backs up data where the workload says nothing. The last word refuses where it says less. */
export class DataFence implements IAspect {
  public constructor(private readonly logRetention: RetentionDays) {}

  public visit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node)) return;
    const type = node.cfnResourceType;
    const rule = DATA_RULES[type];
    if (!rule) return;
    const view = viewOf(node);
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

function protect(node: CfnResource, view: ResourceView, guard: DataGuard): void {
  if (guard.path.includes('*') || guardState(view.properties, guard).state !== 'unset') return;
  setProperty(node, guard.path, guard.value, view.properties);
}
