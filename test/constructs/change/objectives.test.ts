import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ChangeControl } from '../../../constructs/change';
import { changeControlProblems } from '../../../constructs/change/problems';
import { TOOLING, folder, pipelineProps } from '../pipeline/fixture';

process.env.CDK_VALIDATION = 'false';

const arn = (place: string, name = 'orders-availability') => `arn:aws:application-signals:${place}:slo/${name}`;
const EVERYWHERE = [arn('eu-west-2:333333333333'), arn('eu-west-1:333333333333')];

function made(serviceLevelObjectives?: string[], availabilityObjective: number | undefined = 99.98): Stack {
  const stack = new Stack(new App({ outdir: folder() }), 'Change', { env: TOOLING });
  new ChangeControl(stack, 'Control', pipelineProps({ serviceLevelObjectives, availabilityObjective }));
  return stack;
}

const warned = (stack: Stack, text: string) =>
  Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(text)).length;

test('an objective that nothing measures is told with what the gate will do and how to mend it', () => {
  expect(
    warned(
      made(),
      'the first release passes, then the gate refuses every feature.*AvailabilityObjective.*serviceLevelObjectives',
    ),
  ).toBe(1);
});

test('a place that nothing measures is told by its account and region', () => {
  expect(warned(made([EVERYWHERE[0]!]), 'in 333333333333 eu-west-1: the gate asks the others alone')).toBe(1);
});

test('nothing is told where every place is measured; the template says what the gate asks', () => {
  const stack = made(EVERYWHERE);
  expect(warned(stack, 'objective')).toBe(0);
  Template.fromStack(stack).hasResource('AWS::Lambda::Function', {
    Properties: { FunctionName: 'orders-gate' },
    Metadata: {
      'GuardedEnvironments::ErrorBudget': { version: 1, objectivePercent: 99.98, serviceLevelObjectives: EVERYWHERE },
    },
  });
});

test.each([
  [
    'elsewhere',
    [arn('us-east-1:333333333333')],
    /has "arn:.*us-east-1.*", expected one in an account and region of a wave: 333333333333 eu-west-2, 333333333333 eu-west-1/,
  ],
  [
    'another service',
    ['arn:aws:cloudwatch:eu-west-2:333333333333:alarm:orders'],
    /expected an ARN: arn:<partition>:application-signals/,
  ],
  ['a name alone', ['orders-availability'], /has "orders-availability", expected an ARN/],
  ['twice', [EVERYWHERE[0]!, EVERYWHERE[0]!], /has ".*" twice/],
])('an objective %s is refused with what would be right', (_, serviceLevelObjectives, says) => {
  expect(changeControlProblems(pipelineProps({ serviceLevelObjectives })).join('; ')).toMatch(says);
});

test('objectives without a promise that they measure are refused', () => {
  const props = { ...pipelineProps({ serviceLevelObjectives: EVERYWHERE }), availabilityObjective: undefined };
  expect(changeControlProblems(props)).toEqual([expect.stringContaining('there is none')]);
});
