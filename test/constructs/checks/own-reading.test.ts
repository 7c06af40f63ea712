/** Rules that fail ordinary code by what they cannot read are read once more; what they are about still stops. */
import { App, Aws, Stack, aws_docdb as docdb, aws_ec2 as ec2, aws_iam as iam } from 'aws-cdk-lib';
import { aws_opensearchservice as search, aws_rds as rds } from 'aws-cdk-lib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GuardedChecks } from '../../../constructs/checks';
import { EnvironmentKind, stage } from '../environment/stages';

const RULES = /EC2Restricted|DOC3|OS5/;

/** Rules of those that stop a workload in prod, by their names without the pack. */
function stops(fill: (stack: Stack, beside: Stack) => void): string[] {
  const app = new App();
  GuardedChecks.addTo(app);
  const prod = stage(EnvironmentKind.PROD, app);
  fill(new Stack(prod, 'S'), new Stack(prod, 'Beside'));
  jest.spyOn(console, 'error').mockImplementation();
  try {
    app.synth();
  } catch {
    // The report tells.
  }
  const { pluginReports } = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8')) as {
    pluginReports: { violations?: { ruleName: string; severity?: string }[] }[];
  };
  const blocking = pluginReports.flatMap(({ violations = [] }) => violations).filter((one) => one.severity === 'error');
  return [...new Set(blocking.map(({ ruleName }) => ruleName.replace(/^.*-/, '')))].filter((rule) => RULES.test(rule));
}

const network = (stack: Stack) => new ec2.Vpc(stack, 'Vpc', { natGateways: 0 });
const group = (stack: Stack, id = 'Group') => new ec2.SecurityGroup(stack, id, { vpc: network(stack) });
const ports = ['EC2RestrictedCommonPorts', 'EC2RestrictedSSH'];

test.each<[string, (stack: Stack, beside: Stack) => void]>([
  ['a database’s port from a group', (stack) => void databaseFor(stack)],
  ['endpoints for the own network', (stack) => void network(stack).addInterfaceEndpoint('E', ENDPOINT)],
  [
    'another stack’s network',
    (stack, beside) => {
      const vpc = network(beside);
      new ec2.SecurityGroup(stack, 'G', { vpc }).addIngressRule(ec2.Peer.ipv4(vpc.vpcCidrBlock), ec2.Port.tcp(22));
    },
  ],
  ['all ports among its own', (stack) => group(stack).connections.allowInternally(ec2.Port.allTraffic())],
])('%s stops nothing', (_, fill) => {
  expect(stops(fill)).toEqual([]);
});

test('strangers at these ports still stop it, and so does an address that nobody knows', () => {
  expect(stops((stack) => group(stack).addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(22)))).toEqual([ports[1]]);
  const unknown = (stack: Stack) => {
    group(stack).addIngressRule(ec2.Peer.ipv4(Aws.STACK_NAME), ec2.Port.tcp(3306));
  };
  expect(stops(unknown).sort()).toEqual(ports);
});

test('a document database takes its password from a secret, or stops', () => {
  const cluster = (password?: string) => (stack: Stack) =>
    void new docdb.CfnDBCluster(stack, 'C', { masterUsername: 'orders', masterUserPassword: password });
  const made = (stack: Stack) =>
    void new docdb.DatabaseCluster(stack, 'D', {
      ...{ vpc: network(stack), masterUser: { username: 'orders' } },
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.R6G, ec2.InstanceSize.LARGE),
    });
  expect(stops(made)).toEqual([]);
  expect(stops(cluster('hunter22'))).toEqual(['DOC3']);
});

test('a search domain without a policy is closed; one for everybody stops', () => {
  const domain = (accessPolicies?: iam.PolicyStatement[]) => (stack: Stack) =>
    void new search.Domain(stack, 'D', { version: search.EngineVersion.OPENSEARCH_2_19, accessPolicies });
  const everybody = new iam.PolicyStatement({
    principals: [new iam.AnyPrincipal()],
    actions: ['es:*'],
    resources: ['*'],
  });
  expect(stops(domain())).toEqual([]);
  expect(stops(domain([everybody]))).toEqual(['OS5']);
});

const ENDPOINT = { service: ec2.InterfaceVpcEndpointAwsService.SQS };

function databaseFor(stack: Stack): void {
  const vpc = new ec2.Vpc(stack, 'Net', { natGateways: 0 });
  const cluster = new rds.DatabaseCluster(stack, 'Cluster', {
    engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_6 }),
    writer: rds.ClusterInstance.serverlessV2('Writer'),
    vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
    vpc,
  });
  cluster.connections.allowDefaultPortFrom(new ec2.SecurityGroup(stack, 'Clients', { vpc }));
}
