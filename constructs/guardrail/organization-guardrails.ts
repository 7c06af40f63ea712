import { Stack } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-organizations';
import { Construct } from 'constructs';
import type { OrganizationPolicyPlan } from '../../lib/guardrail';
import {
  conventionProblems,
  inAnyAccount,
  organizationPolicies,
  organizationProblems,
  trustedRoleProblems,
} from '../../lib/guardrail';
import { EXCEPTIONS_METADATA } from '../../lib/names';
import { inLanes } from '../environment/lanes';
import type { GuardrailException, OrganizationGuardrailsProps } from './guardrail-props';
import { placeOf } from './place';
import { sanctionedBy } from './recorded-exceptions';
import { required } from '../../lib/required';

/**
 * The organization's side of the fence: in guarded units machines write and everyone else reads, machine roles are
 * assumed by machines alone, and nobody in a member account changes any of it. Deploy it in the management account, or
 * in the delegated administrator of Organizations.
 *
 * Synthesis fails where a policy is larger than AWS allows or a target would carry too many, with the figures.
 */
export class OrganizationGuardrails extends Construct {
  /** The policies, for those who add tags or dependencies. */
  public readonly policies: CfnPolicy[];

  public constructor(scope: Construct, id: string, props: OrganizationGuardrailsProps) {
    super(scope, id);
    required(`OrganizationGuardrails '${id}'`, props, ['guardedUnits', 'protectedTargets', 'pipelineRoleArns']);
    const plan = organizationPolicies({
      units: props.guardedUnits.map((unit) => ({ ...unit, exceptions: unit.exceptions ?? [] })),
      protectedTargets: props.protectedTargets,
      pipelineRoleArns: props.pipelineRoleArns,
      pipelineOrgPaths: props.pipelineOrgPaths,
      administrators: props.administratorRoleArns ?? [],
      trustedRoles: props.trustedServiceRoles,
    });
    this.policies = plan.map((policy) => this.policy(policy));
    inLanes(this.policies);
    this.node.addValidation({ validate: () => [...organizationProblems(plan), ...propsProblems(props)] });
    recordExceptions(this, props);
  }

  private policy(plan: OrganizationPolicyPlan): CfnPolicy {
    return new CfnPolicy(this, plan.name, {
      name: plan.name,
      description: plan.description,
      type: plan.type,
      // An object, not a text: CloudFormation detects drift only in an object.
      content: plan.document,
      targetIds: [...plan.targets],
    });
  }
}

/** Exact, or any application's: the account is exact or of the given units, and the name says what the role is for. */
const PIPELINE_ROLE =
  /^arn:[\w-]+:iam::(?:\d{12}|\*):role\/guarded\/pipeline\/([\w+=,.@/-]+|\*-[a-z]+(-[a-z]+)*(-\*)?)$/;
const NO_PIPELINE_ROLE =
  'is no exact ARN of a role under /guarded/pipeline/, nor one by what the role is for: arn:aws:iam::111111111111:role/guarded/pipeline/*-deploy-*';

function propsProblems(props: OrganizationGuardrailsProps): string[] {
  const problems = trustedRoleProblems(props.trustedServiceRoles ?? []);
  for (const arn of props.pipelineRoleArns) {
    if (!PIPELINE_ROLE.test(arn)) problems.push(`pipelineRoleArns: '${arn}' ${NO_PIPELINE_ROLE}`);
  }
  problems.push(...orgPathProblems(props));
  const exceptions = props.guardedUnits.flatMap((unit) => unit.exceptions ?? []);
  for (const exception of exceptions) problems.push(...exceptionProblems(exception));
  for (const { exceptions: own = [], conventions } of props.guardedUnits)
    if (conventions) problems.push(...conventionProblems(own, conventions));
  return problems;
}

/** Of an organization and a unit, both exact: anything wider would let in whoever makes a role of that name elsewhere. */
const ORG_PATH = /^o-[a-z0-9]{10,32}\/r-[0-9a-z]{4,32}\/\*?ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}\/\*$/;

function orgPathProblems({ pipelineRoleArns, pipelineOrgPaths = [] }: OrganizationGuardrailsProps): string[] {
  const anywhere = pipelineRoleArns.filter(inAnyAccount);
  const wide = pipelineOrgPaths.filter((path) => !ORG_PATH.test(path));
  return [
    ...(pipelineOrgPaths.length === 0
      ? anywhere.map(
          (arn) => `pipelineRoleArns: '${arn}' is in any account, right is twelve digits, or pipelineOrgPaths`,
        )
      : []),
    ...wide.map(
      (path) =>
        `pipelineOrgPaths: '${path}' is no path of one unit in one organization: o-abc123defg/r-ab12/*ou-ab12-tooling0/*`,
    ),
  ];
}

function exceptionProblems({ id, principals, actions, resources }: GuardrailException): string[] {
  const problems: string[] = [];
  if (principals.length === 0) problems.push(`exception '${id}': principals is empty, name at least one role`);
  if (resources.length === 0) problems.push(`exception '${id}': resources is empty, name at least one`);
  const anything = principals.filter((principal) => !principal.includes(':role/'));
  for (const principal of anything) problems.push(`exception '${id}': principal '${principal}' is no role ARN pattern`);
  const wide = actions.filter((action) => action !== '*' && /[*?]/.test(action));
  for (const action of wide) problems.push(`exception '${id}': action '${action}' is a pattern, name each action`);
  return problems;
}

/** A certificate lists what is sanctioned, so the stack says it beside its policies. */
function recordExceptions(scope: Construct, props: OrganizationGuardrailsProps): void {
  const administrators = (props.administratorRoleArns ?? []).map((principal) => ({
    id: `guardrail-administrator-${principal}`,
    statement: 'May change the guardrails inside member accounts',
    principals: [principal],
    actions: ['*'],
    resources: ['*'],
  }));
  const exceptions = [...sanctionedBy(props, placeOf(scope).partition), ...administrators];
  if (exceptions.length === 0) return;
  const stack = Stack.of(scope);
  const before = (stack.templateOptions.metadata?.[EXCEPTIONS_METADATA] ?? []) as unknown[];
  stack.addMetadata(EXCEPTIONS_METADATA, [...before, ...exceptions]);
}
