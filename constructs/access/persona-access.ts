import { Duration, Stack, Token } from 'aws-cdk-lib';
import { CfnAssignment, CfnPermissionSet } from 'aws-cdk-lib/aws-sso';
import { Construct } from 'constructs';
import { documentOf, permissionSetProblems } from '../../lib/access';
import { PERSONA_TABLE } from '../../lib/contract/personas';
import { BOUNDARY_NAME, GUARDRAIL_PATH } from '../../lib/names';
import { inLanes } from '../environment/lanes';
import { sanctionedRequests } from './exceptions';
import type { PersonaAccessProps, SanctionedRequest } from './persona-access-props';
import { accessProblems } from './problems';
import { type RoleCard, roleCards } from './role-card';
import { permissionSetName } from './set-name';
import { required } from '../../lib/required';

/**
 * The people of an organization as permission sets and assignments of IAM Identity Center. In guarded accounts everyone
 * reads: AWS's ViewOnlyAccess and a list of observability reads, for AWS's ReadOnlyAccess holds actions that write or hand
 * out credentials. What else anyone may do there stands in `exceptions`, action by action.
 *
 * Deploy it where Identity Center is administered: the management account or its delegated administrator.
 *
 * @throws an Error that tells every problem of the props together: an account that is both dev and guarded, an approval by
 * a persona that does not approve, a persona or a length of session that does not exist.
 */
export class PersonaAccess extends Construct {
  /** Everything that these people do in guarded accounts and that is no read. */
  public readonly exceptions: SanctionedRequest[];
  /** Names of the permission sets made. */
  public readonly permissionSetNames: string[];

  public constructor(scope: Construct, id: string, props: PersonaAccessProps) {
    super(scope, id);
    required(`PersonaAccess '${id}'`, props, ['instanceArn', 'toolingAccountId', 'auditAccountId', 'prodAccountIds']);
    const problems = accessProblems(props);
    if (problems.length > 0) throw new Error(`${this.node.path}: ${problems.join('; ')}.`);
    this.exceptions = sanctionedRequests(props);
    const cards = roleCards(this, props);
    this.permissionSetNames = cards.map((card) => permissionSetName(props, card.name));
    const sets = cards.map((card) => this.permissionSet(card, props));
    inLanes(sets);
    const count = { assignments: 0 };
    inLanes(cards.flatMap((card, index) => this.assign(card, sets[index], props, count)));
  }

  private permissionSet(card: RoleCard, props: PersonaAccessProps): CfnPermissionSet {
    const { partition } = Stack.of(this);
    const name = permissionSetName(props, card.name);
    const session = props.sessionLengths?.[card.persona] ?? Duration.hours(PERSONA_TABLE[card.persona].session);
    const inlinePolicy = documentOf(card.statements);
    const managedPolicies = card.managedPolicies.map((policy) => `arn:${partition}:iam::aws:policy/${policy}`);
    this.checkSize(name, inlinePolicy, managedPolicies.length, session);
    return new CfnPermissionSet(this, card.name, {
      name,
      instanceArn: props.instanceArn,
      description: card.description,
      sessionDuration: session.toIsoString(),
      managedPolicies,
      inlinePolicy,
      permissionsBoundary: card.bounded ? boundary(props) : undefined,
    });
  }

  private checkSize(name: string, inline: unknown, managedPolicies: number, session: Duration): void {
    this.node.addValidation({
      validate: () => {
        const text = JSON.stringify(Stack.of(this).resolve(inline) ?? '');
        const shape = { name, inline: text, managedPolicies, sessionMinutes: session.toMinutes() };
        return permissionSetProblems(shape).map((problem) => `${this.node.path}: ${problem}.`);
      },
    });
  }

  /**
   * Where an assignment stands, by its number: a stack holds 500 resources.
   *
   * @internal
   */
  protected _placeOf(_assignment: number): Construct {
    return this;
  }

  private assign(
    card: RoleCard,
    permissionSet: CfnPermissionSet,
    props: PersonaAccessProps,
    count: { assignments: number },
  ): CfnAssignment[] {
    return card.accounts.flatMap((targetId) =>
      card.groups.map(
        (principalId) =>
          new CfnAssignment(this._placeOf(count.assignments++), `${card.name}-${targetId}-${idOf(principalId)}`, {
            instanceArn: props.instanceArn,
            permissionSetArn: permissionSet.attrPermissionSetArn,
            principalType: 'GROUP',
            principalId,
            targetType: 'AWS_ACCOUNT',
            targetId,
          }),
      ),
    );
  }
}

/** Construct ids hold no references. */
const idOf = (groupId: string): string => (Token.isUnresolved(groupId) ? 'group' : groupId);

function boundary({ boundaryName, boundaryPath }: PersonaAccessProps): CfnPermissionSet.PermissionsBoundaryProperty {
  return {
    customerManagedPolicyReference: { name: boundaryName ?? BOUNDARY_NAME, path: boundaryPath ?? GUARDRAIL_PATH },
  };
}
