import type { IAspect } from 'aws-cdk-lib';
import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isUnsaid, unsaidOf } from '../../lib/fence';
import { acknowledgeMisread } from './misread';
import { setProperty, viewOf } from './resource-view';

/** Sets what the workload leaves out and nobody would decide otherwise, so that the rule packs do not ask for it. */
export class UnsaidFence implements IAspect {
  private readonly seen = new WeakSet<IConstruct>();

  public constructor(private readonly isProd: boolean) {}

  public visit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node) || this.seen.has(node)) return;
    this.seen.add(node);
    for (const unsaid of unsaidOf(node.cfnResourceType, this.isProd)) {
      const { properties } = viewOf(node);
      if (isUnsaid(properties, unsaid)) setProperty(node, unsaid.path, unsaid.value, properties);
    }
    acknowledgeMisread(node);
  }
}
