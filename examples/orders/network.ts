import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService as Service,
  IpAddresses,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeDefaultSecurityGroup, acknowledgeRole } from './acknowledge';

/** What the service calls; there is no other way out. */
const ENDPOINTS = {
  EcrApi: Service.ECR,
  EcrDocker: Service.ECR_DOCKER,
  Logs: Service.CLOUDWATCH_LOGS,
  Sqs: Service.SQS,
};

/** Two isolated subnets without a way to the internet; AWS is reached through endpoints. */
export class Network extends Construct {
  public readonly vpc: Vpc;
  /** Whoever carries it may call the endpoints. */
  public readonly clients: SecurityGroup;

  public constructor(scope: Construct, id: string, key: IKey) {
    super(scope, id);
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.20.0.0/22'),
      maxAzs: 2,
      subnetConfiguration: [{ name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
      gatewayEndpoints: {
        S3: { service: GatewayVpcEndpointAwsService.S3 },
        DynamoDb: { service: GatewayVpcEndpointAwsService.DYNAMODB },
      },
    });
    acknowledgeDefaultSecurityGroup(this.vpc);
    this.logFlows(key);
    this.clients = new SecurityGroup(this, 'Clients', { vpc: this.vpc, description: 'Calls the endpoints of AWS' });
    this.addEndpoints();
  }

  private addEndpoints(): void {
    const endpoints = new SecurityGroup(this, 'Endpoints', {
      vpc: this.vpc,
      description: 'Endpoints of AWS services',
      allowAllOutbound: false,
    });
    endpoints.addIngressRule(this.clients, Port.HTTPS, 'Tasks of this application');
    for (const [id, service] of Object.entries(ENDPOINTS))
      this.vpc.addInterfaceEndpoint(id, { service, securityGroups: [endpoints], open: false });
  }

  private logFlows(key: IKey): void {
    const logs = new LogGroup(this, 'FlowLogs', { encryptionKey: key });
    const role = new Role(this, 'FlowLogRole', { assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com') });
    acknowledgeRole(role);
    this.vpc.addFlowLog('Flows', { destination: FlowLogDestination.toCloudWatchLogs(logs, role) });
  }
}
