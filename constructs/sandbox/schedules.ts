import { Duration, Stack } from 'aws-cdk-lib';
import { CfnRule, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { SANDBOX_NAMES } from '../../lib/sandbox/wiring';
import { localArn, serviceFor } from '../change/machine-role';
import type { SandboxFunction } from './sandbox-function';
import { sandboxRole } from './sandbox-role';

/** What comes again and again. */
export interface SandboxSchedulesProps {
  readonly application: string;
  readonly sweep: SandboxFunction;
  readonly deadLetters: Queue;
  readonly previews: boolean;
}

/** The sweep every quarter of an hour, the costs four times a day, the branches as often as the sweep. */
export class SandboxSchedules extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: SandboxSchedulesProps,
  ) {
    super(scope, id);
    this.call('sweep', Duration.minutes(15), {});
    this.call('costs', Duration.hours(6), { do: 'costs' });
    if (props.previews) this.lookAtBranches();
  }

  private call(what: string, every: Duration, input: object): void {
    const { application, sweep, deadLetters } = this.props;
    new Rule(this, what, {
      ruleName: SANDBOX_NAMES.rule(application, what),
      description: `Looks after the environments of ${application}: ${what}`,
      schedule: Schedule.rate(every),
      targets: [
        new LambdaFunction(sweep.function, { event: RuleTargetInput.fromObject(input), deadLetterQueue: deadLetters }),
      ],
    });
  }

  /** A push that nobody heard, and a branch that is gone, show here. */
  private lookAtBranches(): void {
    const { application } = this.props;
    const name = SANDBOX_NAMES.rule(application, 'branches');
    const arn = localArn(this, 'codebuild', `project/${SANDBOX_NAMES.project(application, 'branches')}`);
    const role = sandboxRole(this, 'BranchesRole', {
      application,
      what: 'branches-rule',
      assumedBy: serviceFor('events.amazonaws.com', localArn(this, 'events', `rule/${name}`)),
      description: `Looks at the branches of ${application} from time to time`,
      rights: [{ sid: 'Look', actions: ['codebuild:StartBuild'], resources: [arn] }],
    });
    new CfnRule(this, 'branches', {
      name,
      description: `Looks at the branches of ${application}, for its previews`,
      scheduleExpression: Schedule.rate(Duration.minutes(15)).expressionString,
      targets: [{ id: 'Branches', arn: Stack.of(this).resolve(arn) as string, roleArn: role.roleArn }],
    });
  }
}
