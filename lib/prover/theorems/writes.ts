import { catalogue } from '../../iam';
import type { BoundStatement } from '../../iam/query';
import type { Condition } from '../../iam/model';

/** Coming to act as a role is an edge, never a write by itself. */
export const ASSUMING: readonly string[] = [
  'sts:AssumeRole',
  'sts:AssumeRoleWithSAML',
  'sts:AssumeRoleWithWebIdentity',
  'sts:TagSession',
  'sts:SetSourceIdentity',
];

let known: readonly string[] | undefined;
let fresh: readonly string[] | undefined;
let familiar: readonly string[] | undefined;

/** Well-known writes: sought first, so that a counterexample tells something that everybody understands. */
const FAMILIAR = [
  's3:PutObject',
  'dynamodb:PutItem',
  'lambda:UpdateFunctionCode',
  'cloudformation:UpdateStack',
  'iam:CreateUser',
  'iam:PutRolePolicy',
  'iam:PassRole',
  'ec2:RunInstances',
  'ec2:TerminateInstances',
  'ssm:PutParameter',
  'secretsmanager:PutSecretValue',
  'sqs:SendMessage',
  'sns:Publish',
  'kms:PutKeyPolicy',
  'ecr:PutImage',
  'codebuild:StartBuild',
  'codepipeline:UpdatePipeline',
];

/** Well-known writes by themselves. */
export function familiarWrites(): readonly string[] {
  familiar ??= FAMILIAR.filter((action) => catalogue().isWrite(action));
  return familiar;
}

/** Every action of the catalogue that is no plain read, the well-known first. */
export function writeActions(): readonly string[] {
  const writes = () => catalogue().actions.filter((one) => catalogue().isWrite(one) && !ASSUMING.includes(one));
  known ??= [...new Set([...FAMILIAR.filter((action) => catalogue().isWrite(action)), ...writes()])];
  return known;
}

/** One action for each service that the catalogue does not know yet, and one of a service it does not know: writes. */
export function freshActions(): readonly string[] {
  fresh ??= [...new Set(catalogue().actions.map((action) => action.slice(0, action.indexOf(':'))))]
    .concat('newservice')
    .map((service) => `${service}:NewAction`);
  return fresh;
}

/** A statement that forbids everything but some resources; everything where there are none. */
export function exceptOn(source: string, actions: readonly string[], spared: readonly string[]): BoundStatement {
  const bound = except(source, actions, ['*']);
  if (spared.length === 0) return bound;
  return { ...bound, statement: { ...bound.statement, resources: { patterns: spared, negated: true } } };
}

/** A statement that forbids: requests that do not count in a question. */
export function except(
  source: string,
  actions: readonly string[],
  resources: readonly string[],
  conditions: readonly Condition[] = [],
): BoundStatement {
  return {
    statement: {
      effect: 'Deny',
      actions: { patterns: actions, negated: false },
      resources: { patterns: resources, negated: false },
      conditions,
      unreadable: [],
      where: 'Statement[0]',
    },
    version: '2008-10-17',
    source,
  };
}
