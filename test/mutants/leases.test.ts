/** Self-service in the proof: with environments of two people beside dev and prod, and with what keeps them there taken out. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { platformProps } from '../../bin/app/platform-props';
import { Environment, EnvironmentKind, EnvironmentStage } from '../../constructs/environment';
import { GuardedPlatform } from '../../constructs/platform';
import { addWorkload } from '../../examples/notes';
import { readPlatform } from '../../lib/config';
import { comparePolicies, readPair } from '../../lib/iam';
import { describeAssembly, explain } from '../../lib/prover';
import { proveOnly } from '../../lib/prover/prove';
import type { TheoremId } from '../../lib/prover/result';
import { someCases } from '../_helpers/some-cases';

interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
}
type Resources = Record<string, Resource>;

const root = join(__dirname, '../..');
const [DEV, PROD, REGION] = ['333333333333', '666666666666', 'eu-west-2'];
const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };
const app = new App({ context, outdir: mkdtempSync(join(tmpdir(), 'leases-')) });
const props = platformProps(readPlatform(join(root, 'examples/notes/platform.yaml')));
const place = { application: 'notes', kind: EnvironmentKind.DEV, account: DEV, regions: [REGION] };
const leases = ['search', 'export'].map((name) => new Environment({ ...place, name: `lease-${name}` }));
for (const environment of [...props.applications[0]!.environments, ...leases])
  addWorkload(
    new EnvironmentStage(app, GuardedPlatform.stageName(environment, REGION), { environment, region: REGION }),
    environment,
  );
new GuardedPlatform(app, 'platform', props);
const { directory } = app.synth();
const world = describeAssembly(directory);

const LEASE_ROLE = `arn:aws:iam::${DEV}:role/guarded/workload/lease-notes.search/fixed`;
const MACHINERY = ['lease-exec', 'deploy', 'remove', 'life'].map(
  (what) => `arn:aws:iam::${DEV}:role/guarded/sandbox/notes-sandbox-${what}`,
);

/** The world with one template changed: the first whose path matches. */
function changed(path: RegExp, change: (resources: Resources) => void): ReturnType<typeof describeAssembly> {
  const folder = mkdtempSync(join(tmpdir(), 'leases-'));
  cpSync(directory, folder, { recursive: true });
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const file = join(
    folder,
    files.find((name) => path.test(name) && name.endsWith('.template.json'))!,
  );
  const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Resources };
  change(template.Resources);
  writeFileSync(file, JSON.stringify(template));
  return describeAssembly(folder);
}

const first = (resources: Resources, type: string): [string, Resource] =>
  Object.entries(resources).find(([, { Type }]) => Type === type)!;
const inProd = /notes-prod-eu-west-2/;

/** Somebody of a lease may call prod's function. */
const admit = (principal: string) => (resources: Resources) => {
  const [id] = first(resources, 'AWS::Lambda::Function');
  const FunctionName = { 'Fn::GetAtt': [id, 'Arn'] };
  const Properties = { Action: 'lambda:InvokeFunction', FunctionName, Principal: principal };
  resources.Admits = { Type: 'AWS::Lambda::Permission', Properties };
};

