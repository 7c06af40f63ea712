import { Duration, Token } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IAlarm,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import {
  type ILambdaDeploymentConfig,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
  TrafficRouting,
} from 'aws-cdk-lib/aws-codedeploy';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import { Construct, type IConstruct } from 'constructs';
import { acknowledgeReadBy, acknowledgeShiftRole } from './acknowledgements';
import { shiftAlarmProblems, shiftAlarms } from './shift-alarms';
import { type LambdaTrafficShiftProps, TrafficShiftKind } from './traffic-shift-props';
import { required } from '../../lib/required';

/** CodeDeploy takes at most ten alarms a deployment group. */
const MAX_ALARMS = 10;

/**
 * An alias whose traffic moves to each new version step by step, and back when an alarm fires. It brings an alarm on the
 * errors of the new version alone, since those of the alias still hold the old one. CodeDeploy stops when it cannot read
 * the alarms. The first deployment makes the alias and shifts nothing: there is nothing to return to.
 *
 * @throws at synthesis, with the construct path and the arithmetic, when an alarm cannot fire between two steps.
 */
export class LambdaTrafficShift extends Construct {
  /** The alias that callers use. */
  public readonly alias: Alias;
  /** CodeDeploy's deployment group. */
  public readonly deploymentGroup: LambdaDeploymentGroup;
  /** Alarm on the share of failed invocations of the new version. */
  public readonly newVersionAlarm: Alarm;

  private readonly aliasName: string;
  private readonly interval: Duration;

  public constructor(scope: Construct, id: string, props: LambdaTrafficShiftProps) {
    super(scope, id);
    required(`LambdaTrafficShift '${id}'`, props, ['handler']);
    this.aliasName = props.aliasName ?? 'live';
    this.interval = props.interval ?? Duration.minutes(5);
    this.check(props);
    this.alias = new Alias(this, 'Alias', { aliasName: this.aliasName, version: props.handler.currentVersion });
    this.newVersionAlarm = this.watchNewVersion(props);
    acknowledgeReadBy(this.newVersionAlarm, 'CodeDeploy');
    const alarms = [this.newVersionAlarm, ...shiftAlarms(this, props.alarms ?? [])];
    this.countAlarms(alarms.length - 1);
    this.deploymentGroup = new LambdaDeploymentGroup(this, 'DeploymentGroup', {
      alias: this.alias,
      alarms,
      deploymentConfig: this.steps(props),
      role: this.role(props).withoutPolicyUpdates(),
      ignorePollAlarmsFailure: false,
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
    });
    if (props.kind !== TrafficShiftKind.ALL_AT_ONCE) this.checkTiming(alarms);
  }

  private watchNewVersion({ handler, maxErrorPercent }: LambdaTrafficShiftProps): Alarm {
    const dimensionsMap = {
      FunctionName: handler.functionName,
      Resource: `${handler.functionName}:${this.aliasName}`,
      ExecutedVersion: handler.currentVersion.version,
    };
    const sum = (metricName: string): Metric =>
      new Metric({ namespace: 'AWS/Lambda', metricName, dimensionsMap, statistic: 'Sum', period: Duration.minutes(1) });
    return new Alarm(this, 'NewVersionErrors', {
      alarmDescription: `Share of failed invocations of the new version of ${handler.node.path}; takes the shift back`,
      metric: new MathExpression({
        expression: 'IF(invocations > 0, 100 * FILL(errors, 0) / invocations, 0)',
        usingMetrics: { errors: sum('Errors'), invocations: sum('Invocations') },
        period: Duration.minutes(1),
        label: 'errors of the new version, percent',
      }),
      threshold: maxErrorPercent ?? 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  private steps({ kind, percent = 10 }: LambdaTrafficShiftProps): ILambdaDeploymentConfig {
    if (kind === TrafficShiftKind.ALL_AT_ONCE) return LambdaDeploymentConfig.ALL_AT_ONCE;
    const step = { interval: this.interval, percentage: percent };
    return new LambdaDeploymentConfig(this, 'Steps', {
      trafficRouting:
        kind === TrafficShiftKind.LINEAR ? TrafficRouting.timeBasedLinear(step) : TrafficRouting.timeBasedCanary(step),
    });
  }

  /** Narrower than AWS's AWSCodeDeployRoleForLambdaLimited, which moves every alias of the account. */
  private role({ handler }: LambdaTrafficShiftProps): Role {
    const allow = (actions: string[], resources: string[]): PolicyStatement =>
      new PolicyStatement({ actions, resources });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
      description: `Moves the traffic of ${handler.node.path} between its versions`,
      inlinePolicies: {
        shift: new PolicyDocument({
          statements: [
            allow(
              ['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'],
              [handler.functionArn, `${handler.functionArn}:${this.aliasName}`],
            ),
            allow(['cloudwatch:DescribeAlarms'], ['*']),
          ],
        }),
      },
    });
    acknowledgeShiftRole(role);
    return role;
  }

  private countAlarms(length: number): void {
    if (length + 1 <= MAX_ALARMS) return;
    throw new Error(
      `${this.node.path}: ${length} alarms and the one on the new version; CodeDeploy takes ${MAX_ALARMS}.`,
    );
  }

  private check({ percent = 10, maxErrorPercent = 1 }: LambdaTrafficShiftProps): void {
    const minutes = this.interval.toSeconds() / 60;
    const problems: string[] = [];
    if (!(percent >= 1 && percent <= 99)) problems.push(`percent is ${percent}, right is 1 to 99`);
    if (!(maxErrorPercent >= 0 && maxErrorPercent < 100))
      problems.push(`maxErrorPercent is ${maxErrorPercent}, right is 0 to below 100`);
    if (!Token.isUnresolved(minutes) && (!Number.isInteger(minutes) || minutes < 1))
      problems.push(`interval is ${minutes} minutes, right is whole minutes from 1`);
    if (problems.length > 0) throw new Error(`${this.node.path}: ${problems.join('; ')}.`);
  }

  private checkTiming(alarms: readonly (IAlarm & IConstruct)[]): void {
    this.node.addValidation({ validate: () => alarms.flatMap((alarm) => shiftAlarmProblems(alarm, this.interval)) });
  }
}
