import { Duration } from 'aws-cdk-lib';
import {
  aws_athena as athena,
  aws_bedrock as bedrock,
  aws_cloudwatch as cloudwatch,
  aws_codebuild as codebuild,
} from 'aws-cdk-lib';
import { aws_config as config, aws_glue as glue, aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import {
  aws_cloudwatch_actions as actions,
  aws_sagemaker as sagemaker,
  aws_sns as sns,
  aws_synthetics as synthetics,
} from 'aws-cdk-lib';
import {
  aws_appconfig as appconfig,
  aws_ssm as ssm,
  aws_kinesisanalytics as flink,
  aws_mwaa as mwaa,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { handler } from './functions';
import { network } from './stores';
import type { Workloads } from './workload';

const role = (scope: Construct, service: string): iam.Role =>
  new iam.Role(scope, 'Role', { assumedBy: new iam.ServicePrincipal(`${service}.amazonaws.com`) });

/** Jobs, queries, models, canaries and what watches. */
export const DATA: Workloads = {
  'glue-job': (scope) => {
    const bucket = new s3.Bucket(scope, 'Scripts');
    new glue.CfnJob(scope, 'Job', {
      role: role(scope, 'glue').roleArn,
      command: { name: 'glueetl', scriptLocation: `s3://${bucket.bucketName}/job.py` },
      defaultArguments: { '--job-language': 'python', '--TempDir': `s3://${bucket.bucketName}/tmp` },
      glueVersion: '5.0',
    });
  },
  queries: (scope) => {
    new athena.CfnWorkGroup(scope, 'Group', {
      name: 'orders',
      workGroupConfiguration: {
        resultConfiguration: { outputLocation: `s3://${new s3.Bucket(scope, 'Results').bucketName}/` },
      },
    });
    new athena.CfnNamedQuery(scope, 'Query', { database: 'orders', queryString: 'SELECT 1', workGroup: 'orders' });
  },
  model: (scope) => {
    const bucket = new s3.Bucket(scope, 'Models');
    const model = new sagemaker.CfnModel(scope, 'Model', {
      executionRoleArn: role(scope, 'sagemaker').roleArn,
      primaryContainer: {
        image: '763104351884.dkr.ecr.eu-west-2.amazonaws.com/pytorch-inference:2.5-cpu-py311',
        modelDataUrl: `s3://${bucket.bucketName}/model.tar.gz`,
      },
    });
    const configuration = new sagemaker.CfnEndpointConfig(scope, 'Config', {
      productionVariants: [
        { modelName: model.attrModelName, variantName: 'one', initialInstanceCount: 1, instanceType: 'ml.t2.medium' },
      ],
    });
    new sagemaker.CfnEndpoint(scope, 'Endpoint', { endpointConfigName: configuration.attrEndpointConfigName });
  },
  guardrail: (scope) => {
    new bedrock.CfnGuardrail(scope, 'Guardrail', {
      name: 'x',
      blockedInputMessaging: 'no',
      blockedOutputsMessaging: 'no',
    });
  },
  canary: (scope) => {
    new synthetics.Canary(scope, 'Canary', {
      runtime: synthetics.Runtime.SYNTHETICS_NODEJS_PUPPETEER_9_1,
      schedule: synthetics.Schedule.rate(Duration.minutes(5)),
      test: synthetics.Test.custom({
        code: synthetics.Code.fromInline('exports.handler = async () => {}'),
        handler: 'index.handler',
      }),
    });
  },
  alarms: (scope) => {
    const topic = new sns.Topic(scope, 'Alerts');
    const alarm = handler(scope).metricErrors().createAlarm(scope, 'Alarm', { threshold: 1, evaluationPeriods: 1 });
    alarm.addAlarmAction(new actions.SnsAction(topic));
    new cloudwatch.Dashboard(scope, 'Dashboard', { widgets: [[new cloudwatch.AlarmWidget({ alarm })]] });
  },
  'config-rules': (scope) => {
    new config.ManagedRule(scope, 'Managed', { identifier: config.ManagedRuleIdentifiers.ACCESS_KEYS_ROTATED });
    new config.CustomRule(scope, 'Custom', { lambdaFunction: handler(scope), configurationChanges: true });
  },
  'build-without-source': (scope) => {
    new codebuild.Project(scope, 'Project', {
      buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2', phases: { build: { commands: ['true'] } } }),
    });
  },
  'feature-flags': (scope) => {
    const application = new appconfig.Application(scope, 'Application');
    const environment = application.addEnvironment('prod');
    new appconfig.HostedConfiguration(scope, 'Flags', {
      application,
      deployTo: [environment],
      content: appconfig.ConfigurationContent.fromInlineText('{}'),
    });
  },
  'document-and-association': (scope) => {
    new ssm.CfnDocument(scope, 'Document', {
      documentType: 'Command',
      content: { schemaVersion: '2.2', mainSteps: [] },
    });
    new ssm.CfnAssociation(scope, 'Patch', {
      name: 'AWS-UpdateSSMAgent',
      targets: [{ key: 'tag:patch', values: ['yes'] }],
    });
  },
  flink: (scope) => {
    const bucket = new s3.Bucket(scope, 'Jars');
    new flink.CfnApplicationV2(scope, 'Application', {
      runtimeEnvironment: 'FLINK-1_20',
      serviceExecutionRole: role(scope, 'kinesisanalytics').roleArn,
      applicationConfiguration: {
        applicationCodeConfiguration: {
          codeContentType: 'ZIPFILE',
          codeContent: { s3ContentLocation: { bucketArn: bucket.bucketArn, fileKey: 'app.jar' } },
        },
      },
    });
  },
  airflow: (scope) => {
    new mwaa.CfnEnvironment(scope, 'Environment', {
      name: 'orders',
      sourceBucketArn: new s3.Bucket(scope, 'Dags').bucketArn,
      dagS3Path: 'dags',
      executionRoleArn: role(scope, 'airflow-env').roleArn,
      networkConfiguration: { subnetIds: network(scope).isolatedSubnets.map((one) => one.subnetId) },
    });
  },
};
