import type { IAspect } from 'aws-cdk-lib';
import { CfnDeletionPolicy, CfnResource, aws_s3 as s3 } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { STATEFUL } from '../../lib/fence';
import { setProperty, viewOf } from './resource-view';

/**
 * Off prod what a stack made goes with it, plain resources too: CloudFormation makes a last snapshot of databases, and
 * deletes no bucket or repository with something in it. What the workload says stays.
 */
export class RemovalFence implements IAspect {
  public visit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node)) return;
    const type = node.cfnResourceType;
    if (!Object.hasOwn(STATEFUL, type) || viewOf(node).deletionPolicy !== undefined) return;
    node.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
    node.cfnOptions.updateReplacePolicy ??= CfnDeletionPolicy.DELETE;
    if (type === 'AWS::S3::Bucket') new s3.mixins.BucketAutoDeleteObjects().applyTo(node);
    if (type === 'AWS::ECR::Repository') setProperty(node, ['EmptyOnDelete'], true, {});
  }
}
