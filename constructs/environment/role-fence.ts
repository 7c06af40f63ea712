import type { IAspect } from 'aws-cdk-lib';
import { Annotations, CfnResource, Stack } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { IConstruct } from 'constructs';
import { BOUNDARY_NAME, GUARDRAIL_PATH, WORKLOAD_PATH } from '../../lib/names';
import type { Findings } from './findings';
import { forceProperty, setProperty, viewOf } from './resource-view';

/** Types that take a path, and the property that holds it. */
const PATHED: Readonly<Record<string, string>> = {
  'AWS::IAM::InstanceProfile': 'Path',
  'AWS::IAM::ManagedPolicy': 'Path',
  'AWS::IAM::Role': 'Path',
};

/** Types that make a person or a standing credential. */
const PEOPLE: readonly string[] = [
  'AWS::IAM::AccessKey',
  'AWS::IAM::Group',
  'AWS::IAM::OIDCProvider',
  'AWS::IAM::SAMLProvider',
  'AWS::IAM::User',
  'AWS::IAM::UserToGroupAddition',
  'AWS::RolesAnywhere::Profile',
  'AWS::RolesAnywhere::TrustAnchor',
];

/** Gives each role the machine path and the boundary, and refuses people in prod. Reads what will be rendered. */
export class RoleFence implements IAspect {
  public constructor(
    private readonly findings: Findings,
    private readonly strict: boolean,
  ) {}

  public visit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node)) return;
    const type = node.cfnResourceType;
    if (PATHED[type]) this.path(node);
    if (type === 'AWS::IAM::Role') this.bound(node);
    if (type === 'AWS::Serverless::Function') boundServerless(node);
    if (this.strict && PEOPLE.includes(type))
      this.findings.add(
        node,
        `is ${articled(type)}, which prod does not take: machines use roles, people sign in through Identity Center`,
      );
  }

  private path(node: CfnResource): void {
    const path = viewOf(node).properties['Path'];
    if (typeof path === 'string' && path.startsWith(WORKLOAD_PATH)) return;
    if (path === undefined || path === '/') return setProperty(node, ['Path'], WORKLOAD_PATH, {});
    this.replace(node, 'Path', path, WORKLOAD_PATH);
  }

  private bound(node: CfnResource): void {
    const boundary = viewOf(node).properties['PermissionsBoundary'];
    const right = workloadBoundaryArn(node);
    if (boundary === undefined) return setProperty(node, ['PermissionsBoundary'], right, {});
    if (!isBoundary(boundary)) this.replace(node, 'PermissionsBoundary', boundary, right);
  }

  /** Off prod the fence replaces what prod would refuse, and says so; without it nothing would deploy there either. */
  private replace(node: CfnResource, property: string, got: unknown, right: string): void {
    const problem = `${property} is ${JSON.stringify(got)}, expected '${right}', which the stage sets where it is left out`;
    if (this.strict) return this.findings.add(node, problem);
    Annotations.of(node).addWarningV2(
      `guarded-environments:${property}`,
      `${problem}; replaced off prod, refused in prod`,
    );
    forceProperty(node, property, right);
  }
}

function articled(type: string): string {
  return /^AWS::IAM::[AEIOU]/.test(type) && !type.endsWith('User') ? `an ${type}` : `a ${type}`;
}

/** ARN of the boundary in the account of a construct. */
export function workloadBoundaryArn(scope: IConstruct): string {
  const { account, region, partition } = Stack.of(scope);
  const known = RegionInfo.get(region).partition ?? partition;
  return `arn:${known}:iam::${account}:policy${GUARDRAIL_PATH}${BOUNDARY_NAME}`;
}

/** The same boundary however it is written: partition and account may be references, the name may not. */
function isBoundary(boundary: unknown): boolean {
  const pieces = JSON.stringify(boundary).replaceAll(
    /\{"Ref":"AWS::(Partition|AccountId)"\}|\$\{AWS::(Partition|AccountId)\}/g,
    '',
  );
  const named = pieces.includes(`policy${GUARDRAIL_PATH}${BOUNDARY_NAME}"`);
  return named && !/"(Ref|Fn::If|Fn::GetAtt|Fn::ImportValue)"/.test(pieces);
}

/** The transform makes a function's role after synthesis, from these properties. */
function boundServerless(node: CfnResource): void {
  const { properties } = viewOf(node);
  if (properties['Role'] !== undefined) return;
  setProperty(node, ['PermissionsBoundary'], workloadBoundaryArn(node), {});
  node.addPropertyOverride('RolePath', WORKLOAD_PATH);
}
