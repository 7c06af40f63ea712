import type { IAspect } from 'aws-cdk-lib';
import { CfnDeletionPolicy, CfnResource } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';
import type { DataGuard, DataRule } from './data-rules';
import { DATA_RULES, guardState, rightValue } from './data-rules';
import type { Findings } from './findings';
import type { ResourceView } from './resource-view';
import { setProperty, viewOf } from './resource-view';

/** Least days of logs in prod: PCI DSS 4.0, 10.5.1, wants three months at hand. */
export const LEAST_LOG_DAYS = 90;

/** Custom resources that empty a store before it is deleted. */
const EMPTIERS: readonly string[] = ['Custom::S3AutoDeleteObjects', 'Custom::ECRAutoDeleteImages'];

/** In prod: retains, protects and backs up data where the workload says nothing, refuses where it says less. */
export class DataFence implements IAspect {
  public constructor(
    private readonly findings: Findings,
    private readonly logRetention: RetentionDays,
  ) {}

  public visit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node)) return;
    const type = node.cfnResourceType;
    if (EMPTIERS.includes(type))
      this.findings.add(node, 'empties its store on deletion, expected no automatic emptying in prod');
    const rule = DATA_RULES[type];
    if (!rule) return;
    const view = viewOf(node);
    this.retain(node, view, rule);
    for (const guard of rule.guards) this.guard(node, view, guard);
    if (type === 'AWS::Logs::LogGroup') this.keepLogs(node, view);
  }

  private retain(node: CfnResource, view: ResourceView, rule: DataRule): void {
    const kept = ['Retain', 'RetainExceptOnCreate', ...(rule.snapshots ? ['Snapshot'] : [])];
    const check = (name: string, policy: string | undefined): void => {
      if (policy !== undefined && !kept.includes(policy))
        this.findings.add(node, `${name} is '${policy}', expected 'Retain' (RemovalPolicy.RETAIN) in prod`);
    };
    check('DeletionPolicy', view.deletionPolicy);
    check('UpdateReplacePolicy', view.updateReplacePolicy);
    if (view.deletionPolicy === undefined) node.cfnOptions.deletionPolicy = CfnDeletionPolicy.RETAIN;
    if (view.updateReplacePolicy === undefined) node.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
  }

  private guard(node: CfnResource, view: ResourceView, guard: DataGuard): void {
    const { state, got } = guardState(view.properties, guard);
    const property = guard.path.join('.');
    if (state === 'weak')
      this.findings.add(node, `${property} is ${JSON.stringify(got)}, expected ${rightValue(guard)} in prod`);
    if (state !== 'unset') return;
    if (guard.path.includes('*'))
      this.findings.add(node, `${property} is not set, expected ${rightValue(guard)} in prod`);
    else setProperty(node, guard.path, guard.value, view.properties);
  }

  private keepLogs(node: CfnResource, view: ResourceView): void {
    const days = view.properties['RetentionInDays'];
    if (days === undefined) return setProperty(node, ['RetentionInDays'], this.logRetention, {});
    if (typeof days !== 'number' || days < LEAST_LOG_DAYS)
      this.findings.add(
        node,
        `RetentionInDays is ${JSON.stringify(days)}, expected at least ${LEAST_LOG_DAYS} in prod`,
      );
  }
}
