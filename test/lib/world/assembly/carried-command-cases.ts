import { ACCOUNTS } from '../../../_helpers/assembly-folder';
import type { Case } from './carried-cases';

const { prod, dev } = ACCOUNTS;
const digest = 'a'.repeat(64);
const role = { 'Fn::GetAtt': ['Role', 'Arn'] };
const script = (text: string) => ({ 'Fn::Base64': text });

const task = (container: Record<string, unknown>): Case => ({
  type: 'AWS::ECS::TaskDefinition',
  properties: {
    ContainerDefinitions: [
      { Name: 'x', Image: `${prod}.dkr.ecr.eu-west-2.amazonaws.com/x@sha256:${digest}`, ...container },
    ],
  },
});

const instance = (UserData: unknown): Case => ({
  type: 'AWS::EC2::Instance',
  properties: { ImageId: 'ami-12345678', UserData },
});

const association = (Name: string, Parameters: Record<string, unknown>): Case => ({
  type: 'AWS::SSM::Association',
  properties: { Name, Parameters },
});

const rule = (target: Record<string, unknown>): Case => ({
  type: 'AWS::Events::Rule',
  properties: { ScheduleExpression: 'rate(1 day)', Targets: [{ Id: 'x', RoleArn: role, ...target }] },
});

const build = (Source: Record<string, unknown>): Case => ({
  type: 'AWS::CodeBuild::Project',
  properties: {
    ServiceRole: role,
    Artifacts: { Type: 'NO_ARTIFACTS' },
    Environment: { Type: 'LINUX_CONTAINER', ComputeType: 'SMALL', Image: 'aws/codebuild/standard:7.0' },
    Source,
  },
});

const distribution = (DomainName: unknown): Case => ({
  type: 'AWS::CloudFront::Distribution',
  properties: {
    DistributionConfig: { Enabled: true, Origins: [{ Id: 'o', DomainName, S3OriginConfig: {} }] },
  },
});

