import { evaluate, type Evaluation } from '../../../../lib/iam/evaluate';
import type { Organization } from '../organization';
import type { Principal } from '../principals';
import { Refusal } from '../refusal';
import type { Document, IdentityStore } from './store';

/** One action on one resource, as a service asks IAM about it. */
export interface Question {
  readonly action: string;
  readonly resource: string;
  /** Account that owns the resource. */
  readonly owner: string;
  /** The resource's own policy; for a role its trust policy. */
  readonly policy?: Document;
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

/** Services whose resources resource control policies reach. */
const CONTROLLED = ['s3', 'sts', 'kms', 'sqs', 'secretsmanager', 'dynamodb', 'ecr', 'logs', 'cognito-idp'];

/** Trust policies and key policies must say yes even where the caller's own account asks. */
function isMandatory({ action, resource }: Question): boolean {
  return action.startsWith('sts:') || (action.startsWith('kms:') && resource.includes(':key/'));
}

/** Evaluates requests by the documents that are in force now, and refuses in the words of AWS. */
export class Authorizer {
  public constructor(
    private readonly identities: IdentityStore,
    private readonly organization: Organization,
    private readonly home: string,
  ) {}

  /** @throws Refusal where anything denies, or nothing allows. */
  public check(principal: Principal, question: Question): void {
    const why = this.refusal(principal, question);
    if (why === undefined) return;
    const { action, resource } = question;
    const who = principal.kind === 'service' ? `Service: ${principal.id}` : `User: ${principal.id}`;
    throw new Refusal(
      'AccessDenied',
      `${who} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
      403,
    );
  }

  private refusal(principal: Principal, question: Question): string | undefined {
    const ask = (documents: readonly Document[], named = principal.id) =>
      evaluate({ ...this.request(principal, question), principal: named }, documents).decision;
    const linked = principal.role?.includes(':role/aws-service-role/') ?? false;
    if (!linked) {
      const controlled = this.controlled(principal, question, ask);
      if (controlled) return controlled;
    }
    if (principal.kind === 'service')
      return this.byResource(principal, question) ? undefined : none('resource-based', question);
    return this.ofSession(principal, question, ask);
  }

  private controlled(
    principal: Principal,
    { action, owner }: Question,
    ask: (documents: readonly Document[]) => Evaluation['decision'],
  ): string | undefined {
    if (principal.kind === 'session' && this.bound(principal.account))
      for (const level of this.organization.levels(principal.account, 'SERVICE_CONTROL_POLICY'))
        if (ask(level) !== 'allowed') return 'with an explicit deny in a service control policy';
    if (CONTROLLED.includes(action.split(':')[0]!) && this.bound(owner))
      for (const level of this.organization.levels(owner, 'RESOURCE_CONTROL_POLICY'))
        if (ask(level) !== 'allowed') return 'with an explicit deny in a resource control policy';
    return undefined;
  }

  /** Control policies bind every account of the organization but the management account. */
  private bound(account: string): boolean {
    return this.organization.has(account) && account !== this.organization.management;
  }

  private ofSession(
    principal: Principal,
    question: Question,
    ask: (documents: readonly Document[]) => Evaluation['decision'],
  ): string | undefined {
    const role = this.identities.roleOf(principal.role!);
    if (!role) return `because the role ${principal.role} does not exist`;
    const own = ask(this.identities.identityPolicies(role));
    const boundary = role.boundary === undefined ? 'allowed' : ask([this.identities.policy(role.boundary)]);
    const byPolicy = this.byResource(principal, question);
    if (own === 'denied') return 'with an explicit deny in an identity-based policy';
    if (boundary === 'denied') return 'with an explicit deny in a permissions boundary';
    if (byPolicy === 'denied') return 'with an explicit deny in a resource-based policy';
    const identity = own === 'allowed' && boundary === 'allowed';
    const lacking = own === 'allowed' ? none('permissions boundary', question) : none('identity-based', question);
    if (question.owner !== principal.account && !identity) return lacking;
    if (question.owner !== principal.account || isMandatory(question)) {
      if (byPolicy === undefined || (byPolicy === 'delegated' && !identity)) return none('resource-based', question);
      return undefined;
    }
    return identity || byPolicy === 'granted' ? undefined : lacking;
  }

  /** What the resource's own policy says: to the caller itself, or to the caller's account, which its policies must join. */
  private byResource(principal: Principal, question: Question): 'granted' | 'delegated' | 'denied' | undefined {
    if (!question.policy) return undefined;
    const request = this.request(principal, question);
    const statements = [question.policy.Statement].flat() as Document[];
    const direct = { ...question.policy, Statement: statements.filter((one) => !delegates(one)) };
    const decided = evaluate(request, [question.policy]).decision;
    if (decided !== 'allowed') return decided === 'denied' ? 'denied' : undefined;
    return evaluate(request, [direct]).decision === 'allowed' ? 'granted' : 'delegated';
  }

  private request(principal: Principal, { action, resource, owner, context }: Question) {
    return { principal: principal.id, action, resource, context: { ...this.facts(principal, owner), ...context } };
  }

  private facts(principal: Principal, owner: string): Record<string, string[]> {
    const member = this.organization.has(principal.account);
    const role = principal.role ? this.identities.roleOf(principal.role) : undefined;
    const session = {
      'aws:PrincipalArn': [principal.role ?? ''],
      'aws:PrincipalAccount': [principal.account],
      ...(member && {
        'aws:PrincipalOrgID': [this.organization.id],
        'aws:PrincipalOrgPaths': [this.organization.pathOf(principal.account)],
      }),
      ...Object.fromEntries(
        Object.entries(role?.tags ?? {}).map(([key, value]) => [`aws:PrincipalTag/${key}`, [value]]),
      ),
    };
    const service = {
      'aws:PrincipalServiceName': [principal.id],
      'aws:SourceAccount': [principal.account],
      ...(principal.source && { 'aws:SourceArn': [principal.source] }),
      ...(member && { 'aws:SourceOrgID': [this.organization.id] }),
    };
    return {
      'aws:PrincipalIsAWSService': [String(principal.kind === 'service')],
      'aws:SecureTransport': ['true'],
      's3:TlsVersion': ['1.3'],
      'aws:RequestedRegion': [this.home],
      'aws:ResourceAccount': [owner],
      ...(this.organization.has(owner) && {
        'aws:ResourceOrgID': [this.organization.id],
        'aws:ResourceOrgPaths': [this.organization.pathOf(owner)],
      }),
      ...(principal.via && calledVia(principal.via)),
      ...(principal.kind === 'session' ? session : service),
    };
  }
}

/** A service calls in somebody's name, and is the first and the last of the chain. */
function calledVia(service: string): Record<string, string[]> {
  const chain = ['aws:CalledVia', 'aws:CalledViaFirst', 'aws:CalledViaLast'];
  return { ...Object.fromEntries(chain.map((key) => [key, [service]])), 'aws:ViaAWSService': ['true'] };
}

function none(kind: string, { action }: Question): string {
  const policy = kind === 'permissions boundary' ? kind : `${kind} policy`;
  return `because no ${policy} allows the ${action} action`;
}

/** Whether a statement names accounts, whose own policies must say yes too. */
function delegates({ Principal }: Document): boolean {
  const named = [(Principal as { AWS?: unknown } | undefined)?.AWS ?? []].flat() as string[];
  return named.length > 0 && named.every((one) => /^\d{12}$/.test(one) || one.endsWith(':root'));
}
