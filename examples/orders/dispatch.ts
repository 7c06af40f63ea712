import { Stack } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import {
  Cluster,
  ContainerImage,
  ContainerInsights,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  LogDrivers,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { EcsDeploymentOptions } from 'cdk-guarded-environments';
import { Construct } from 'constructs';
import { acknowledgeRole } from './acknowledge';
import image from './dispatch-image.json';
import { Network } from './network';

/** What the dispatch service works with. */
export interface DispatchProps {
  readonly key: IKey;
  readonly queue: IQueue;
  readonly desiredCount: number;
  readonly deployment: EcsDeploymentOptions;
}

/**
 * Sends what is ordered: a worker on Fargate that polls its queue. Nobody calls it, so there is no traffic to shift; ECS
 * runs the new tasks beside the old ones and takes them back when an alarm fires within the bake.
 */
export class Dispatch extends Construct {
  public readonly service: FargateService;

  public constructor(scope: Construct, id: string, props: DispatchProps) {
    super(scope, id);
    const network = new Network(this, 'Network', props.key);
    this.service = new FargateService(this, 'Service', {
      cluster: new Cluster(this, 'Cluster', { vpc: network.vpc, containerInsightsV2: ContainerInsights.ENABLED }),
      taskDefinition: this.task(props),
      desiredCount: props.desiredCount,
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      assignPublicIp: false,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroups: [network.clients],
      ...props.deployment,
    });
  }

  private task({ key, queue }: DispatchProps): FargateTaskDefinition {
    const task = new FargateTaskDefinition(this, 'Task', {
      cpu: 256,
      memoryLimitMiB: 512,
      runtimePlatform: { cpuArchitecture: CpuArchitecture.ARM64, operatingSystemFamily: OperatingSystemFamily.LINUX },
    });
    const logGroup = new LogGroup(this, 'Logs', { encryptionKey: key });
    task.addContainer('dispatch', {
      image: this.image(),
      command: ['--queue', queue.queueUrl],
      logging: LogDrivers.awsLogs({ logGroup, streamPrefix: 'dispatch' }),
      readonlyRootFilesystem: true,
    });
    queue.grantConsumeMessages(task.taskRole);
    acknowledgeRole(task.taskRole);
    acknowledgeRole(task.obtainExecutionRole(), {
      'Resource::*': 'A token for ECR is asked of the registry, which has no ARN.',
    });
    return task;
  }

  /** Built once, promoted by digest: every environment runs the same bytes. */
  private image(): ContainerImage {
    const repositoryArn = Stack.of(this).formatArn({
      service: 'ecr',
      account: image.account,
      resource: 'repository',
      resourceName: image.repository,
    });
    const repository = Repository.fromRepositoryAttributes(this, 'Repository', {
      repositoryArn,
      repositoryName: image.repository,
    });
    return ContainerImage.fromEcrRepository(repository, image.digest);
  }
}
