import { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { sizeProblem, workloadBoundaryDocument } from '../../lib/guardrail';
import { BOUNDARY_NAME, GUARDRAIL_PATH } from '../../lib/names';
import { ALLOWS_BY_LEAVING_OUT, acknowledge } from './acknowledge';
import { placeOf } from './place';
import type { WorkloadBoundaryProps } from './workload-boundary-props';

/**
 * The managed policy that bounds every workload role of an account (and, off prod, its developers): no changes to
 * identities, the organization, the trail, the guardrails or the pipeline. One an account, in a stack named
 * `guarded-baseline…` of its home region, deployed before anything else there.
 */
export class WorkloadBoundary extends Construct {
  /** The policy itself. */
  public readonly policy: CfnManagedPolicy;

  public constructor(scope: Construct, id: string, props: WorkloadBoundaryProps = {}) {
    super(scope, id);
    const boundary = workloadBoundaryDocument(placeOf(this), {
      open: props.open ?? false,
      assumableRoleArns: props.assumableRoleArns ?? [],
      ...(props.shared ? { shared: true } : {}),
    });
    this.policy = new CfnManagedPolicy(this, 'Policy', {
      managedPolicyName: BOUNDARY_NAME,
      path: GUARDRAIL_PATH,
      description: 'The most that a workload role can do in this account',
      policyDocument: boundary,
    });
    acknowledge(
      this.policy,
      'A boundary grants nothing; it leaves the control planes out of what it lets through',
      ALLOWS_BY_LEAVING_OUT,
    );
    const problems = [sizeProblem(BOUNDARY_NAME, boundary, 'managed policy'), sharedProblem(props)];
    this.node.addValidation({ validate: () => problems.filter((problem) => problem !== undefined) });
  }
}

/** Where several applications live, workloads keep to roles of their own: a role that all may take would lead from one to another. */
function sharedProblem({ shared = false, assumableRoleArns = [] }: WorkloadBoundaryProps): string | undefined {
  if (!shared || assumableRoleArns.length === 0) return undefined;
  return `assumableRoleArns is '${assumableRoleArns.join(', ')}', and the account is shared, where workloads assume roles of their own application alone: leave it out, or give the application an account of its own`;
}
