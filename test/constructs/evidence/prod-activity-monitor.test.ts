import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ProdActivityMonitor, type ProdActivityMonitorProps } from '../../../constructs/evidence';
import calls from '../../fixtures/evidence/calls.json';
import { matches } from './event-pattern';

function make(props: Partial<ProdActivityMonitorProps> = {}): Stack {
  const stack = new Stack(new App(), 'Monitor', { env: { account: '666666666666', region: 'eu-west-2' } });
  new ProdActivityMonitor(stack, 'Monitor', { accountName: 'orders-prod', ...props });
  return stack;
}

type Pattern = Record<string, unknown>;

/** The pattern of a rule as EventBridge gets it in the commercial partition. */
function patternOf(template: Template, rule: string): Pattern {
  const found = Object.entries(template.findResources('AWS::Events::Rule')).find(([id]) =>
    id.startsWith(`Monitor${rule}`),
  );
  const text = JSON.stringify(found![1].Properties.EventPattern);
  const joined = text.replaceAll(
    /\{"Fn::Join":\["",\["([^"]*)",\{"Ref":"AWS::Partition"\},"([^"]*)"\]\]\}/g,
    '"$1aws$2"',
  );
  expect(joined).not.toContain('Ref');
  return JSON.parse(joined) as Pattern;
}

const template = Template.fromStack(make());
const humanWrite = patternOf(template, 'HumanWrite');

const apiCall = (detail: Pattern): Pattern => ({ 'detail-type': 'AWS API Call via CloudTrail', detail });

describe('a call in a guarded account', () => {
  it.each(calls)('by $who: $detail.eventName, alarm $alarm', ({ detail, alarm }) => {
    expect(matches(humanWrite, apiCall(detail))).toBe(alarm);
  });

  it('is judged by every part of the pattern: each taken out changes a verdict', () => {
    const verdicts = (pattern: Pattern): boolean[] =>
      calls.map(({ detail }) => matches({ detail: pattern }, { detail }));
    const { detail } = humanWrite as { detail: Pattern & { $or: Pattern[]; userIdentity: Pattern } };
    const less = (from: Pattern): Pattern[] =>
      Object.keys(from).map((key) => Object.fromEntries(Object.entries(from).filter(([other]) => other !== key)));
    const without = [
      ...less(detail),
      ...less(detail.userIdentity).map((userIdentity) => ({ ...detail, userIdentity })),
      ...detail.$or.map((_, at) => ({ ...detail, $or: detail.$or.filter((__, other) => other !== at) })),
    ];
    for (const pattern of without) expect(verdicts(pattern)).not.toEqual(verdicts(detail));
  });

  it('can be sanctioned no more where nothing is', () => {
    const strict = patternOf(Template.fromStack(make({ sanctionedEvents: [] })), 'HumanWrite');
    const people = calls.filter(({ who }) => /^an (approver|engineer)/.test(who));
    expect(people.map(({ detail }) => matches(strict, apiCall(detail)))).toEqual([true, true]);
  });

  it("is no person's where a trusted role of a service makes it, by its whole name", () => {
    const trusting = Template.fromStack(make({ trustedServiceRoles: ['AWSControlTowerExecution'] }));
    const pattern = patternOf(trusting, 'HumanWrite');
    const by = (name: string): Pattern => {
      const arn = `arn:aws:iam::666666666666:role/${name}`;
      const userIdentity = { type: 'AssumedRole', sessionContext: { sessionIssuer: { arn } } };
      return apiCall({
        eventSource: 'config.amazonaws.com',
        eventName: 'PutConfigRule',
        readOnly: false,
        userIdentity,
      });
    };
    expect(matches(humanWrite, by('AWSControlTowerExecution'))).toBe(true);
    expect(matches(pattern, by('AWSControlTowerExecution'))).toBe(false);
    expect(matches(pattern, by('AWSControlTowerExecution2'))).toBe(true);
    expect(matches(pattern, by('guarded/workload/orders'))).toBe(false);
    for (const { detail, alarm } of calls) expect(matches(pattern, apiCall(detail))).toBe(alarm);
  });

  it('is no sanctioned one of another service by the same name', () => {
    const [approval] = calls.filter(({ who }) => who.startsWith('an approver'));
    expect(matches(humanWrite, apiCall({ ...approval.detail, eventSource: 'ssm.amazonaws.com' }))).toBe(true);
  });
});

