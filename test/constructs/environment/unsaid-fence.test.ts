import { CfnResource, type Stack, aws_autoscaling as autoscaling } from 'aws-cdk-lib';
import { aws_codebuild as codebuild, aws_dax as dax, aws_ec2 as ec2 } from 'aws-cdk-lib';
import { aws_iam as iam, aws_kinesis as kinesis, aws_opensearchservice as search, aws_rds as rds } from 'aws-cdk-lib';
import { App, Stack as CdkStack } from 'aws-cdk-lib';
import { GuardedChecks } from '../../../constructs/checks';
import { EnvironmentKind, stage, synthesize } from './stages';

const { DEV, PROD } = EnvironmentKind;

process.env.CDK_VALIDATION = 'true';

function aurora(stack: Stack): void {
  new rds.DatabaseCluster(stack, 'C', {
    engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_6 }),
    writer: rds.ClusterInstance.serverlessV2('Writer'),
    vpc: new ec2.Vpc(stack, 'Vpc'),
  });
}

test.each([DEV, PROD])('an instance of a cluster has no public address in %s, though nobody says so', (kind) => {
  const { template } = synthesize(kind, aurora);
  template.hasResourceProperties('AWS::RDS::DBInstance', { PubliclyAccessible: false });
});

test('one that is said to be public stays so, for the rule packs to judge', () => {
  const { template } = synthesize(DEV, (stack) => {
    new CfnResource(stack, 'I', { type: 'AWS::RDS::DBInstance', properties: { PubliclyAccessible: true } });
  });
  template.hasResourceProperties('AWS::RDS::DBInstance', { PubliclyAccessible: true });
});

test.each([DEV, PROD])('a machine gives its credentials for a token alone in %s, however it is made', (kind) => {
  const { template } = synthesize(kind, (stack) => {
    const machineImage = ec2.MachineImage.genericLinux({ 'eu-west-2': 'ami-1' });
    const machine = { vpc: new ec2.Vpc(stack, 'Vpc'), instanceType: new ec2.InstanceType('t4g.micro'), machineImage };
    new ec2.Instance(stack, 'I', machine);
    new autoscaling.AutoScalingGroup(stack, 'A', machine);
    new ec2.LaunchTemplate(stack, 'T', { machineImage, userData: ec2.UserData.forLinux() });
    new ec2.LaunchTemplate(stack, 'Said', { httpTokens: ec2.LaunchTemplateHttpTokens.OPTIONAL });
  });
  const metadata = (found: object): boolean[] =>
    Object.values(found).map((one) => JSON.stringify(one).includes('"MetadataOptions":{"HttpTokens":"required"}'));
  expect(metadata(template.findResources('AWS::EC2::Instance'))).toEqual([true]);
  const groups = { ...template.findResources('AWS::AutoScaling::LaunchConfiguration') };
  expect(metadata({ ...groups, ...template.findResources('AWS::EC2::LaunchTemplate') })).toEqual([true, true, false]);
});

test('prod encrypts what it says nothing of, typed or not', () => {
  const { template } = synthesize(PROD, (stack) => {
    new dax.CfnCluster(stack, 'D', { iamRoleArn: 'x', nodeType: 'dax.t3.small', replicationFactor: 1 });
    new kinesis.CfnStream(stack, 'K', { shardCount: 1 });
    new CfnResource(stack, 'M', { type: 'AWS::MSK::Cluster', properties: { EncryptionInfo: {} } });
    new search.Domain(stack, 'S', { version: search.EngineVersion.OPENSEARCH_2_19 });
    new search.Domain(stack, 'Old', {
      ...{ version: search.EngineVersion.ELASTICSEARCH_5_6, encryptionAtRest: { enabled: true } },
      capacity: { dataNodeInstanceType: 'm4.large.search' },
    });
  });
  template.hasResourceProperties('AWS::DAX::Cluster', { SSESpecification: { SSEEnabled: true } });
  template.hasResourceProperties('AWS::Kinesis::Stream', {
    StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' },
  });
  template.hasResourceProperties('AWS::MSK::Cluster', {
    EncryptionInfo: { EncryptionInTransit: { ClientBroker: 'TLS', InCluster: true } },
  });
  template.hasResourceProperties('AWS::OpenSearchService::Domain', {
    EngineVersion: 'OpenSearch_2.19',
    NodeToNodeEncryptionOptions: { Enabled: true },
  });
});

test.each([DEV, PROD])(
  'what CDK’s validation misreads passes in %s; a role given by its name, a version that is none, do not',
  (kind) => {
    const passes = (fill: (stack: Stack) => void): boolean => {
      const app = new App();
      GuardedChecks.addTo(app);
      fill(new CdkStack(stage(kind, app), 'S'));
      jest.spyOn(console, 'error').mockImplementation();
      try {
        app.synth();
        return true;
      } catch {
        return false;
      }
    };
    const buildSpec = codebuild.BuildSpec.fromObject({ version: '0.2', phases: { build: { commands: ['true'] } } });
    expect(passes((stack) => void new codebuild.Project(stack, 'P', { buildSpec }))).toBe(true);
    const byName = (stack: Stack) => {
      const role = new iam.CfnRole(stack, 'R', { assumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } });
      const project = new codebuild.Project(stack, 'P', { buildSpec });
      (project.node.defaultChild as codebuild.CfnProject).serviceRole = role.ref;
    };
    expect(passes(byName)).toBe(false);
    const database = (version: string) => (stack: Stack) =>
      void new rds.DatabaseInstance(stack, 'D', {
        engine: rds.DatabaseInstanceEngine.mysql({ version: rds.MysqlEngineVersion.of(version, '8.0') }),
        vpc: new ec2.Vpc(stack, 'Vpc'),
      });
    expect(passes(database('8.0'))).toBe(true);
    expect(passes(database('8.0.999'))).toBe(false);
  },
);
