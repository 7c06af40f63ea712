import type { CheckedCondition, CheckedStatement } from '../input';
import type { Place } from '../place';

/** Operators that hold for nobody who lacks the key, nor for anybody but the values they name. */
const NAMING = /^(String|Arn)(Equals|Like)$/;
const SPARING = /^(String|Arn)Not(Equals|Like)$/;
/** Keys that say whose request it is, and keys that only requests of services carry. */
const CALLER = ['aws:principalarn', 'aws:principalaccount', 'kms:calleraccount'];
const SOURCE = ['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceowner', 'aws:sourceorgid', 'aws:sourceorgpaths'];

/** Whether a value means principals or resources of guarded accounts alone. */
function meansGuarded(value: string, place: Place): boolean {
  const account = /^\d{12}$/.test(value) ? value : value.split(':')[4];
  return account !== undefined && place.guarded(account);
}

/** Whether a condition fails for everybody outside the guarded accounts, the unsigned included, but for services. */
export function shutsStrangers(condition: CheckedCondition, place: Place): boolean {
  const { operator, quantifier, ifExists, values } = condition;
  const key = condition.key.toLowerCase();
  if (quantifier !== 'none' || ifExists || values.some((one) => one.includes('$'))) return false;
  if (operator === 'Bool')
    return key === 'aws:principalisawsservice' && values.every((one) => one.toLowerCase() === 'true');
  if (!NAMING.test(operator)) return false;
  if (SOURCE.includes(key) && key !== 'aws:sourceowner') return true;
  return CALLER.includes(key) && values.every((one) => meansGuarded(one, place));
}

/** Whether a condition keeps a service from acting for anybody outside the guarded accounts. */
export function shutsDeputies(condition: CheckedCondition, place: Place): boolean {
  const { operator, quantifier, ifExists, values } = condition;
  const key = condition.key.toLowerCase();
  if (quantifier !== 'none' || ifExists || !NAMING.test(operator) || values.some((one) => one.includes('$')))
    return false;
  if (key === 'lambda:eventsourcetoken') return operator === 'StringEquals';
  if (['aws:sourceaccount', 'aws:sourceowner', 'kms:calleraccount', 'aws:referer'].includes(key))
    return values.every((one) => place.guarded(one));
  return key === 'aws:sourcearn' && values.every((one) => meansGuarded(one, place) || isExactBucket(one));
}

/** The ARN of a bucket names no account; one that is written out in full names one bucket, whoever owns it. */
function isExactBucket(arn: string): boolean {
  return /^arn:[^:*?]+:s3:::[^*?]+$/.test(arn);
}

/** Whether a deny of everybody holds for all who are outside the guarded accounts, but for services. */
export function bindsStrangers(
  { effect, principals, unreadable, conditions }: CheckedStatement,
  place: Place,
): boolean {
  const everybody = !principals || (!principals.negated && principals.entries.some((one) => one.value === '*'));
  const spares = ({ operator, quantifier, key, values }: CheckedCondition): boolean => {
    const fits = quantifier === 'none' && !values.some((one) => one.includes('$'));
    if (operator === 'Bool')
      return (
        fits &&
        key.toLowerCase() === 'aws:principalisawsservice' &&
        values.every((one) => one.toLowerCase() === 'false')
      );
    return (
      fits &&
      SPARING.test(operator) &&
      CALLER.includes(key.toLowerCase()) &&
      values.every((one) => meansGuarded(one, place))
    );
  };
  return effect === 'Deny' && everybody && unreadable.length === 0 && conditions.every(spares);
}

/** Whether a condition names an account outside the guarded ones as the one on whose behalf a service acts. */
export function meansOthers({ conditions }: CheckedStatement, place: Place): boolean {
  const named = conditions.filter(({ key }) => SOURCE.includes(key.toLowerCase())).flatMap(({ values }) => values);
  return named.flatMap((one) => one.match(/\b\d{12}\b/g) ?? []).some((account) => !place.guarded(account));
}