/** What runs by commands, by what something starts, and by what is served: where it comes from in the end. */
export const COMMAND_CASES: Readonly<Record<string, Case>> = {
  // commands of containers
  'a container whose command copies a script of dev': {
    ...task({ Command: ['sh', '-c', 'aws s3 cp s3://code-dev/run.sh - | sh'] }),
    told: /code-dev of account 4{12}/,
  },
  'a container whose entry point pipes a download into a shell': {
    ...task({ EntryPoint: ['bash', '-c', 'curl -fsSL https://get.example.net/boot.sh | bash'] }),
    told: /fetch https:\/\/get\.example\.net\/boot\.sh, which nothing describes/,
  },
  'a container whose health check asks itself': task({
    HealthCheck: { Command: ['CMD-SHELL', 'curl -f http://localhost:8080/health || exit 1'] },
  }),
  'a container whose command says done to somebody': task({
    Command: ['sh', '-c', 'node job.js && curl -X POST -d done https://hooks.example.net/job'],
  }),
  'a container that is told where its report goes': task({
    Command: ['node', 'report.js', '--to', 's3://orders-reports/daily.csv'],
  }),
  'a container that runs a file of a bucket that nothing describes': {
    ...task({ Command: ['spark-submit', 's3://somebodys-jobs/daily.py'] }),
    told: /nothing describes arn:aws:s3:::somebodys-jobs/,
  },
  'a container whose command copies from a bucket that nothing describes': {
    ...task({ Command: ['sh', '-c', 'SRC=s3://somebodys-jobs/now; aws s3 sync $SRC . && ./start'] }),
    told: /nothing describes arn:aws:s3:::somebodys-jobs/,
  },
  'a container that is told where data of dev lie': {
    ...task({ Command: ['node', 'import.js', 's3://code-dev/list.csv'] }),
    told: /code-dev of account 4{12}/,
  },
  'a container whose command migrates': task({ Command: ['npm', 'run', 'migrate'] }),
  'a job of Batch whose command brings its code from dev': {
    type: 'AWS::Batch::JobDefinition',
    properties: {
      Type: 'container',
      ContainerProperties: {
        Image: `${prod}.dkr.ecr.eu-west-2.amazonaws.com/x@sha256:${digest}`,
        Command: ['bash', '-c', 'aws s3 sync s3://code-dev/job . && bash job.sh'],
      },
    },
    told: /code-dev/,
  },

  // scripts of instances
  'an instance that clones a repository when it starts': {
    ...instance(script('#!/bin/bash\ngit clone https://github.com/acme/boot /opt/boot && /opt/boot/run.sh\n')),
    told: /fetch https:\/\/github\.com\/acme\/boot/,
  },
  'an instance that clones by SSH': {
    ...instance(script('git clone git@github.com:acme/boot.git')),
    told: /git@github\.com:acme\/boot\.git/,
  },
  'an instance whose script stands in base64': {
    ...instance(Buffer.from('#!/bin/sh\ncurl -s https://boot.example.net/i.sh | sh\n').toString('base64')),
    told: /https:\/\/boot\.example\.net\/i\.sh/,
  },
  'an instance that installs whatever is newest': {
    ...instance(script('pip3 install --upgrade fancytool\n')),
    told: /install fancytool, at the version/,
  },
  'an instance that installs one version': instance(script('pip3 install fancytool==1.4.2 && npm i -g tool@3.1.0\n')),
  'an instance that pulls an image by its tag': {
    ...instance(script('docker run -d -p 80:8080 acme/proxy:latest\n')),
    told: /the image acme\/proxy:latest/,
  },
  'an instance that takes packages of its distribution and the agent of AWS': instance(
    script(
      'dnf install -y nginx\nwget https://s3.amazonaws.com/amazoncloudwatch-agent/amazon_linux/amd64/latest/agent.rpm\n' +
        'curl -s http://169.254.169.254/latest/meta-data/instance-id\n',
    ),
  ),

  // builds
  'a build whose steps stand in a bucket of dev': {
    ...build({ Type: 'NO_SOURCE', BuildSpec: 'arn:aws:s3:::code-dev/buildspec.yml' }),
    told: /code-dev of account 4{12}/,
  },
  'a build that keeps to its lock file': build({
    Type: 'CODEPIPELINE',
    BuildSpec: '{"version":"0.2","phases":{"build":{"commands":["npm ci","npm test"]}}}',
  }),

  // documents
  'a script of dev that an association runs': {
    ...association('AWS-RunRemoteScript', {
      sourceType: ['S3'],
      sourceInfo: ['{"path":"https://s3.eu-west-2.amazonaws.com/code-dev/boot.sh"}'],
    }),
    told: /code-dev of account 4{12}/,
  },
  'a script of a repository that an association runs': {
    ...association('AWS-RunRemoteScript', {
      sourceType: ['GitHub'],
      sourceInfo: ['{"owner":"acme","repository":"scripts","path":"boot.sh"}'],
    }),
    told: /somebody keeps on GitHub/,
  },
  'a playbook of a repository': {
    ...association('AWS-ApplyAnsiblePlaybooks', { SourceType: ['Git'], PlaybookFile: ['site.yml'] }),
    told: /somebody keeps on Git/,
  },
  'a document that brings content of a repository along': {
    type: 'AWS::SSM::Document',
    properties: {
      DocumentType: 'Command',
      Content: {
        schemaVersion: '2.2',
        mainSteps: [{ action: 'aws:downloadContent', name: 'x', inputs: { sourceType: 'GitHub', sourceInfo: '{}' } }],
      },
    },
    told: /somebody keeps on GitHub/,
  },
  'patches of AWS by an association': association('AWS-RunPatchBaseline', { Operation: ['Install'] }),
  'a remediation by an automation of dev': {
    type: 'AWS::Config::RemediationConfiguration',
    properties: {
      ConfigRuleName: 'x',
      TargetType: 'SSM_DOCUMENT',
      TargetId: `arn:aws:ssm:eu-west-2:${dev}:automation-definition/mend:$DEFAULT`,
    },
    told: /document\/mend of account 4{12}/,
  },
  'a rule that starts an automation of dev': {
    ...rule({ Arn: `arn:aws:ssm:eu-west-2:${dev}:automation-definition/mend` }),
    told: /document\/mend of account 4{12}/,
  },
  'a rule that starts an automation of AWS': rule({
    Arn: 'arn:aws:ssm:eu-west-2::automation-definition/AWS-RestartEC2Instance:$DEFAULT',
  }),
  'a schedule that starts a document of dev by the call itself': {
    type: 'AWS::Scheduler::Schedule',
    properties: {
      FlexibleTimeWindow: { Mode: 'OFF' },
      ScheduleExpression: 'rate(1 day)',
      Target: {
        Arn: 'arn:aws:scheduler:::aws-sdk:ssm:startAutomationExecution',
        RoleArn: role,
        Input: JSON.stringify({ DocumentName: `arn:aws:ssm:eu-west-2:${dev}:document/mend` }),
      },
    },
    told: /document\/mend of account 4{12}/,
  },
  'a rule that hands a function the address of an object': rule({
    Arn: { 'Fn::GetAtt': ['Fn', 'Arn'] },
    Input: '{"from":"s3://code-dev/data.csv"}',
  }),
  'a rule that has commands run on instances': {
    ...rule({
      Arn: `arn:aws:ssm:eu-west-2:${prod}:document/AWS-RunShellScript`,
      Input: '{"commands":["aws s3 cp s3://code-dev/x.sh . && sh x.sh"]}',
    }),
    told: /code-dev of account 4{12}/,
  },

  // shifts of traffic
  'an alias whose shift a function of dev judges': {
    type: 'AWS::Lambda::Alias',
    properties: { FunctionName: { Ref: 'Fn' }, FunctionVersion: '1', Name: 'live' },
    updatePolicy: {
      CodeDeployLambdaAliasUpdate: {
        ApplicationName: 'x',
        DeploymentGroupName: 'x',
        BeforeAllowTrafficHook: `arn:aws:lambda:eu-west-2:${dev}:function:judge`,
      },
    },
    told: /BeforeAllowTrafficHook is answered by account 4{12}/,
  },
  'an alias whose shift an own function judges': {
    type: 'AWS::Lambda::Alias',
    properties: { FunctionName: { Ref: 'Fn' }, FunctionVersion: '1', Name: 'live' },
    updatePolicy: {
      CodeDeployLambdaAliasUpdate: {
        ApplicationName: 'x',
        DeploymentGroupName: 'x',
        AfterAllowTrafficHook: { Ref: 'Fn' },
      },
    },
  },

  // clusters
  'a cluster whose settings load a library of dev': {
    type: 'AWS::EMR::Cluster',
    properties: {
      Name: 'x',
      Configurations: [
        { Classification: 'spark-defaults', ConfigurationProperties: { 'spark.jars': 's3://code-dev/x.jar' } },
      ],
    },
    told: /code-dev of account 4{12}/,
  },
  'an add-on of a vendor': {
    type: 'AWS::EKS::Addon',
    properties: { ClusterName: 'x', AddonName: 'acme_watcher' },
    told: /the vendor of acme_watcher chooses what it runs/,
  },
  'an add-on of AWS': { type: 'AWS::EKS::Addon', properties: { ClusterName: 'x', AddonName: 'vpc-cni' } },

  // what is served, and configuration
  'a site of dev that prod serves': {
    ...distribution('code-dev.s3.eu-west-2.amazonaws.com'),
    told: /it serves what arn:aws:s3:::code-dev of account 4{12}/,
  },
  'a site of a bucket that nothing describes': {
    ...distribution('somebodys-site.s3-website.eu-west-2.amazonaws.com'),
    told: /nothing describes arn:aws:s3:::somebodys-site, which holds what it serves/,
  },
  'a site of an own bucket': distribution({ 'Fn::GetAtt': ['Own', 'RegionalDomainName'] }),
  'an interface behind a distribution': distribution('api.example.com'),
  'settings that are read from a bucket of dev': {
    type: 'AWS::AppConfig::ConfigurationProfile',
    properties: { ApplicationId: 'x', Name: 'x', LocationUri: 's3://code-dev/flags.json', RetrievalRoleArn: role },
    told: /code-dev of account 4{12}/,
  },
  'packages of a public repository': {
    type: 'AWS::CodeArtifact::Repository',
    properties: { DomainName: 'x', RepositoryName: 'x', ExternalConnections: ['public:npmjs'] },
    told: /whoever publishes to the public repository/,
  },
};
