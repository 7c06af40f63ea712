/** What the stage reads after synthesis: late roles are fenced, and what slipped past the aspects is refused. */
import type { CfnResource } from 'aws-cdk-lib';
import { App, Aspects, CfnOutput, LegacyStackSynthesizer, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { Distribution, LambdaEdgeEventType, experimental } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { InterfaceVpcEndpointAwsService, Vpc } from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { Environment, EnvironmentStage } from '../../../constructs/environment';
import { EnvironmentKind, environment, refusal, stage, synthesize } from './stages';

const { DEV, PROD } = EnvironmentKind;
const BOTH = [DEV, PROD];
const assumedBy = new iam.ServicePrincipal('lambda.amazonaws.com');

function refusalOfStage(kind: EnvironmentKind, fill: (made: EnvironmentStage) => void): string {
  const made = stage(kind);
  fill(made);
  try {
    made.synth();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

test.each(BOTH)('roles that are made while references are resolved are fenced, in %s', (kind) => {
  const { template, stack } = synthesize(kind, (each) => {
    const vpc = new Vpc(each, 'V', { maxAzs: 1 });
    const { vpcEndpointNetworkInterfaceIds } = vpc.addInterfaceEndpoint('E', {
      service: InterfaceVpcEndpointAwsService.SSM,
    });
    new CfnOutput(each, 'O', { value: each.toJsonString({ ids: vpcEndpointNetworkInterfaceIds }) });
  });
  const late = stack.node.findAll().find(({ node }) => node.path.includes('AWSCDKCfnUtilsProvider'));
  expect(late).toBeDefined();
  const roles = Object.values(template.findResources('AWS::IAM::Role')) as { Properties: Record<string, unknown> }[];
  expect(roles.length).toBeGreaterThan(0);
  for (const { Properties } of roles)
    expect(Properties).toMatchObject({
      Path: '/guarded/workload/',
      PermissionsBoundary: expect.stringContaining(':policy/guarded/guardrail/workload-boundary'),
    });
});

test('a late aspect that takes the fence off is answered by the second look', () => {
  const { template } = synthesize(PROD, (stack) => {
    new iam.Role(stack, 'R', { assumedBy });
    const strip = (node: IConstruct): void => {
      if (node instanceof iam.CfnRole) Object.assign(node, { permissionsBoundary: undefined, path: '/' });
    };
    Aspects.of(stack).add({ visit: strip }, { priority: 950 });
  });
  template.hasResourceProperties('AWS::IAM::Role', { Path: '/guarded/workload/' });
});

describe.each(BOTH)('refused in %s, with the construct path', (kind) => {
  test.each<[string, (stack: Stack) => void, string]>([
    [
      'a boundary that an override takes off',
      (stack) =>
        (new iam.Role(stack, 'R', { assumedBy }).node.defaultChild as CfnResource).addPropertyDeletionOverride(
          'PermissionsBoundary',
        ),
      'Stage/Stack/R/Resource: PermissionsBoundary is missing',
    ],
    [
      'a role that is called a queue',
      (stack) => (new Queue(stack, 'Q').node.defaultChild as CfnResource).addOverride('Type', 'AWS::IAM::Role'),
      'Stage/Stack/Q/Resource: Path is missing',
    ],
    ['a user', (stack) => new iam.User(stack, 'U'), 'Stage/Stack/U/Resource: is an AWS::IAM::User'],
    [
      'a role in a nested stack',
      (stack) =>
        (
          new iam.Role(new NestedStack(stack, 'Inner'), 'R', { assumedBy }).node.defaultChild as CfnResource
        ).addPropertyDeletionOverride('Path'),
      'Stage/Stack/Inner/R/Resource: Path is missing',
    ],
    [
      'a role by its name alone',
      (stack) => {
        new iam.Role(stack, 'R', { assumedBy, roleName: 'worker' });
        const role = iam.Role.fromRoleName(stack, 'Again', 'worker');
        const code = Code.fromInline('0');
        new Function(stack, 'F', { role, code, runtime: Runtime.NODEJS_22_X, handler: 'index.handler' });
      },
      'Stage/Stack/F/Resource: names role/worker, and the stage made it role/guarded/workload/worker',
    ],
  ])('%s', (_what, fill, message) => {
    expect(refusal(kind, fill)).toContain(message);
  });

  test('a stage inside of the stage', () => {
    const message = refusalOfStage(kind, (made) => {
      new Stack(new Stage(made, 'Inner'), 'S', { synthesizer: new LegacyStackSynthesizer() });
    });
    expect(message).toContain('Stage/Inner: is a Stage inside of an EnvironmentStage');
  });

  test('a stack id that no command line takes', () => {
    expect(refusalOfStage(kind, (made) => void new Stack(made, 'Aufträge', { stackName: 'orders' }))).toContain(
      'Stage/Aufträge: "Stage/Aufträge" is no name of an artifact',
    );
  });

  test('a stack for another region of the environment', () => {
    expect(refusalOfStage(kind, (made) => void new Stack(made, 'S', { env: { region: 'eu-west-1' } }))).toContain(
      "Stage/S: env.region is 'eu-west-1', expected eu-west-2: each region of",
    );
  });
});

test('all findings are told together, each once, and again when the stage is synthesized again', () => {
  const made = stage(PROD);
  const stack = new Stack(made, 'Stack');
  new iam.User(stack, 'A');
  new iam.User(stack, 'B');
  const synth = (): string => {
    try {
      return String(Template.fromStack(stack));
    } catch (error) {
      return (error as Error).message;
    }
  };
  const message = synth();
  expect(message.match(/which no stage makes/g)).toHaveLength(2);
  expect(synth()).toBe(message);
});

describe('an environment with a global region', () => {
  const make = (kind: EnvironmentKind, fill: (made: EnvironmentStage) => void) => {
    const made = new EnvironmentStage(new App(), 'Stage', {
      environment: new Environment({ ...environment(kind), globalRegion: 'us-east-1' }),
      region: 'eu-west-2',
    });
    fill(made);
    return made.synth();
  };

  test.each(BOTH)('has a certificate and an edge function there, fenced like the rest, in %s', (kind) => {
    const assembly = make(kind, (made) => {
      const env = { region: 'us-east-1' };
      const support = new Stack(made, 'certificates', { env, crossRegionReferences: true });
      const hostedZoneId = 'Z1';
      const zone = HostedZone.fromHostedZoneAttributes(support, 'Z', { hostedZoneId, zoneName: 'example.org' });
      const validation = CertificateValidation.fromDns(zone);
      const certificate = new Certificate(support, 'C', { domainName: 'example.org', validation });
      const web = new Stack(made, 'web', { crossRegionReferences: true });
      const code = Code.fromInline('exports.handler = async () => 1');
      const edge = new experimental.EdgeFunction(web, 'E', {
        ...{ code, handler: 'index.handler', runtime: Runtime.NODEJS_22_X },
      });
      new Distribution(web, 'D', {
        certificate,
        domainNames: ['example.org'],
        defaultBehavior: {
          origin: new HttpOrigin('o.example.org'),
          edgeLambdas: [{ functionVersion: edge.currentVersion, eventType: LambdaEdgeEventType.VIEWER_REQUEST }],
        },
      });
    });
    const regions = assembly.stacks.map(({ environment: { region } }) => region).sort();
    expect(regions).toEqual(['eu-west-2', 'us-east-1', 'us-east-1']);
    const roles = assembly.stacks.flatMap(({ template }) =>
      Object.values((template as { Resources: Record<string, { Type: string; Properties: object }> }).Resources).filter(
        ({ Type }) => Type === 'AWS::IAM::Role',
      ),
    );
    expect(roles.length).toBeGreaterThanOrEqual(4);
    for (const { Properties } of roles) expect(Properties).toMatchObject({ Path: '/guarded/workload/' });
  });

  test('has no rollback alarms there, since nothing watches them', () => {
    const fill = (made: EnvironmentStage): void => {
      const stack = new Stack(made, 'edge', { env: { region: 'us-east-1' } });
      stack.templateOptions.metadata = {
        'GuardedEnvironments::RollbackAlarms': { version: 1, bakeMinutes: 5, alarms: [{ name: 'a', logicalId: 'A' }] },
      };
    };
    expect(() => make(PROD, fill)).toThrow('Stage/edge: has rollback alarms in us-east-1, where nothing watches them');
  });
});
