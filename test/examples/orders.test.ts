import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import { EnvironmentStage, GuardedChecks } from 'cdk-guarded-environments';
import { ENVIRONMENTS } from '../../examples/orders/environments';
import type { OrdersStage } from '../../examples/orders';
import { readRollbackAlarms } from '../../lib/rollback';

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties: Record<string, unknown>;
  readonly [key: string]: unknown;
}

interface TemplateJson {
  readonly Resources: Record<string, Resource>;
}

process.env.CDK_VALIDATION = 'true';
process.env.CDK_OUTDIR = mkdtempSync(join(tmpdir(), 'orders-'));
// The team's own app, as `npx cdk synth` runs it; it throws where a rule pack has a finding that nobody acknowledged.
const { app } = jest.requireActual<{ app: App }>('../../examples/orders/app');
const assembly = app.synth();
const stages = app.node.children.filter((child) => Stage.isStage(child)) as OrdersStage[];

const stackIn = (stage: OrdersStage): Stack => stage.node.findChild('orders') as Stack;
const templateIn = (stage: OrdersStage): TemplateJson => Template.fromStack(stackIn(stage)).toJSON() as TemplateJson;
const templates = new Map(stages.map((stage) => [stage.node.id, templateIn(stage)]));
const prod = templates.get('orders-prod-eu-west-2')!;
const dev = templates.get('orders-dev-eu-west-2')!;

const ofType = (template: TemplateJson, type: string): Resource[] =>
  Object.values(template.Resources).filter(({ Type }) => Type === type);

const everywhere = [...templates];

describe('orders', () => {
  it('is synthesized for dev, test and prod, in every region', () => {
    expect([...templates.keys()]).toEqual([
      'orders-dev-eu-west-2',
      'orders-test-eu-west-2',
      'orders-one-box-eu-west-2',
      'orders-prod-eu-west-2',
      'orders-prod-eu-west-1',
    ]);
  });

  it('needs no lookups and no Docker', () => {
    expect(assembly.manifest.missing ?? []).toEqual([]);
    for (const { directory, artifacts } of assembly.nestedAssemblies.map(({ nestedAssembly }) => nestedAssembly)) {
      expect(artifacts.length).toBeGreaterThan(0);
      for (const file of readdirSync(directory).filter((name) => name.endsWith('.assets.json')))
        expect(JSON.parse(readFileSync(join(directory, file), 'utf8')).dockerImages).toEqual({});
    }
  });

  it.each(everywhere)('%s has no circle that CloudFormation would refuse', (_, template) => {
    expect(circles(template)).toEqual([]);
  });

  it('is one change for all: environments differ in their protection, not in what they run', () => {
    const types = (template: TemplateJson): Set<string> =>
      new Set(Object.values(template.Resources).map(({ Type }) => Type));
    expect([...types(dev)].filter((type) => !types(prod).has(type))).toEqual([]);
    expect([...types(prod)].filter((type) => !types(dev).has(type)).sort()).toEqual([
      'AWS::ApplicationSignals::ServiceLevelObjective',
      'AWS::CloudWatch::CompositeAlarm',
      'AWS::CodeDeploy::DeploymentConfig',
    ]);
  });
});

describe('the way back', () => {
  it.each(everywhere)('%s lists rollback alarms that are metric alarms of the same stack', (id, template) => {
    const listed = readRollbackAlarms(template)!;
    expect(listed.bakeMinutes).toBe(15);
    expect(listed.alarms.map(({ name }) => name)).toEqual(
      ['api-errors', 'backlog', 'dead-letters', 'unsent'].map((name) => `${id}-orders-rollback-${name}`),
    );
    for (const { name, logicalId } of listed.alarms)
      expect(template.Resources[logicalId]).toMatchObject({
        Type: 'AWS::CloudWatch::Alarm',
        Properties: { AlarmName: name },
      });
  });

  it('shifts traffic in canary steps where there is traffic, and at once in dev', () => {
    expect(ofType(prod, 'AWS::CodeDeploy::DeploymentConfig')).toHaveLength(1);
    const [group] = ofType(dev, 'AWS::CodeDeploy::DeploymentGroup');
    expect(group.Properties.DeploymentConfigName).toBe('CodeDeployDefault.LambdaAllAtOnce');
  });

  it('runs new tasks beside the old ones and returns on an alarm', () => {
    const [service] = ofType(prod, 'AWS::ECS::Service');
    expect(service.Properties.DeploymentConfiguration).toMatchObject({
      Strategy: 'BLUE_GREEN',
      BakeTimeInMinutes: 15,
      DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      Alarms: { AlarmNames: ['orders-prod-eu-west-2-orders-rollback-unsent'], Enable: true, Rollback: true },
    });
  });
});