describe('sign-in and break-glass', () => {
  const signIn = (type: string): Pattern => ({
    'detail-type': 'AWS Console Sign In via CloudTrail',
    detail: { userIdentity: { type } },
  });
  const session = (userName: string): Pattern =>
    apiCall({ userIdentity: { sessionContext: { sessionIssuer: { userName } } } });

  it.each([
    ['Root', true],
    ['IAMUser', false],
  ])('of %s: alarm %s', (type, alarm) => {
    expect(matches(patternOf(template, 'RootSignIn'), signIn(type))).toBe(alarm);
  });

  it.each([
    ['AWSReservedSSO_BreakGlass_0123456789abcdef', true],
    ['AWSReservedSSO_orders-BreakGlass_0123456789abcdef', true],
    ['AWSReservedSSO_OnCall_0123456789abcdef', false],
  ])('of %s: alarm %s', (role, alarm) => expect(matches(patternOf(template, 'BreakGlass'), session(role))).toBe(alarm));
});

describe('a finding', () => {
  it('is told at once and raises an alarm, for each of the three kinds', () => {
    template.resourceCountIs('AWS::Events::Rule', 3);
    template.allResourcesProperties('AWS::Events::Rule', {
      State: 'ENABLED',
      Targets: [{ Arn: { Ref: Match.stringLikeRegexp('Topic') } }],
    });
    template.resourceCountIs('AWS::CloudWatch::Alarm', 3);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'AWS/Events',
      MetricName: 'TriggeredRules',
      Threshold: 1,
      Period: 60,
      AlarmActions: [{ Ref: Match.stringLikeRegexp('Topic') }],
    });
  });

  it('says who, what, where and when', () => {
    const [rule] = Object.values(template.findResources('AWS::Events::Rule'));
    const paths = Object.values(rule.Properties.Targets[0].InputTransformer.InputPathsMap);
    expect(paths).toEqual(
      expect.arrayContaining([
        '$.account',
        '$.detail.userIdentity.arn',
        '$.detail.eventName',
        '$.time',
        '$.detail.eventID',
      ]),
    );
  });

  it('goes to an encrypted topic that only EventBridge and CloudWatch of this account publish to, over TLS', () => {
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
    const [policy] = Object.values(template.findResources('AWS::SNS::TopicPolicy'));
    const statements = policy.Properties.PolicyDocument.Statement as {
      Effect: string;
      Principal: { Service: string };
      Condition: unknown;
    }[];
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
    const publishers = allowed.filter(({ Condition }) => JSON.stringify(Condition ?? {}).includes('666666666666'));
    expect(publishers.map(({ Principal }) => Principal.Service).sort()).toEqual(
      expect.arrayContaining(['cloudwatch.amazonaws.com', 'events.amazonaws.com']),
    );
    expect(statements.some(({ Effect }) => Effect === 'Deny')).toBe(true);
  });

  it('goes to a topic that is given', () => {
    const stack = new Stack(new App(), 'Monitor');
    const topic = new Topic(stack, 'Given');
    new ProdActivityMonitor(stack, 'Monitor', { accountName: 'orders-prod', topic });
    Template.fromStack(stack).resourceCountIs('AWS::SNS::Topic', 1);
  });
});

it('refuses a pattern that EventBridge would refuse', () => {
  const sanctionedEvents = Array.from({ length: 120 }, (_, i) => ({
    eventSource: 'ssm.amazonaws.com',
    eventName: `SomeSanctionedCall${i}`,
  }));
  expect(() => Template.fromStack(make({ sanctionedEvents }))).toThrow(
    /Monitor\/Monitor: sanctionedEvents make an event pattern of \d+ characters; EventBridge takes 2048/,
  );
});
