import type { IAspect } from 'aws-cdk-lib';
import { CfnResource, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { intrinsicOf, isUnsaid, unsaidOf } from '../../lib/fence';
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
    if (node.cfnResourceType === BUILDS) tellThatRoleIsNamedWell(node);
  }
}

const BUILDS = 'AWS::CodeBuild::Project';

/**
 * CDK's own validation takes the ARN of a role with a path for its name, which CodeBuild would not find; since every role of
 * a stage has a path, every project of a workload would fail. A role that is really given by its name still does.
 */
function tellThatRoleIsNamedWell(project: CfnResource): void {
  const [by] = intrinsicOf(viewOf(project).properties['ServiceRole']) ?? [];
  if (by !== 'Fn::GetAtt') return;
  Validations.of(project).acknowledge({
    id: 'CloudFormation-Validate::E3050',
    reason: 'The service role is given by its ARN, not by its name, so its path is no matter.',
  });
}
