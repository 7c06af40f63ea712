import { blocks } from '../check-writes';
import type { Witness } from '../claims';
import { covers, overlaps } from '../glob';
import type { CheckedCondition, CheckedPrincipal, CheckedStatement } from '../input';
import type { Place } from '../place';
import { namesAny } from '../statements';

/** A principal that must not be able to do some actions. */
export interface Question {
  readonly place: Place;
  readonly principal: CheckedPrincipal;
  readonly actions: readonly string[];
  /** Patterns of the resources that the actions must not be allowed on; absent: any of the principal's account. */
  readonly on?: readonly string[];
  /** Requests that the organization sanctions count as well. @default false */
  readonly sanctionedToo?: boolean;
  /** Values of `iam:PermissionsBoundary` with which setting one takes nothing away. */
  readonly boundaries?: readonly string[];
}

/** What shows it, by looking, without search. */
export const CANNOT_LOOKS: Readonly<Record<string, (question: Question, by: Witness) => boolean>> = {
  deny: blocked,
  level: blocked,
  silent: blocked,
  boundary: blocked,
  exception: (question, by) => question.sanctionedToo !== true && blocked(question, by),
  /** Every statement that allows one of the actions is about other resources. */
  elsewhere: ({ on = ['*'], ...question }) =>
    allowing(question).every((one) => isAbout(one, (pattern) => !on.some((arn) => overlaps(pattern, arn)))) &&
    isUnnoticed(question),
  /** Every statement that allows one of the actions demands that the boundary which is set is one of those in force. */
  kept: (question) =>
    allowing(question).every(
      ({ unreadable, conditions }) => unreadable.length === 0 && conditions.some(keeps(question)),
    ) && isUnnoticed(question),
};

/** Whether a witness shows that a principal cannot do some actions. */
export function cannot(question: Question, by: Witness): boolean {
  return CANNOT_LOOKS[by.kind]?.(question, by) ?? false;
}

function blocked({ place, principal, actions }: Question, by: Witness): boolean {
  return 'why' in by || !isWriteClause(by) ? false : blocks(by, principal, actions, place);
}

type Blocking = Parameters<typeof blocks>[0];

function isWriteClause(by: Witness): by is Extract<Witness, Blocking> {
  return ['deny', 'level', 'silent', 'boundary', 'exception'].includes(by.kind);
}

/** Statements of its own that name one of the actions. */
function allowing({ principal, actions }: Question): readonly CheckedStatement[] {
  return principal.identityPolicies.flatMap(({ policy }) =>
    policy.statements.filter((one) => one.effect === 'Allow' && (one.unreadable.length > 0 || namesAny(one, actions))),
  );
}

function isAbout({ unreadable, resources }: CheckedStatement, fits: (pattern: string) => boolean): boolean {
  return (
    unreadable.length === 0 &&
    resources?.negated === false &&
    resources.patterns.every((one) => !one.includes('$') && fits(one))
  );
}

/** No policy of a resource of its account lets it do one of the actions whatever its own policies say. */
function isUnnoticed({ place, principal, actions }: Question): boolean {
  const letting = place.letting(place.caller(principal));
  return !letting.some((one) => one.unreadable.length > 0 || namesAny(one, actions));
}

function keeps({ boundaries = [] }: Question): (condition: CheckedCondition) => boolean {
  return ({ operator, quantifier, ifExists, key, values }) =>
    /^(String|Arn)(Equals|Like)$/.test(operator) &&
    quantifier === 'none' &&
    !ifExists &&
    key.toLowerCase() === 'iam:permissionsboundary' &&
    values.every((one) => !one.includes('$') && boundaries.some((pattern) => covers(pattern, one)));
}
