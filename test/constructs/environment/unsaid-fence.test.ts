import { CfnResource, type Stack, aws_codebuild as codebuild, aws_dax as dax, aws_ec2 as ec2 } from 'aws-cdk-lib';
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

test.each([DEV, PROD])('an ordinary build project passes in %s; a role given by its name does not', (kind) => {
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
});