/** Somebody of a lease may act as prod's role. */
const trust = (principal: string) => (resources: Resources) => {
  const [, role] = first(resources, 'AWS::IAM::Role');
  const { Statement } = role.Properties.AssumeRolePolicyDocument as { Statement: object[] };
  Statement.push({ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' });
};

describe('environments of one’s own', () => {
  it.each<TheoremId>(['no-human-write-to-prod', 'environments-are-isolated', 'guardrails-are-immutable'])(
    'leave %s proved',
    (theorem) => {
      expect(proveOnly(world, theorem)).toMatchObject({ verdict: 'proved', unknowns: [] });
      const roles = world.accounts.find(({ id }) => id === DEV)!.principals.map(({ arn }) => arn);
      for (const role of MACHINERY) expect(roles).toContain(role);
      expect(roles.filter((arn) => /role\/guarded\/workload\/lease-notes\.(search|export)\//.test(arn))).toHaveLength(
        2,
      );
    },
  );

  it.each(someCases([LEASE_ROLE, ...MACHINERY]))(
    '%s let in by a role of prod refutes that they are isolated',
    (role) => {
      expect(proveOnly(changed(inProd, trust(role)), 'environments-are-isolated').verdict).toBe('refuted');
    },
  );

  it.each(someCases<TheoremId>(['no-human-write-to-prod', 'environments-are-isolated']))(
    'a function of prod that the roles of leases may call refutes %s',
    (theorem) => {
      const own = changed(inProd, admit(LEASE_ROLE));
      expect(proveOnly(own, theorem).verdict).toBe('refuted');
    },
  );
});

describe('a developer', () => {
  const API = `arn:aws:lambda:${REGION}:${DEV}:function:guarded-sandbox-notes-api`;
  const developer = (account: string, set = 'Developer') =>
    `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_${set}_0123456789abcdef`;
  const asked = (action: string, resource: string, more: Record<string, string[]> = {}, principal = developer(DEV)) =>
    explain(world, { principal, action, resource, context: more }).decision;

  it('may ask self-service for everything, by its URL', () => {
    expect(asked('lambda:GetFunctionUrlConfig', API)).toBe('allowed');
    expect(asked('lambda:InvokeFunctionUrl', API)).toBe('allowed');
    expect(asked('lambda:InvokeFunction', API, { 'lambda:InvokedViaFunctionUrl': ['true'] })).toBe('allowed');
  });

  it('may not speak for anybody else: not past the URL, not in the table, not as a machine', () => {
    expect(asked('lambda:InvokeFunction', API)).toBe('denied');
    expect(asked('lambda:UpdateFunctionCode', API)).toBe('denied');
    const table = `arn:aws:dynamodb:${REGION}:${DEV}:table/guarded-sandbox-notes`;
    expect(asked('dynamodb:PutItem', table)).toBe('denied');
    for (const role of MACHINERY) {
      expect(asked('sts:AssumeRole', role)).toBe('denied');
      expect(asked('iam:PassRole', role)).toBe('denied');
    }
  });

  it('may do nothing of that in prod', () => {
    const there = API.replace(DEV, PROD);
    const sets = world.accounts
      .find(({ id }) => id === PROD)!
      .principals.flatMap(({ arn }) => /AWSReservedSSO_(Developer\w*)_/.exec(arn)?.[1] ?? []);
    expect(sets.length).toBeGreaterThan(0);
    for (const set of sets)
      for (const action of ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction', 'cloudformation:CreateStack'])
        expect(asked(action, there, { 'lambda:InvokedViaFunctionUrl': ['true'] }, developer(PROD, set))).toBe('denied');
  });
});

describe('the role that deletes', () => {
  /** All that it may ever do: look, and change what is a lease's by its name or its tag. */
  const ONLY_LEASES = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: '*',
        Resource: [
          'arn:aws:s3:::notes-lease-*',
          `arn:aws:cloudformation:${REGION}:${DEV}:stack/notes-lease-*`,
          `arn:aws:logs:${REGION}:${DEV}:log-group:/aws/lambda/notes-lease-*`,
        ],
      },
      {
        Effect: 'Allow',
        Action: '*',
        Resource: '*',
        Condition: { StringLike: { 'aws:ResourceTag/guarded:lease': 'notes.?*' } },
      },
      {
        Effect: 'Allow',
        Action: [
          'cloudformation:DescribeStacks',
          'cloudformation:ListImports',
          'ec2:DescribeNetworkInterfaces',
          'tag:GetResources',
        ],
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: MACHINERY[0],
        Condition: { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } },
      },
      {
        Effect: 'Allow',
        Action: 'dynamodb:GetItem',
        Resource: `arn:aws:dynamodb:${REGION}:${DEV}:table/guarded-sandbox-notes`,
      },
      { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' },
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' },
    ],
  };

  interface Statement {
    readonly Sid?: string;
    Action: string | string[];
    Resource: unknown;
    Condition?: unknown;
  }

  /** Its policy as it is synthesized, every reference filled in. */
  const statements = ((): Statement[] => {
    const file = readdirSync(directory).find((name) => /sandboxnotes.*template\.json$/.test(name))!;
    const { Resources } = JSON.parse(readFileSync(join(directory, file), 'utf8')) as { Resources: Resources };
    const [id] = Object.entries(Resources).find(
      ([, { Properties }]) => Properties.RoleName === 'notes-sandbox-remove',
    )!;
    const policies = Object.values(Resources).filter(
      ({ Type, Properties }) => Type === 'AWS::IAM::Policy' && JSON.stringify(Properties.Roles).includes(id),
    );
    return policies
      .flatMap(({ Properties }) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement)
      .map(filledIn);
  })();

  function filledIn(statement: Statement): Statement {
    const text = JSON.stringify(statement, (_, value: unknown) => {
      const got =
        (value as { 'Fn::GetAtt'?: [string, string]; 'Fn::Join'?: [string, unknown[]]; Ref?: string } | null) ?? {};
      if (got['Fn::GetAtt'])
        return /Execution/.test(got['Fn::GetAtt'][0]) ? MACHINERY[0] : `arn:aws:sqs:${REGION}:${DEV}:unhandled`;
      return value;
    });
    return JSON.parse(text.replaceAll('{"Ref":"AWS::Partition"}', '"aws"'), (_, value: unknown) => {
      const join = (value as { 'Fn::Join'?: [string, string[]] } | null)?.['Fn::Join'];
      return join ? join[1].join(join[0]) : value;
    }) as Statement;
  }

  const beyond = (changedStatements: readonly Statement[]) => {
    const read = readPair(
      { raw: JSON.stringify(ONLY_LEASES), name: 'only leases' },
      { raw: JSON.stringify({ Version: '2012-10-17', Statement: changedStatements }), name: 'the role' },
    );
    return comparePolicies(read.older, read.newer, {});
  };

  it('deletes nothing but leases', () => {
    expect(statements.length).toBeGreaterThan(12);
    expect(['narrower', 'equivalent']).toContain(beyond(statements).relation);
  });

  const guarded = statements.filter(({ Condition }) => JSON.stringify(Condition ?? null).includes('guarded:lease'));

  it.each(guarded.map(({ Sid }) => Sid!))('would delete more without the tag in %s', (sid) => {
    const without = statements.map((one) => (one.Sid === sid ? { ...one, Condition: undefined } : one));
    const { relation, newlyAllowed } = beyond(without);
    expect(relation).not.toMatch(/narrower|equivalent/);
    expect(newlyAllowed?.action).toBeDefined();
  });

  it.each(['DeleteLeases', 'Buckets', 'Objects', 'LogGroups'])('would delete more with any name in %s', (sid) => {
    const without = statements.map((one) => (one.Sid === sid ? { ...one, Resource: '*' } : one));
    expect(beyond(without).relation).not.toMatch(/narrower|equivalent/);
  });
});
