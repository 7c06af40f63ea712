/* eslint-disable @typescript-eslint/no-explicit-any -- requests come as any JSON */
import type { Cloud } from '../cloud';
import type { Role } from '../iam/store';
import { notPlayed, Refusal } from '../refusal';
import type { StandIn } from '../server';

/** What people prepare in an account beside its stacks. */
export class Preparations {
  /** Status of each connection to a code host, by its ARN. */
  public readonly connections = new Map<string, 'PENDING' | 'AVAILABLE'>();
  /** Accounts and regions in which Application Signals is on. */
  public readonly discovered = new Set<string>();
  /** Builds that may run at once, by account and region: a fresh account has none. */
  public readonly builds = new Map<string, number>();

  public constructor(private readonly cloud: Cloud) {}

  /** By the names that requests are signed for. */
  public standIns(): Record<string, StandIn> {
    return {
      codeconnections: this.connect,
      servicequotas: this.quota,
      'application-signals': this.signals,
      cloudcontrolapi: this.resource,
      sso: (name, _, by) => {
        this.cloud.authorize(by, { action: `sso:${name}`, resource: '*', owner: by.account });
        if (name === 'ListInstances')
          return { Instances: [{ InstanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef' }] };
        throw notPlayed(`sso:${name}`);
      },
    };
  }

  private connect: StandIn = (name, _, by, region) => {
    this.cloud.authorize(by, { action: `codeconnections:${name}`, resource: '*', owner: by.account });
    if (name !== 'CreateConnection') throw notPlayed(`codeconnections:${name}`);
    const ConnectionArn = `arn:aws:codeconnections:${region}:${by.account}:connection/00000000-0000-0000-0000-${String(this.connections.size + 1).padStart(12, '0')}`;
    this.connections.set(ConnectionArn, 'PENDING');
    return { ConnectionArn };
  };

  private quota: StandIn = (name, input, by, region) => {
    this.cloud.authorize(by, { action: `servicequotas:${name}`, resource: '*', owner: by.account });
    const place = `${by.account} ${region}`;
    if (name === 'GetServiceQuota') return { Quota: { Value: this.builds.get(place) ?? 0 } };
    if (name !== 'RequestServiceQuotaIncrease') throw notPlayed(`servicequotas:${name}`);
    this.builds.set(place, Number(input.DesiredValue));
    return { RequestedQuota: { Status: 'PENDING', DesiredValue: Number(input.DesiredValue) } };
  };

  private signals: StandIn = (name, _, by, region) => {
    this.cloud.authorize(by, { action: `application-signals:${name}`, resource: '*', owner: by.account });
    if (name !== 'StartDiscovery') throw notPlayed(`application-signals:${name}`);
    this.discovered.add(`${by.account} ${region}`);
    this.cloud.identities.addRole(linkedRole(by.account));
    return {};
  };

  private resource: StandIn = (name, { TypeName, Identifier }, by, region) => {
    this.cloud.authorize(by, { action: `cloudformation:${name}`, resource: '*', owner: by.account });
    const properties = this.propertiesOf(String(TypeName), String(Identifier), `${by.account} ${region}`);
    if (!properties)
      throw new Refusal(
        'ResourceNotFoundException',
        `Resource of type '${TypeName}' with identifier '${Identifier}' was not found.`,
      );
    return { TypeName, ResourceDescription: { Identifier, Properties: JSON.stringify(properties) } };
  };

  private propertiesOf(type: string, identifier: string, place: string): Record<string, any> | undefined {
    if (type === 'AWS::CodeConnections::Connection') {
      const ConnectionStatus = this.connections.get(identifier);
      return ConnectionStatus && { ConnectionArn: identifier, ConnectionStatus };
    }
    if (type === 'AWS::ApplicationSignals::Discovery')
      return this.discovered.has(place) ? { AccountId: place.split(' ')[0] } : undefined;
    throw notPlayed(`resources of type ${type}`);
  }
}

/** The role that Application Signals makes for itself in an account where somebody switches it on. */
function linkedRole(account: string): Role {
  const service = 'application-signals.cloudwatch.amazonaws.com';
  const name = 'AWSServiceRoleForCloudWatchApplicationSignals';
  const Statement = [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }];
  return {
    ...{ arn: `arn:aws:iam::${account}:role/aws-service-role/${service}/${name}`, account, name, boundary: undefined },
    ...{ trust: { Version: '2012-10-17', Statement }, inline: new Map(), managed: new Set(), tags: {} },
  };
}
