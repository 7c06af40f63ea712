import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { intrinsicOf } from '../../lib/fence';
import { viewOf } from '../environment/resource-view';
import { letsNoStrangerIn } from './ingress';

/**
 * Rules that read less of a resource than it says, and so fail ordinary code: on a value that CloudFormation fills in they
 * throw, and what is left out they take for the worst. Each is read here once more, for what it is about.
 */
const READ_AGAIN: Readonly<Record<string, (construct: IConstruct) => boolean>> = {
  DOC3: givesNoPassword,
  EC2RestrictedCommonPorts: letsNoStrangerIn,
  EC2RestrictedSSH: letsNoStrangerIn,
  OS5: hasNoPolicy,
};

/** Whether a finding of a rule, by its name without the pack, is none at this construct. */
export function isMisread(rule: string, construct: IConstruct): boolean {
  return Object.hasOwn(READ_AGAIN, rule) && READ_AGAIN[rule]!(construct);
}

/** The password stands in a secret, or the service keeps it: the template has none in clear text. */
function givesNoPassword(construct: IConstruct): boolean {
  if (!CfnResource.isCfnResource(construct)) return false;
  const { MasterUserPassword: password } = viewOf(construct).properties;
  return (
    password === undefined ||
    (intrinsicOf(password) !== undefined && /\{\{resolve:secretsmanager:/.test(JSON.stringify(password)))
  );
}

/** A domain without a policy lets nobody in but by their own rights; its construct puts a policy by a child of this name. */
function hasNoPolicy(construct: IConstruct): boolean {
  if (!CfnResource.isCfnResource(construct)) return false;
  const beside = construct.node.scope?.node;
  const put = ['AccessPolicy', 'ESAccessPolicy'].some((id) => beside?.tryFindChild(id) !== undefined);
  return !put && viewOf(construct).properties['AccessPolicies'] === undefined;
}
