import { Annotations, Duration, Stack, Stage, Token } from 'aws-cdk-lib';
import { CfnServiceLevelObjective } from 'aws-cdk-lib/aws-applicationsignals';
import {
  Alarm,
  AlarmRule,
  ComparisonOperator,
  CompositeAlarm,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import {
  AVAILABILITY_METADATA,
  type AvailabilityMetadata,
  BURN_RATE_PAIRS,
  type BurnRatePair,
  OBJECTIVE_NAME,
  budgetProblems,
  errorRateAt,
  requestsForOneQuietError,
} from '../../lib/rollback';
import { acknowledgeReadBy } from './acknowledgements';
import { letAlarmsPublish } from './alarm-topic';
import type { AvailabilityObjectiveProps } from './availability-objective-props';
import { RequestCount } from './request-count';
import { required } from '../../lib/required';

/**
 * An availability objective over 30 days, watched by the rate at which its error budget burns: four pairs of a long and a
 * short window (1 h and 5 m at 14.4, 6 h and 30 m at 6, 1 d and 2 h at 3, 3 d and 6 h at 1). A pair fires when both of its
 * windows burn. The long window has a traffic floor below which one error would fire it.
 *
 * These alarms tell people and freeze features; they are no rollback alarms: an hour still holds the time before a
 * deployment.
 *
 * The Application Signals objective is what the gate asks before it lets a feature into prod: where the workload is
 * synthesized beside the platform, it is found by its metadata; elsewhere, platform.yaml names it.
 *
 * @throws when the objective is not above 0 and below 100 percent, or the name makes none that Application Signals takes.
 * @throws at synthesis, when the objective is so low that a pair never fires, when requests and errors are the same metric,
 * or when another objective of the stage has the name in the same account and region.
 */
export class AvailabilityObjective extends Construct {
  /** One composite alarm a pair, fast burn first. */
  public readonly burnAlarms: CompositeAlarm[];
  /** The Application Signals objective; undefined where it was not wanted. */
  public readonly serviceLevelObjective?: CfnServiceLevelObjective;
  /** Objective in percent. */
  public readonly objectivePercent: number;

  private readonly name: string;
  private readonly requests: RequestCount;
  private readonly errors: RequestCount;

  public constructor(scope: Construct, id: string, props: AvailabilityObjectiveProps) {
    super(scope, id);
    required(`AvailabilityObjective '${id}'`, props, ['name', 'requests', 'errors']);
    this.objectivePercent = props.objectivePercent ?? 99.98;
    this.node.addValidation({ validate: () => this.problems(props) });
    this.name = props.name;
    this.requests = new RequestCount(this.node.path, 'requests', props.requests);
    this.errors = new RequestCount(this.node.path, 'errors', props.errors);
    this.burnAlarms = BURN_RATE_PAIRS.map((pair) => this.burnAlarm(pair, props));
    if (props.applicationSignals ?? true) this.serviceLevelObjective = this.objective(props);
  }

  private problems(props: AvailabilityObjectiveProps): string[] {
    const own = [...budgetProblems(this.objectivePercent), ...sameMetric(Stack.of(this), this.requests, this.errors)];
    return [...own.map((problem) => `${this.node.path}: ${problem}.`), ...this.namesakes(props.name)];
  }

  /** Alarms have names of their own in an account and region, so a name serves one objective there. */
  private namesakes(name: string): string[] {
    const others = (Stage.of(this) ?? this.node.root).node
      .findAll()
      .filter((node): node is AvailabilityObjective => node instanceof AvailabilityObjective && node !== this)
      .filter((other) => other.name === name && placeOf(other) === placeOf(this));
    return others.map(
      ({ node }) =>
        `${this.node.path}: name ${JSON.stringify(name)} is that of ${node.path} too, so both make alarms named ` +
        `${name}-burn-…; right is a name for each.`,
    );
  }

  private burnAlarm(pair: BurnRatePair, props: AvailabilityObjectiveProps): CompositeAlarm {
    const rate = errorRateAt(this.objectivePercent, pair.factor);
    const floor = requestsForOneQuietError(rate);
    this.warnIfBlind(pair, floor, props.requestsPerMinute);
    const long = this.windowAlarm(`Long${pair.id}`, pair.longMinutes, rate, floor, props);
    const short = this.windowAlarm(`Short${pair.id}`, pair.shortMinutes, rate, 1, props);
    const composite = new CompositeAlarm(this, `Burn${pair.id}`, {
      compositeAlarmName: `${props.name}-burn-${pair.id}`,
      alarmDescription:
        `${props.name} burns the error budget of ${this.objectivePercent} % at ${pair.factor} times the allowed rate ` +
        `or more, over ${pair.longMinutes} and over ${pair.shortMinutes} minutes`,
      alarmRule: AlarmRule.allOf(long, short),
    });
    if (props.notify) {
      letAlarmsPublish(props.notify);
      composite.addAlarmAction(new SnsAction(props.notify));
    }
    return composite;
  }

  private windowAlarm(
    id: string,
    minutes: number,
    rate: number,
    floor: number,
    props: AvailabilityObjectiveProps,
  ): Alarm {
    const period = Duration.minutes(minutes);
    const alarm = new Alarm(this, id, {
      alarmName: `${props.name}-burn-${id.toLowerCase()}`,
      alarmDescription: `Error rate of ${props.name} over ${minutes} minutes; part of a burn-rate pair`,
      metric: new MathExpression({
        expression: `IF(requests >= ${floor}, FILL(errors, 0) / requests, 0)`,
        usingMetrics: { requests: this.requests.over(period), errors: this.errors.over(period) },
        period,
        label: `error rate over ${minutes} minutes`,
      }),
      threshold: rate,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    acknowledgeReadBy(alarm, 'The composite alarm of the pair');
    return alarm;
  }

  private warnIfBlind(pair: BurnRatePair, floor: number, requestsPerMinute: number | undefined): void {
    if (requestsPerMinute === undefined || requestsPerMinute * pair.longMinutes >= floor) return;
    Annotations.of(this).addWarningV2(
      `guarded:blind-window-${pair.id}`,
      `${requestsPerMinute} requests a minute × ${pair.longMinutes} minutes = ${requestsPerMinute * pair.longMinutes} requests, ` +
        `the window needs ${floor} before it speaks: send synthetic requests, at least ${Math.ceil(floor / pair.longMinutes)} a minute.`,
    );
  }

  private objective(props: AvailabilityObjectiveProps): CfnServiceLevelObjective {
    const made = this.makeObjective(props);
    const says: AvailabilityMetadata = { version: 1, objectivePercent: this.objectivePercent };
    made.addMetadata(AVAILABILITY_METADATA, says);
    return made;
  }

  private makeObjective(props: AvailabilityObjectiveProps): CfnServiceLevelObjective {
    return new CfnServiceLevelObjective(this, 'Objective', {
      name: this.objectiveName(props),
      description: `${this.objectivePercent} % of the requests to ${props.name} succeed over 30 days`,
      requestBasedSli: {
        requestBasedSliMetric: {
          totalRequestCountMetric: this.requests.queries(),
          monitoredRequestCountMetric: { badCountMetric: this.errors.queries() },
        },
      },
      goal: {
        attainmentGoal: this.objectivePercent,
        warningThreshold: 50,
        interval: { rollingInterval: { duration: 30, durationUnit: 'DAY' } },
      },
      burnRateConfigurations: BURN_RATE_PAIRS.map((pair) => ({ lookBackWindowMinutes: pair.longMinutes })),
    });
  }

  private objectiveName({ name: given }: AvailabilityObjectiveProps): string {
    const name = `${given}-availability`;
    if (Token.isUnresolved(given) || OBJECTIVE_NAME.test(name)) return name;
    throw new Error(
      `${this.node.path}: name is ${JSON.stringify(given)}, expected letters, digits, spaces and -._, a letter or digit first, ` +
        'at most 115 characters: it begins the name of a service level objective.',
    );
  }
}

function placeOf(objective: AvailabilityObjective): string {
  const { account, region } = Stack.of(objective);
  return `${account} ${region}`;
}

/** Errors that are all requests make a rate of one, whatever happens. */
function sameMetric(stack: Stack, requests: RequestCount, errors: RequestCount): string[] {
  if (requests.key(stack) !== errors.key(stack)) return [];
  return [
    `requests and errors are the same metric ${requests.names()}, so the error rate is 1 whenever anybody asks; ` +
      'right is all requests as requests and the failed ones among them as errors',
  ];
}
