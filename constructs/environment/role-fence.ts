import type { IAspect } from 'aws-cdk-lib';
import { Annotations, CfnResource, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { partitionOf } from '../../lib/contract/partitions';
import { PATHED, ROLE_MAKERS, isBoundary, isWorkloadPath } from '../../lib/fence';
import { BOUNDARY_NAME, GUARDRAIL_PATH, WORKLOAD_PATH } from '../../lib/names';
import { forceProperty, setProperty, viewOf } from './resource-view';

/** Gives each role the machine path and the boundary. What is wrong in prod is left for the last word to refuse. */
export class RoleFence implements IAspect {
  /** @param own - path of the roles of this one environment, where it has one. */
  public constructor(
    private readonly strict: boolean,
    private readonly own: string = WORKLOAD_PATH,
  ) {}

  public visit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node)) return;
    const type = node.cfnResourceType;
    if (PATHED.includes(type)) this.fence(node, type);
    if (ROLE_MAKERS[type]?.bounded) boundServerless(node, ROLE_MAKERS[type].role, this.own);
  }

  private fence(node: CfnResource, type: string): void {
    const { Path: path, PermissionsBoundary: boundary } = viewOf(node).properties;
    this.path(node, path);
    if (type === 'AWS::IAM::Role') this.bound(node, boundary);
  }

  private path(node: CfnResource, path: unknown): void {
    if (isWorkloadPath(path) && String(path).startsWith(this.own)) return;
    if (path === undefined || path === '/') return setProperty(node, ['Path'], this.own, {});
    this.replace(node, 'Path', path, this.own);
  }

  private bound(node: CfnResource, boundary: unknown): void {
    const right = workloadBoundaryArn(node);
    if (boundary === undefined) return setProperty(node, ['PermissionsBoundary'], right, {});
    if (!isBoundary(boundary)) this.replace(node, 'PermissionsBoundary', boundary, right);
  }

  /** Off prod the fence replaces what prod refuses, and says so; without it nothing would deploy there either. */
  private replace(node: CfnResource, property: string, got: unknown, right: string): void {
    if (this.strict) return;
    Annotations.of(node).addWarningV2(
      `guarded-environments:${property}`,
      `${property} is ${JSON.stringify(got)}, expected '${right}', which the stage sets where it is left out; replaced off prod, refused in prod`,
    );
    forceProperty(node, property, right);
  }
}

/** ARN of the boundary in the account of a construct. */
export function workloadBoundaryArn(scope: IConstruct): string {
  const { account, region, partition } = Stack.of(scope);
  return boundaryArn(Token.isUnresolved(region) ? partition : partitionOf(region), account);
}

/** ARN of the boundary in an account. */
export function boundaryArn(partition: string, account: string): string {
  return `arn:${partition}:iam::${account}:policy${GUARDRAIL_PATH}${BOUNDARY_NAME}`;
}

/** The transform makes the role after synthesis, from these properties. */
function boundServerless(node: CfnResource, role: string, own: string): void {
  const { properties } = viewOf(node);
  if (properties[role] !== undefined) return;
  if (!isBoundary(properties['PermissionsBoundary']))
    setProperty(node, ['PermissionsBoundary'], workloadBoundaryArn(node), {});
  const path = properties['RolePath'];
  if (!isWorkloadPath(path) || !String(path).startsWith(own)) node.addPropertyOverride('RolePath', own);
}
