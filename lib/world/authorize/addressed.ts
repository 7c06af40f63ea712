import type { PrincipalEntry } from '../../iam/model';
import type { Caller, Layer } from '../../iam/query';

interface Name {
  readonly account: string | undefined;
  readonly name: string;
}

/** The account and the last part of an ARN, or of a session's the role's name. */
function nameOf(arn: string): Name {
  const parts = arn.split(':');
  const path = parts.slice(5).join(':').split('/');
  return { account: parts[4], name: path[0] === 'assumed-role' ? path[1] : path[path.length - 1] };
}

/** Whether an entry might mean a role or a user, or one of the sessions of a role; in doubt it might. */
function mightMean({ type, value }: PrincipalEntry, caller: Caller, named: Name): boolean {
  if (type !== 'AWS') return false;
  if (value === '*' || !/^arn:[^:*?]*:(iam|sts)::\d{12}:/.test(value))
    return value === '*' || !/^\d{12}$/.test(value) || value === named.account;
  const other = nameOf(value);
  if (other.account !== named.account) return false;
  return other.name === 'root' || /[*?]/.test(value + caller.id) || other.name === named.name;
}

/** The statements that do not name only others than this caller, a role or a user. */
export function addressed(layer: Layer, caller: Caller): Layer {
  if (caller.kind !== 'role' && caller.kind !== 'user') return layer;
  if (layer.every(({ statement }) => statement.principals === undefined)) return layer;
  const named = nameOf(caller.id);
  return layer.filter(
    ({ statement: { principals } }) =>
      !principals || principals.negated || principals.entries.some((entry) => mightMean(entry, caller, named)),
  );
}