describe('the fence around orders', () => {
  it.each(everywhere)('%s runs as bounded machine roles that only AWS services assume', (_, template) => {
    const roles = ofType(template, 'AWS::IAM::Role').map(({ Properties }) => Properties);
    expect(roles).toHaveLength(7);
    for (const { Path, PermissionsBoundary, AssumeRolePolicyDocument } of roles) {
      expect(Path).toBe('/guarded/workload/');
      expect(JSON.stringify(PermissionsBoundary)).toContain('workload-boundary');
      const { Statement } = AssumeRolePolicyDocument as { Statement: { Principal: Record<string, unknown> }[] };
      expect(Statement.flatMap(({ Principal }) => Object.keys(Principal))).toEqual(['Service']);
    }
  });

  it('runs the container that was promoted, by digest', () => {
    const [task] = ofType(prod, 'AWS::ECS::TaskDefinition');
    expect(JSON.stringify(task.Properties.ContainerDefinitions)).toMatch(/orders\/dispatch@sha256:[0-9a-f]{64}/);
  });

  it('has no way to the internet', () => {
    for (const type of ['AWS::EC2::InternetGateway', 'AWS::EC2::NatGateway']) expect(ofType(prod, type)).toEqual([]);
  });

  it('answers signed requests alone', () => {
    const routes = ofType(prod, 'AWS::ApiGatewayV2::Route');
    expect(routes.map(({ Properties }) => Properties.AuthorizationType)).toEqual(['AWS_IAM', 'AWS_IAM']);
  });
});

describe('what orders holds', () => {
  const stateful = ['AWS::DynamoDB::Table', 'AWS::SQS::Queue', 'AWS::KMS::Key'];
  const ids = (template: TemplateJson): string[] =>
    Object.keys(template.Resources).filter((id) => stateful.includes(template.Resources[id].Type));

  it('keeps its logical ids, which are its identity', () =>
    expect(ids(prod)).toMatchInlineSnapshot(`
     [
       "Key961B73FD",
       "TableCD117FA1",
       "PlacedDeadLetters6C24E3DC",
       "PlacedQueueCD829BDF",
       "AcceptedDeadLettersB20A39F7",
       "AcceptedQueue3F92765B",
     ]
    `));

  it.each(everywhere)('%s has the same ids', (_, template) => expect(ids(template)).toEqual(ids(prod)));

  it('stays in prod and goes in dev', () => {
    const policies = (template: TemplateJson): unknown[] =>
      ofType(template, 'AWS::DynamoDB::Table').map(({ DeletionPolicy, Properties }) => [
        DeletionPolicy,
        Properties.DeletionProtectionEnabled ?? false,
      ]);
    expect(policies(prod)).toEqual([['Retain', true]]);
    expect(policies(dev)).toEqual([['Delete', false]]);
  });
});

describe('the rule packs', () => {
  it('would not let a bucket pass that is open to everybody', () => {
    const other = new App();
    GuardedChecks.addTo(other);
    const [environment] = ENVIRONMENTS;
    const stage = new EnvironmentStage(other, 'orders-dev', { environment, region: environment.homeRegion });
    const blockPublicAccess = BlockPublicAccess.BLOCK_ACLS_ONLY;
    new Bucket(new Stack(stage, 'orders'), 'Open', { blockPublicAccess, publicReadAccess: true });
    expect(() => other.synth()).toThrow(/orders\/Open.*NIST\.800\.53\.R5-S3BucketLevelPublicAccessProhibited/s);
  });

  it('are acknowledged one by one, with a prefix, a reason and a resource', () => {
    const acknowledged = stages[0].node
      .findAll()
      .flatMap((at) =>
        at.node.metadata
          .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
          .flatMap(({ data }) =>
            Object.entries(data as Record<string, string>).map(([id, reason]) => ({ at, id, reason })),
          ),
      );
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const { at, id, reason } of acknowledged) {
      expect(id).toMatch(
        /^(AwsSolutions::AwsSolutions-|NIST\.800\.53\.R5::NIST\.800\.53\.R5-|CloudFormation-Validate::)/,
      );
      expect(reason.length).toBeGreaterThan(20);
      // CDK itself acknowledges on the stack that zones are asked for; that rule knows no resource.
      expect(Stack.isStack(at) && id !== 'CloudFormation-Validate::W3010').toBe(false);
    }
  });
});

/** Circles of references and dependencies between resources, as lists of logical ids. */
function circles({ Resources }: TemplateJson): string[][] {
  const done = new Set<string>();
  const found: string[][] = [];
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id)) return void found.push([...path.slice(path.indexOf(id)), id]);
    if (done.has(id)) return;
    for (const next of references(Resources[id])) if (next in Resources) visit(next, [...path, id]);
    done.add(id);
  };
  Object.keys(Resources).forEach((id) => visit(id, []));
  return found;
}

function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Metadata') return [];
    if (key === 'Ref' && typeof inner === 'string') return [inner];
    if (key === 'Fn::GetAtt') return [String((inner as unknown[])[0])];
    if (key === 'DependsOn') return [inner].flat() as string[];
    return references(inner);
  });
}
