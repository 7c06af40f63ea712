import { join } from 'node:path';
import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { LoadBalancerV2Origin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerImage, Secret as EcsSecret } from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancedFargateService } from 'aws-cdk-lib/aws-ecs-patterns';
import {
  AuroraPostgresEngineVersion,
  ClusterInstance,
  Credentials,
  DatabaseCluster,
  DatabaseClusterEngine,
} from 'aws-cdk-lib/aws-rds';
import { ARecord, HostedZone, type IHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';

/** Where people find the site, and the zone that its name lies in. */
export interface Address {
  readonly name: string;
  readonly zoneId: string;
  readonly zoneName: string;
}

function zoneOf(scope: Construct, { zoneId, zoneName }: Address): IHostedZone {
  return HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId: zoneId, zoneName });
}

/** CloudFront takes its certificates from us-east-1 alone, wherever the site is. */
export class CertificateStack extends Stack {
  public readonly certificate: ICertificate;

  public constructor(scope: Construct, id: string, address: Address) {
    super(scope, id, { env: { region: 'us-east-1' }, crossRegionReferences: true });
    const validation = CertificateValidation.fromDns(zoneOf(this, address));
    this.certificate = new Certificate(this, 'Certificate', { domainName: address.name, validation });
  }
}

/** What the site needs beside its own. */
export interface SiteStackProps extends StackProps {
  readonly address: Address;
  readonly certificate: ICertificate;
}

/**
 * A site as any team writes one: CloudFront before a container service whose image is built from source, Aurora behind it, a
 * secret, a bucket for files. Nothing here knows where it will run.
 */
export class SiteStack extends Stack {
  public readonly service: ApplicationLoadBalancedFargateService;
  private readonly zone: IHostedZone;

  public constructor(scope: Construct, id: string, { address, certificate, ...props }: SiteStackProps) {
    super(scope, id, { ...props, crossRegionReferences: true });
    this.zone = zoneOf(this, address);
    const vpc = new Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1 });
    const database = this.database(vpc);
    this.service = this.containers(address, vpc, database);
    database.connections.allowDefaultPortFrom(this.service.service);
    this.distribution(address, certificate);
  }

  private database(vpc: Vpc): DatabaseCluster {
    return new DatabaseCluster(this, 'Database', {
      engine: DatabaseClusterEngine.auroraPostgres({ version: AuroraPostgresEngineVersion.VER_16_6 }),
      credentials: Credentials.fromGeneratedSecret('site'),
      writer: ClusterInstance.serverlessV2('Writer'),
      defaultDatabaseName: 'site',
      vpc,
    });
  }

  private containers(
    address: Address,
    vpc: Vpc,
    { secret, clusterEndpoint }: DatabaseCluster,
  ): ApplicationLoadBalancedFargateService {
    const sessions = new Secret(this, 'SessionKey');
    const made = new ApplicationLoadBalancedFargateService(this, 'Service', {
      cluster: new Cluster(this, 'Cluster', { vpc }),
      taskImageOptions: {
        image: ContainerImage.fromAsset(join(__dirname, 'container')),
        containerPort: 8080,
        environment: { DATABASE_HOST: clusterEndpoint.hostname },
        secrets: {
          DATABASE_USER: EcsSecret.fromSecretsManager(secret!, 'username'),
          DATABASE_PASSWORD: EcsSecret.fromSecretsManager(secret!, 'password'),
          SESSION_KEY: EcsSecret.fromSecretsManager(sessions),
        },
      },
      certificate: new Certificate(this, 'OriginCertificate', {
        domainName: address.name,
        validation: CertificateValidation.fromDns(this.zone),
      }),
      circuitBreaker: { rollback: true },
      minHealthyPercent: 100,
    });
    made.targetGroup.configureHealthCheck({ path: '/health', interval: Duration.seconds(30) });
    return made;
  }

  private distribution(address: Address, certificate: ICertificate): void {
    const files = new Bucket(this, 'Files');
    const distribution = new Distribution(this, 'Distribution', {
      domainNames: [address.name],
      certificate,
      defaultBehavior: {
        origin: new LoadBalancerV2Origin(this.service.loadBalancer, {
          protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
        }),
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      },
    });
    distribution.addBehavior('/files/*', S3BucketOrigin.withOriginAccessControl(files), {
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    });
    const target = RecordTarget.fromAlias(new CloudFrontTarget(distribution));
    new ARecord(this, 'Address', { zone: this.zone, recordName: address.name, target });
    new CfnOutput(this, 'Url', { value: `https://${address.name}` });
  }
}
