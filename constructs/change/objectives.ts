import { Annotations } from 'aws-cdk-lib';
import type { CfnFunction, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ERROR_BUDGET_METADATA } from '../../lib/names';
import { readObjectiveArn } from '../../lib/rollback';
import type { ChangeControlProps, DeployTarget } from './change-control-props';

type Objectives = Pick<ChangeControlProps, 'availabilityObjective' | 'serviceLevelObjectives' | 'waves'>;

/** What is wrong with the objective and with what measures it. */
export function objectiveProblems(props: Objectives): string[] {
  const { availabilityObjective: objective, serviceLevelObjectives: arns = [] } = props;
  const wrong = objective !== undefined && !(objective >= 90 && objective < 100);
  const again = [...new Set(arns.filter((arn, index) => arns.indexOf(arn) !== index))];
  return [
    ...(wrong ? [`availabilityObjective is ${objective}, expected percent from 90 to below 100: 99.98`] : []),
    ...(objective === undefined && arns.length > 0
      ? ['serviceLevelObjectives measure an availabilityObjective, and there is none']
      : []),
    ...arns.flatMap((arn) => arnProblem(arn, props)),
    ...again.map((arn) => `serviceLevelObjectives has ${JSON.stringify(arn)} twice`),
  ];
}

/** The gate reads an objective through the role of its account and region; elsewhere it could read none. */
function arnProblem(arn: string, props: Objectives): string[] {
  const got = `serviceLevelObjectives has ${JSON.stringify(arn)}, expected`;
  const read = readObjectiveArn(arn);
  if (!read)
    return [`${got} an ARN: arn:<partition>:application-signals:eu-west-2:333333333333:slo/orders-availability`];
  const places = placesOf(props).map(nameOf);
  return places.includes(nameOf(read)) ? [] : [`${got} one in an account and region of a wave: ${places.join(', ')}`];
}

/** Tells at synthesis where nothing measures the objective, and what the gate will do. */
export function warnUnmeasured(scope: Construct, props: Objectives): void {
  const { availabilityObjective: objective, serviceLevelObjectives: arns = [] } = props;
  const bare = unmeasuredPlaces(props);
  if (objective === undefined || bare.length === 0) return;
  const what =
    arns.length === 0
      ? `No service level objective measures the availability objective of ${objective} %: the first release passes, then the ` +
        'gate refuses every feature, because a budget that cannot be read counts as spent. '
      : `No service level objective measures the availability objective of ${objective} % in ${bare.join(', ')}: the gate asks ` +
        'the others alone, and a budget spent there stops nothing. ';
  Annotations.of(scope).addWarningV2(
    'guarded:unmeasured-objective',
    `${what}Make one in the workload with AvailabilityObjective, and name it: serviceLevelObjectives of the construct, ` +
      'availability.serviceLevelObjectives in platform.yaml.',
  );
}

/** Accounts and regions of prod in which nothing measures the objective: `333333333333 eu-west-2`. */
function unmeasuredPlaces(props: Objectives): string[] {
  const measured = (props.serviceLevelObjectives ?? []).flatMap((arn) => {
    const read = readObjectiveArn(arn);
    return read ? [nameOf(read)] : [];
  });
  return placesOf(props)
    .map(nameOf)
    .filter((place) => !measured.includes(place));
}

/** Writes beside the gate what it asks, for whoever reads the template. */
export function tellBudget(gate: IFunction, { availabilityObjective, serviceLevelObjectives = [] }: Objectives): void {
  if (availabilityObjective === undefined) return;
  const says = { version: 1, objectivePercent: availabilityObjective, serviceLevelObjectives };
  (gate.node.defaultChild as CfnFunction).addMetadata(ERROR_BUDGET_METADATA, says);
}

/** The same for many applications, each by its name. */
export function tellBudgets(gate: IFunction, applications: readonly ChangeControlProps[]): void {
  const measured = applications.filter(({ availabilityObjective }) => availabilityObjective !== undefined);
  const says = measured.map(({ application, availabilityObjective, serviceLevelObjectives = [] }) => ({
    version: 1,
    application,
    objectivePercent: availabilityObjective,
    serviceLevelObjectives,
  }));
  if (says.length > 0) (gate.node.defaultChild as CfnFunction).addMetadata(ERROR_BUDGET_METADATA, says);
}

/** Every account and region of the waves, once. */
function placesOf({ waves }: Objectives): DeployTarget[] {
  const targets = waves.flatMap((wave) => wave.targets);
  return targets.filter((one, index) => targets.findIndex((other) => nameOf(other) === nameOf(one)) === index);
}

function nameOf({ account, region }: Pick<DeployTarget, 'account' | 'region'>): string {
  return `${account} ${region}`;
}
