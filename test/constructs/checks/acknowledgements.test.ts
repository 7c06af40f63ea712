import { App, Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { AcknowledgementRules } from '../../../constructs/checks/acknowledgements';

const REASON = 'The queue holds numbers of orders, no personal data.';

function findings(acknowledge: (queue: Construct, stack: Stack) => void): string[] {
  const app = new App();
  const stack = new Stack(app, 'S');
  acknowledge(new CfnQueue(stack, 'Q'), stack);
  const report = new AcknowledgementRules().validate({
    appConstruct: app,
    templatePaths: [],
    stackTemplates: [],
  } as never);
  return report.violations.map((violation) => violation.ruleName);
}

const withId = (id: string, reason = REASON) => findings((queue) => Validations.of(queue).acknowledge({ id, reason }));

test('a prefixed id with a reason on the construct passes', () => {
  expect(withId('AwsSolutions::AwsSolutions-SQS3')).toEqual([]);
});

test('an id without its plugin is told, though the packs fall silent', () => {
  expect(withId('AwsSolutions-SQS3')).toEqual(['prefixed-id']);
  expect(withId('NIST.800.53.R5-SQSX')).toEqual(['prefixed-id']);
});

test('a reason that says nothing is told', () => {
  expect(withId('AwsSolutions::AwsSolutions-SQS3', 'ok')).toEqual(['reason']);
});

test.each([
  ['a stack', (_: Construct, stack: Stack) => stack],
  ['the app', (_: Construct, stack: Stack) => stack.node.root],
])('an acknowledgement on %s is told', (_, scopeOf) => {
  const id = 'AwsSolutions::AwsSolutions-SQS3';
  expect(findings((queue, stack) => Validations.of(scopeOf(queue, stack)).acknowledge({ id, reason: REASON }))).toEqual(
    ['narrow-scope'],
  );
});

test('what CloudFormation validation says about a template can only be acknowledged on its stack', () => {
  const id = 'CloudFormation-Validate::W2001';
  expect(findings((_, stack) => Validations.of(stack).acknowledge({ id, reason: REASON }))).toEqual([]);
});
