/** What a change would create, replace, delete and leave behind. */
import { planOf, resourceChanges, tellPlan } from '../../../lib/plan';
import type { PlannedStack } from '../../../lib/plan';
import { PLATFORM_METADATA } from '../../../lib/names';

type Json = Record<string, unknown>;

const table = (properties: Json = {}, more: Json = {}): Json => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], BillingMode: 'PAY_PER_REQUEST', ...properties },
  ...more,
});
const RANGE = { KeySchema: [{ AttributeName: 'id', KeyType: 'RANGE' }] };
const topic = (properties: Json = {}): Json => ({ Type: 'AWS::SNS::Topic', Properties: properties });
const changes = (before: Json, after: Json) => resourceChanges({ Resources: before }, { Resources: after });

test.each<[string, Json, Json, Json[]]>([
  ['nothing', { T: table() }, { T: table() }, []],
  ['a new resource', {}, { T: topic() }, [{ id: 'T', effect: 'created', stateful: false }]],
  [
    'another value',
    { T: table() },
    { T: table({ BillingMode: 'PROVISIONED' }) },
    [{ effect: 'updated', stateful: true }],
  ],
  ['another key', { T: table() }, { T: table(RANGE) }, [{ effect: 'replaced', because: 'KeySchema', stateful: true }]],
  [
    'another key of a table with a name',
    { T: table({ TableName: 'orders' }) },
    { T: table({ TableName: 'orders', ...RANGE }) },
    [{ effect: 'refused', because: expect.stringMatching(/its name orders is taken until it is gone/) }],
  ],
  ['another name', { T: topic({ TopicName: 'a' }) }, { T: topic({ TopicName: 'b' }) }, [{ effect: 'replaced' }]],
  [
    'a name that a function makes',
    { T: topic({ TopicName: { 'Fn::Sub': 'a' } }) },
    { T: topic({ TopicName: { 'Fn::Sub': 'b' } }) },
    [{ effect: 'may be replaced', because: 'TopicName' }],
  ],
  ['another type', { T: topic() }, { T: table() }, [{ effect: 'refused', because: 'its type was AWS::SNS::Topic' }]],
  [
    'a type that is not known',
    { T: { Type: 'AWS::New::Thing' } },
    { T: { Type: 'AWS::New::Thing', Properties: { A: 1 } } },
    [{ effect: 'unknown' }],
  ],
  [
    'a custom resource',
    { T: { Type: 'Custom::X' } },
    { T: { Type: 'Custom::X', Properties: { A: 1 } } },
    [{ effect: 'may be replaced' }],
  ],
  ['one that goes', { T: table() }, {}, [{ effect: 'deleted', stateful: true }]],
  [
    'one that goes and is retained',
    { T: table({}, { DeletionPolicy: 'Retain' }) },
    {},
    [{ effect: 'left behind', kept: 'retained' }],
  ],
  [
    'one that leaves a snapshot',
    { T: table({}, { DeletionPolicy: 'Snapshot' }) },
    {},
    [{ effect: 'deleted', kept: 'snapshot' }],
  ],
  [
    'one that is replaced and retained',
    { T: table({}, { UpdateReplacePolicy: 'Retain' }) },
    { T: table(RANGE, { UpdateReplacePolicy: 'Retain' }) },
    [{ effect: 'replaced', kept: 'retained' }],
  ],
  [
    'one that was retained and is so no more',
    { T: table({}, { UpdateReplacePolicy: 'Retain' }) },
    { T: table(RANGE) },
    [{ effect: 'replaced', kept: undefined }],
  ],
])('%s', (_, before, after, expected) => {
  const found = changes(before, after).map((each) => ({ kept: undefined, ...each }));
  expect(found).toEqual(expected.map((each) => expect.objectContaining(each)));
});

test('what refers to a replaced resource where it must not change is drawn along, and what refers elsewhere is not', () => {
  const policy = (id: string) => ({
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: id }, Protocol: 'sms' },
  });
  const before = { T: topic({ TopicName: 'a' }), S: policy('T'), O: topic(), U: policy('O') };
  const after = { ...before, T: topic({ TopicName: 'b' }) };
  expect(changes(before, after).map(({ id, effect }) => [id, effect])).toEqual([
    ['T', 'replaced'],
    ['S', 'may be replaced'],
  ]);
});

function stack(name: string, Resources: Json, more: Partial<PlannedStack> = {}): PlannedStack {
  const template = { Resources } as PlannedStack['template'];
  return {
    account: '111111111111',
    region: 'eu-west-2',
    name,
    path: `platform/${name}`,
    stage: '',
    byRole: false,
    template,
    ...more,
  };
}

interface App {
  readonly name: string;
  readonly account: string;
  readonly regions?: readonly string[];
}

