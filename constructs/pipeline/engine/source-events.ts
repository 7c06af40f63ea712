import { type CfnRule, Rule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { localArn, machineRole, serviceFor } from '../../change/machine-role';
import type { SourcePlan } from '../blueprint/source';

/** What starts a pipeline when its source changes. */
export interface SourceEventsProps {
  readonly application: string;
  readonly pipeline: string;
  readonly source: SourcePlan;
}

/**
 * Starts the pipeline at each change of its source. A connection does so by itself; CodeCommit and S3 send events, and a
 * rule with a role of its own starts this one pipeline.
 */
export class SourceEvents extends Construct {
  public constructor(scope: Construct, id: string, props: SourceEventsProps) {
    super(scope, id);
    const pattern = patternOf(this, props.source);
    if (!pattern) return;
    const { application } = props;
    const name = `${application}-source`;
    const pipelineArn = localArn(this, 'codepipeline', props.pipeline);
    const role = machineRole(this, 'Role', {
      application,
      purpose: 'events',
      assumedBy: serviceFor('events.amazonaws.com', localArn(this, 'events', `rule/${name}`)),
      description: `Starts the pipeline of ${application} when its source changes`,
      rights: [{ actions: ['codepipeline:StartPipelineExecution'], resources: [pipelineArn] }],
    });
    const rule = new Rule(this, 'Changed', {
      ruleName: name,
      description: `A change of the source of ${application} starts its pipeline`,
      eventPattern: pattern,
    });
    (rule.node.defaultChild as CfnRule).targets = [{ id: 'Pipeline', arn: pipelineArn, roleArn: role.roleArn }];
  }
}

function patternOf(scope: Construct, { provider, configuration }: SourcePlan) {
  if (provider === 'CodeCommit')
    return {
      source: ['aws.codecommit'],
      detailType: ['CodeCommit Repository State Change'],
      resources: [localArn(scope, 'codecommit', configuration.RepositoryName!)],
      detail: { referenceType: ['branch'], referenceName: [configuration.BranchName] },
    };
  if (provider === 'S3')
    return {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [configuration.S3Bucket] }, object: { key: [configuration.S3ObjectKey] } },
    };
  return undefined;
}
