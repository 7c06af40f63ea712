import { CfnManagedPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { readerDocument, readerTrust, sizeProblem } from '../../lib/guardrail';
import { GUARDRAIL_PATH, PIPELINE_PATH, READER_ROLE_NAME } from '../../lib/names';
import { acknowledge, wildcardFindings } from './acknowledge';
import type { AccountReaderProps } from './account-reader-props';
import { placeOf } from './place';
import { required } from '../../lib/required';

/**
 * The role with which the continuous proof reads an account: lists, settings and policies, nothing that is stored. It
 * trusts the job of the audit account alone, and is bounded by what it may read. One an account, in a stack of its home
 * region whose name begins with `guarded-baseline`, so that nobody in the account changes it.
 */
export class AccountReader extends Construct {
  /** The role. */
  public readonly role: CfnRole;

  public constructor(scope: Construct, id: string, props: AccountReaderProps) {
    super(scope, id);
    required(`AccountReader '${id}'`, props, ['auditAccount', 'organizationId']);
    const place = placeOf(this);
    const reads = readerDocument(place);
    const policy = new CfnManagedPolicy(this, 'Policy', {
      managedPolicyName: READER_ROLE_NAME,
      path: GUARDRAIL_PATH,
      description: 'What the continuous proof reads of an account, and the most that its role can do',
      policyDocument: reads,
    });
    this.role = new CfnRole(this, 'Role', {
      roleName: READER_ROLE_NAME,
      path: PIPELINE_PATH,
      description: 'The continuous proof reads the account with it',
      assumeRolePolicyDocument: readerTrust(place, props),
      managedPolicyArns: [policy.ref],
      permissionsBoundary: policy.ref,
    });
    acknowledge(policy, 'Lists and settings of everything that an account holds', wildcardFindings(reads.Statement));
    this.node.addValidation({
      validate: () => [sizeProblem(READER_ROLE_NAME, reads, 'managed policy')].filter((each) => each !== undefined),
    });
  }
}
