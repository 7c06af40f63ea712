import { CfnOutput, CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { type Ingress, isClosed } from '../../lib/findings';
import { viewOf } from '../environment/resource-view';

const NETWORKS: readonly string[] = ['AWS::EC2::VPC', 'AWS::EC2::Subnet', 'AWS::EC2::VPCCidrBlock'];

/** Whether a security group, or an entry of one, lets no stranger in. What cannot be read may. */
export function letsNoStrangerIn(construct: IConstruct): boolean {
  const entries = CfnResource.isCfnResource(construct) ? entriesOf(construct) : undefined;
  return entries !== undefined && isClosed(entries, (address) => isOwnNetwork(Stack.of(construct), address));
}

function entriesOf(resource: CfnResource): readonly Ingress[] | undefined {
  const { properties } = viewOf(resource);
  if (resource.cfnResourceType === 'AWS::EC2::SecurityGroupIngress') return [properties as Ingress];
  if (resource.cfnResourceType !== 'AWS::EC2::SecurityGroup') return undefined;
  const { SecurityGroupIngress: inline = [] } = properties;
  return Array.isArray(inline) ? (inline as Ingress[]) : undefined;
}

/** The addresses of a network of this app: by its attribute, or by the export under which another stack has it. */
function isOwnNetwork(stack: Stack, address: unknown): boolean {
  if (typeof address !== 'object' || address === null) return false;
  const { 'Fn::GetAtt': attribute, 'Fn::ImportValue': name } = address as Readonly<Record<string, unknown>>;
  if (Array.isArray(attribute)) return isNetwork(stack, attribute as unknown[]);
  return (
    typeof name === 'string' && exportsOf(stack, name).some((output) => isOwnNetwork(output.stack, valueOf(output)))
  );
}

function isNetwork(stack: Stack, [id, attribute]: readonly unknown[]): boolean {
  const found = stack.node
    .findAll()
    .find((one): one is CfnResource => CfnResource.isCfnResource(one) && stack.resolve(one.logicalId) === id);
  return found !== undefined && attribute === 'CidrBlock' && NETWORKS.includes(found.cfnResourceType);
}

function exportsOf(stack: Stack, name: string): CfnOutput[] {
  return stack.node.root.node
    .findAll()
    .filter((one): one is CfnOutput => one instanceof CfnOutput && one.stack.resolve(one.exportName) === name);
}

function valueOf(output: CfnOutput): unknown {
  return output.stack.resolve(output.value);
}
