import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Sandbox } from '../../../constructs/sandbox';
import { SANDBOX_HANDLERS } from '../../../lib/sandbox/wiring';
import { actionsOf, packagesOf, prefixOf } from './calls';

const stack = new Stack(new App({ analyticsReporting: false }), 'Sandbox', {
  env: { account: '333333333333', region: 'eu-west-2' },
});
new Sandbox(stack, 'Sandbox', {
  application: 'orders',
  source: {
    repositoryUrl: 'https://github.com/example/orders.git',
    connectionArn: 'arn:aws:codeconnections:eu-west-2:333333333333:connection/87654321-4321-4321-4321-210987654321',
  },
  previewBranches: 'feature/*',
});
const template = Template.fromStack(stack);

/** What Lambda does with the role of a function, beside the function's own calls: log, trace, dead letters. */
const LAMBDA = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'sqs:SendMessage',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

/** Actions that the role of a handler has. */
function rightsOf(handler: string): string[] {
  const role = { Properties: { RoleName: `orders-sandbox-${handler}` } };
  const [id] = Object.keys(template.findResources('AWS::IAM::Role', role));
  const policies = template.findResources('AWS::IAM::Policy', { Properties: { Roles: [{ Ref: id }] } });
  const statements = Object.values(policies).flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement as { Action: string | string[] }[],
  );
  return [...new Set(statements.flatMap(({ Action }) => Action))].filter((action) => !LAMBDA.includes(action)).sort();
}

describe.each(SANDBOX_HANDLERS)('the role of %s', (handler) => {
  it('has the rights that its calls take, and no other', () => {
    const calls = actionsOf(handler);
    expect(calls.length).toBeGreaterThan(2);
    expect(rightsOf(handler)).toEqual(calls);
  });

  it('belongs to code that holds no client which it does not call', () => {
    const prefixes = new Set(actionsOf(handler).map((action) => action.split(':')[0]));
    for (const name of packagesOf(handler)) expect(prefixes).toContain(prefixOf(name));
  });
});

it('reads the calls out of the code: those of another handler are others', () => {
  expect(actionsOf('api')).toContain('iam:GetRole');
  expect(actionsOf('life')).not.toContain('iam:GetRole');
  expect(actionsOf('remove')).toContain('kms:ScheduleKeyDeletion');
  expect(actionsOf('sweep')).not.toContain('kms:ScheduleKeyDeletion');
});
