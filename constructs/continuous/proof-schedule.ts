import { CfnEventBus, CfnRule } from 'aws-cdk-lib/aws-events';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Role as IamRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { PROOF } from '../../lib/continuous';
import { PIPELINE_PATH } from '../../lib/names';
import { giveRights, localArn, serviceFor } from '../change/machine-role';
import { placeOf } from '../guardrail/place';
import { projectArn } from '../pipeline/engine/project';
import { changesAlarmArn, changesRoleArn } from './change-watch';

/** What the schedule is made from. */
interface ProofScheduleProps {
  readonly hour?: number;
  readonly managementAccount: string;
  readonly region: string;
}

/** Starts the job once a day, and when management tells that something changed that a proof is about. */
export class ProofSchedule extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: ProofScheduleProps,
  ) {
    super(scope, id);
    const { hour = 3 } = props;
    if (!Number.isInteger(hour) || hour < 0 || hour > 23)
      throw new Error(`${this.node.path}: hour is ${hour}; right is a whole hour from 0 to 23 (UTC).`);
    this.start('Daily', 'every-day', {
      description: 'Proves once a day what is deployed',
      scheduleExpression: `cron(17 ${hour} * * ? *)`,
    });
    this.onChanges();
  }

  private onChanges(): void {
    const { managementAccount } = this.props;
    const bus = this.bus();
    const rule = this.start('Changed', 'on-changes', {
      description:
        'Proves what is deployed when something changed that a proof is about, and when the changes have ended',
      eventBusName: PROOF.bus,
      eventPattern: {
        account: [managementAccount],
        source: ['aws.cloudwatch'],
        'detail-type': ['CloudWatch Alarm State Change'],
        resources: [changesAlarmArn(this, managementAccount)],
        detail: { state: { value: ['ALARM', 'OK'] } },
      },
    });
    rule.node.addDependency(bus);
  }

  /** Management alone, by one role, may put events here. */
  private bus(): CfnEventBus {
    const { partition } = placeOf(this);
    const { managementAccount } = this.props;
    return new CfnEventBus(this, 'Bus', {
      name: PROOF.bus,
      policy: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'ManagementTells',
            Effect: 'Allow',
            Principal: { AWS: `arn:${partition}:iam::${managementAccount}:root` },
            Action: 'events:PutEvents',
            Resource: localArn(this, 'events', `event-bus/${PROOF.bus}`),
            Condition: { ArnEquals: { 'aws:PrincipalArn': changesRoleArn(partition, managementAccount) } },
          },
        ],
      },
    });
  }

  private start(id: string, what: string, props: Partial<CfnRule['eventPattern']> & object): CfnRule {
    const name = `${PROOF.project}-${what}`;
    const project = projectArn(this, PROOF.project);
    return new CfnRule(this, id, {
      ...props,
      name,
      targets: [{ id: 'Project', arn: project, roleArn: this.starter(id, name, project).roleArn }],
    });
  }

  private starter(id: string, rule: string, project: string): Role {
    const path = rule.endsWith('on-changes') ? `rule/${PROOF.bus}/${rule}` : `rule/${rule}`;
    const role = new IamRole(this, `${id}Role`, {
      roleName: rule,
      path: PIPELINE_PATH,
      assumedBy: serviceFor('events.amazonaws.com', localArn(this, 'events', path)),
      description: 'Starts the continuous proof',
    });
    giveRights(role, [{ sid: 'Start', actions: ['codebuild:StartBuild'], resources: [project] }]);
    return role;
  }
}
