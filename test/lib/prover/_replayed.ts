import { evaluate } from '../../../lib/iam';
import type { Counterexample } from '../../../lib/prover/result';
import type { Json } from './_org';

interface Entity {
  readonly Arn: string;
  readonly AssumeRolePolicyDocument?: Json;
  readonly RolePolicyList?: readonly { readonly PolicyDocument: Json }[];
  readonly UserPolicyList?: readonly { readonly PolicyDocument: Json }[];
}

interface Account {
  readonly authorizationDetails: {
    readonly RoleDetailList: readonly Entity[];
    readonly UserDetailList: readonly Entity[];
  };
  readonly resources: readonly { readonly arn: string; readonly policy?: Json }[];
}

interface Snapshot {
  readonly organization: {
    readonly managementAccountId: string;
    readonly accounts: readonly { readonly id: string; readonly ous: readonly string[] }[];
    readonly policies: readonly {
      readonly type: string;
      readonly document: Json;
      readonly targets: readonly string[];
    }[];
  };
  readonly accounts: Readonly<Record<string, Account>>;
}

/** Steps after which a principal still has the policies that the snapshot shows. */
const AS_IT_IS = /^assume-role$/;

/**
 * What the evaluator, which shares nothing with the search, does not allow of counterexamples: asked of the documents as
 * the snapshot has them, the policies of the principal and of the resource first, then each level of control policies.
 */
export function notReplayed(
  input: Json,
  counterexamples: readonly Counterexample[],
): { wrong: string[]; asked: number } {
  const snapshot = input as unknown as Snapshot;
  const answers = counterexamples.flatMap((one) => [...rights(snapshot, one), ...control(snapshot, one)]);
  return { wrong: answers.flatMap(({ wrong }) => wrong ?? []), asked: answers.length };
}

type Answer = { readonly wrong?: string };

function rights({ accounts }: Snapshot, { request, steps }: Counterexample): Answer[] {
  if (!steps.every(({ edge }) => AS_IT_IS.test(edge))) return [];
  const all = Object.values(accounts);
  const entities = all.flatMap(({ authorizationDetails: { RoleDetailList, UserDetailList } }) => [
    ...RoleDetailList,
    ...UserDetailList,
  ]);
  const caller = entities.find(({ Arn }) => Arn === request.principal);
  const trusted = entities.find(({ Arn }) => Arn === request.resource)?.AssumeRolePolicyDocument;
  const held = all.flatMap(({ resources }) => resources).find(({ arn }) => request.resource.startsWith(arn))?.policy;
  const own = [...(caller?.RolePolicyList ?? []), ...(caller?.UserPolicyList ?? [])].map((one) => one.PolicyDocument);
  const documents = [...own, ...(trusted ? [trusted] : []), ...(held ? [held] : [])];
  // A role that nobody made yet has whatever its maker gives it.
  return documents.length === 0 ? [] : [answer('its own policies', request, documents)];
}

function control({ organization }: Snapshot, { request }: Counterexample): Answer[] {
  const account = request.principal.split(':')[4];
  const policies = organization.policies.filter(({ type }) => type === 'SERVICE_CONTROL_POLICY');
  const place = organization.accounts.find(({ id }) => id === account);
  if (!place || account === organization.managementAccountId || policies.length === 0) return [];
  return [...place.ous, account].flatMap((level) => {
    const documents = policies.filter(({ targets }) => targets.includes(level)).map(({ document }) => document);
    return documents.length === 0 ? [] : [answer(`the control policies at ${level}`, request, documents)];
  });
}

function answer(by: string, request: Counterexample['request'], documents: readonly Json[]): Answer {
  const { decision } = evaluate(request, documents);
  return decision === 'allowed' ? {} : { wrong: `${JSON.stringify(request)} is ${decision} by ${by}` };
}
