import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccountReader } from '../../../constructs/guardrail';
import { catalogue } from '../../../lib/iam';
import { READER_ACTIONS, readerDocument, readerTemplate, readerTrust } from '../../../lib/guardrail';

const PREFIXES: Readonly<Record<string, string>> = {
  cloudcontrol: 'cloudformation',
  eventbridge: 'events',
  'secrets-manager': 'secretsmanager',
  sfn: 'states',
  'sso-admin': 'sso',
};

/** Calls that IAM has another name for. */
const NAMES: Readonly<Record<string, string>> = { 's3:ListBuckets': 's3:ListAllMyBuckets' };

/** Who is asking, which everybody may know. */
const FREE = ['sts:GetCallerIdentity'];

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

/** Every call that the collector can make, by the commands that it imports. */
function callsOfTheCollector(): string[] {
  const sources = filesIn(join(__dirname, '../../../lib/snapshot')).map((file) => readFileSync(file, 'utf8'));
  const imports = sources.flatMap((text) => [...text.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([\w-]+)'/g)]);
  const calls = imports.flatMap(([, names = '', client = '']) =>
    names
      .split(',')
      .flatMap((each) => /^\s*(\w+)Command\b/.exec(each)?.[1] ?? [])
      .map((name) => `${PREFIXES[client] ?? client}:${name}`),
  );
  return [...new Set(calls.map((call) => NAMES[call] ?? call))].filter((call) => !FREE.includes(call));
}

describe('the reader of an account', () => {
  test('may do everything that the collector asks', () => {
    const calls = callsOfTheCollector();
    expect(calls.length).toBeGreaterThan(40);
    expect(calls.filter((call) => !READER_ACTIONS.includes(call))).toEqual([]);
  });

  test('reads and does nothing else, by the catalogue as corrected', () => {
    const known = catalogue();
    const classes = READER_ACTIONS.map((action) => [action, known.find(action)?.class] as const);
    expect(classes.filter(([, found]) => found !== 'Read' && found !== 'List')).toEqual([]);
  });

  test('reads nothing that is stored: no object, no item, no message, no value of a secret', () => {
    const stored = /:(GetObject|GetItem|Query|Scan|ReceiveMessage|GetSecretValue|GetParameter|GetRecords|BatchGetItem)/;
    expect(READER_ACTIONS.filter((action) => stored.test(action))).toEqual([]);
  });

  test('asks API Gateway for its REST APIs and not for its keys', () => {
    const { Statement } = readerDocument({ partition: 'aws', account: '333333333333' });
    const gateway = Statement.filter(({ Action }) => Action?.includes('apigateway:GET'));
    expect(gateway.flatMap(({ Resource }) => Resource)).toEqual([
      'arn:aws:apigateway:*::/restapis',
      'arn:aws:apigateway:*::/restapis/*',
    ]);
  });

  test('trusts the job of the audit account in its organization, by exact name', () => {
    const trust = readerTrust(
      { partition: 'aws', account: '333333333333' },
      { auditAccount: '222222222222', organizationId: 'o-abc123defg' },
    );
    expect(trust.Statement).toEqual([
      {
        Sid: 'ContinuousProof',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::222222222222:root' },
        Action: ['sts:AssumeRole'],
        Condition: {
          ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::222222222222:role/guarded/pipeline/guarded-continuous-proof' },
          StringEquals: { 'aws:PrincipalOrgID': 'o-abc123defg' },
          Null: { 'sts:ExternalId': 'true' },
        },
      },
    ]);
  });

  test('is the same in the template for accounts that the platform makes nothing in', () => {
    const options = { auditAccount: '222222222222', organizationId: 'o-abc123defg' };
    const stack = new Stack(new App(), 'Baseline', { env: { account: '777777777777', region: 'eu-west-2' } });
    new AccountReader(stack, 'reader', options);
    const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
    const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
    const { Resources } = readerTemplate('aws', options) as { Resources: Record<string, { Properties: object }> };
    expect(Resources.Policy!.Properties).toEqual({ ...policy!.Properties, Description: undefined });
    for (const name of ['RoleName', 'Path', 'AssumeRolePolicyDocument'])
      expect(Resources.Role!.Properties).toHaveProperty(name, role!.Properties[name]);
  });
});