/** The organization's stack of a platform with these applications. */
function organization(apps: readonly App[], pipeline?: Json): PlannedStack {
  const applications = apps.map(({ name, account, regions = ['eu-west-2'] }) => ({
    name,
    environments: [{ name: 'prod', kind: 'prod', account, regions }],
    waves: regions.map((region) => ({ name: region, environment: 'prod', regions: [region] })),
  }));
  const template = { Metadata: { [PLATFORM_METADATA]: { properties: { applications, pipeline } } }, Resources: {} };
  return { ...stack('organization', {}), template };
}

const ORDERS = { name: 'orders', account: '333333333333' };
const SEARCH = { name: 'search', account: '444444444444' };
const applications = (before: App[], after: App[]) =>
  planOf([organization(before)], [organization(after)]).applications;

test('applications that come, go, change their names, and change within', () => {
  expect(applications([ORDERS], [ORDERS, SEARCH])).toEqual([{ application: 'search', change: 'added', details: [] }]);
  expect(applications([ORDERS, SEARCH], [ORDERS])).toEqual([{ application: 'search', change: 'removed', details: [] }]);
  expect(applications([ORDERS], [{ ...ORDERS, name: 'shop' }])).toEqual([
    { application: 'shop', change: 'renamed', before: 'orders', details: [] },
  ]);
  expect(applications([ORDERS], [{ ...ORDERS, regions: ['eu-west-2', 'eu-west-1'] }])).toEqual([
    {
      application: 'orders',
      change: 'changed',
      details: ['prod prod in 333333333333, eu-west-1 is added', 'waves: eu-west-2 → eu-west-2, eu-west-1'],
    },
  ]);
  expect(applications([ORDERS], [{ ...ORDERS, account: '555555555555' }])[0]?.details).toEqual([
    'prod prod in 555555555555, eu-west-2 moves there from 333333333333',
  ]);
  expect(applications([ORDERS], [ORDERS])).toEqual([]);
});

test('a stack that leaves the file is left behind with all that is in it, and told with what holds data', () => {
  const plan = planOf([stack('guarded-pipeline-search', { T: table(), S: topic() })], []);
  expect(plan.stacks).toMatchObject([
    { change: 'left behind', resources: [{ effect: 'left behind' }, { effect: 'left behind' }] },
  ]);
  expect([plan.verdict, tellPlan(plan)]).toEqual([
    'fine',
    expect.stringMatching(
      /1 stack left behind[^]*guarded-pipeline-search in 111111111111, eu-west-2: 2 resources, 1 that hold data/,
    ),
  ]);
});

test.each<[string, Json, Json, string]>([
  ['data that is lost', { T: table() }, {}, 'stop'],
  ['data that is kept', { T: table({}, { DeletionPolicy: 'Retain' }) }, {}, 'fine'],
  ['what holds none', { T: topic() }, {}, 'fine'],
  ['a deployment that fails', { T: topic() }, { T: table() }, 'stop'],
  ['nothing', { T: table() }, { T: table() }, 'nothing'],
])('%s decides the verdict', (_, before, after, verdict) => {
  expect(planOf([stack('s', before)], [stack('s', after)]).verdict).toBe(verdict);
});

test('a name that moves to another stack or another logical id is told: the new one fails while the old one is there', () => {
  const named = { T: topic({ TopicName: 'orders' }) };
  const plan = planOf([stack('a', named)], [stack('b', named)]);
  expect(plan.renames).toEqual([{ type: 'AWS::SNS::Topic', name: 'orders', from: 'a/T', to: 'b/T' }]);
  expect(plan.verdict).toBe('stop');
  expect(planOf([stack('a', named)], [stack('a', named)]).renames).toEqual([]);
});

test.each<[string, PlannedStack, Json | undefined, RegExp]>([
  [
    'what prepares an account',
    stack('x', {}, { path: 'platform/baseline-orders-prod' }),
    {},
    /by hand, behind the fence by the role under trustedServiceRoles.maintenance/,
  ],
  [
    'what stack sets bring to accounts',
    stack('x', {}, { path: 'platform/accounts-orders' }),
    {},
    /by hand, behind the fence too: npx cdk deploy --app cdk.out platform\/accounts-orders/,
  ],
  ['the fence', stack('x', {}, { path: 'platform/organization' }), {}, /by hand.*platform\/organization/],
  [
    'a pipeline, by that of the platform',
    stack('x', {}, { path: 'platform/pipeline-orders', byRole: true }),
    {},
    /the platform's pipeline/,
  ],
  [
    'a pipeline, by hand where the platform has none',
    stack('x', {}, { path: 'platform/pipeline-orders', byRole: true }),
    undefined,
    /by hand: npx cdk deploy/,
  ],
  [
    'a workload',
    stack('x', {}, { stage: 'orders-prod-eu-west-2', byRole: true }),
    {},
    /the pipeline of orders, approved and in its window/,
  ],
])('the step of %s', (_, one, pipeline, title) => {
  const made = { ...one, template: { Resources: { T: topic() } } as PlannedStack['template'] };
  const { stacks } = planOf([organization([ORDERS], pipeline)], [organization([ORDERS], pipeline), made]);
  expect(stacks.find(({ path }) => path === one.path)?.step.title).toMatch(title);
});
