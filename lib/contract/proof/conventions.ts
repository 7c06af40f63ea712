import { APPROVERS, READERS, RUNNERS, STOPPERS } from '../personas';

/**
 * What control policies leave open by name, in the accounts of one kind: as much for one application as for hundreds. It
 * says how high the ceiling is and nothing else: whatever a person may do, permission sets say, each by exact name, and a
 * proof holds people to that.
 */
export interface Convention {
  readonly id: string;
  readonly kind: 'prod' | 'tooling' | 'audit';
  readonly statement: string;
  /** Patterns of roles that Identity Center alone can make. */
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  /** Patterns, in any partition. */
  readonly resources: readonly string[];
}

/**
 * Patterns of the roles of permission sets, in any account: everybody's, or those of a team or an application
 * (`orders-OnCall`). Identity Center alone makes roles under this path; their names are nobody else's to choose.
 */
function rolesNamed(sets: readonly string[]): string[] {
  return sets
    .flatMap((set) => [set, `*-${set}`])
    .map((name) => `arn:*:iam::*:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_${name}_*`);
}

const say = (what: string, who: readonly string[], names: string): string =>
  `control policies leave ${what} open to roles of Identity Center named ${who.join(', ')}; permission sets name ${names}`;

const approvals: readonly Convention[] = APPROVERS.map((persona) => ({
  id: `by-name-approve-${persona}`,
  kind: 'tooling',
  statement: say(`the approval action ${persona} of any pipeline`, [persona], 'the pipelines'),
  principals: rolesNamed([persona]),
  actions: ['codepipeline:PutApprovalResult'],
  resources: [`arn:*:codepipeline:*:*:*/Approve/${persona}`],
}));

/** All of them. Their number and size do not depend on the applications. */
export const CONVENTIONS: readonly Convention[] = [
  {
    id: 'by-name-runbooks',
    kind: 'prod',
    statement: say('starting any document', RUNNERS, 'the runbooks'),
    principals: rolesNamed(RUNNERS),
    actions: ['ssm:StartAutomationExecution'],
    resources: [
      'arn:*:ssm:*:*:document/*',
      'arn:*:ssm:*:*:automation-definition/*:*',
      'arn:*:ssm:*:*:automation-execution/*',
    ],
  },
  {
    id: 'by-name-runbook-functions',
    kind: 'prod',
    statement: say('calling any function', RUNNERS, 'those that runbooks call'),
    principals: rolesNamed(RUNNERS),
    actions: ['lambda:InvokeFunction'],
    resources: ['arn:*:lambda:*:*:function:*'],
  },
  ...approvals,
  {
    id: 'by-name-stop',
    kind: 'tooling',
    statement: say('the stop address of any application', STOPPERS, 'the applications'),
    principals: rolesNamed(STOPPERS),
    actions: ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'],
    resources: ['arn:*:lambda:*:*:function:*-freeze'],
  },
  {
    id: 'by-name-read-changes',
    kind: 'tooling',
    statement: say('the change records of any application', READERS, 'the applications'),
    principals: rolesNamed(READERS),
    actions: ['dynamodb:GetItem', 'dynamodb:Query'],
    resources: ['arn:*:dynamodb:*:*:table/*-changes'],
  },
  {
    id: 'by-name-decrypt-changes',
    kind: 'tooling',
    statement: say('kms:Decrypt', READERS, 'the aliases'),
    principals: rolesNamed(READERS),
    actions: ['kms:Decrypt'],
    resources: ['arn:*:kms:*:*:key/*'],
  },
  {
    id: 'by-name-decrypt-evidence',
    kind: 'audit',
    statement: say('kms:Decrypt', ['Auditor'], 'the alias'),
    principals: rolesNamed(['Auditor']),
    actions: ['kms:Decrypt'],
    resources: ['arn:*:kms:*:*:key/*'],
  },
];
