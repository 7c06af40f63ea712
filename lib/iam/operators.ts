/** What a condition operator compares. */
export type Family = 'string' | 'numeric' | 'date' | 'ip' | 'bool' | 'null';

/** How a string operator reads its values. */
export type StringStyle = 'plain' | 'either-case' | 'like' | 'arn';

/** A condition operator, without quantifier and `IfExists`. */
export interface Operator {
  /** As AWS spells it. */
  readonly name: string;
  readonly family: Family;
  /** Negated operators hold where the key is absent. */
  readonly negated: boolean;
  readonly style?: StringStyle;
  readonly relation?: 'equal' | 'less' | 'less-equal' | 'greater' | 'greater-equal';
}

const strings = (name: string, negated: boolean, style: StringStyle): Operator => ({
  name,
  family: 'string',
  negated,
  style,
});

function ordered(prefix: 'Numeric' | 'Date'): Operator[] {
  const family = prefix === 'Numeric' ? 'numeric' : 'date';
  return [
    { name: `${prefix}Equals`, family, negated: false, relation: 'equal' },
    { name: `${prefix}NotEquals`, family, negated: true, relation: 'equal' },
    { name: `${prefix}LessThan`, family, negated: false, relation: 'less' },
    { name: `${prefix}LessThanEquals`, family, negated: false, relation: 'less-equal' },
    { name: `${prefix}GreaterThan`, family, negated: false, relation: 'greater' },
    { name: `${prefix}GreaterThanEquals`, family, negated: false, relation: 'greater-equal' },
  ];
}

/** Every condition operator of IAM. */
export const OPERATORS: readonly Operator[] = [
  strings('StringEquals', false, 'plain'),
  strings('StringNotEquals', true, 'plain'),
  strings('StringEqualsIgnoreCase', false, 'either-case'),
  strings('StringNotEqualsIgnoreCase', true, 'either-case'),
  strings('StringLike', false, 'like'),
  strings('StringNotLike', true, 'like'),
  strings('ArnEquals', false, 'arn'),
  strings('ArnLike', false, 'arn'),
  strings('ArnNotEquals', true, 'arn'),
  strings('ArnNotLike', true, 'arn'),
  strings('BinaryEquals', false, 'plain'),
  ...ordered('Numeric'),
  ...ordered('Date'),
  { name: 'Bool', family: 'bool', negated: false },
  { name: 'IpAddress', family: 'ip', negated: false },
  { name: 'NotIpAddress', family: 'ip', negated: true },
  { name: 'Null', family: 'null', negated: false },
];

const byName = new Map(OPERATORS.map((operator) => [operator.name.toLowerCase(), operator]));

/** The operator of a name in any case, or undefined for one that IAM does not have. */
export function operatorNamed(name: string): Operator | undefined {
  return byName.get(name.toLowerCase());
}

/** A key of a Condition block, taken apart. */
export interface OperatorName {
  readonly operator?: Operator;
  readonly quantifier: 'none' | 'ForAnyValue' | 'ForAllValues';
  readonly ifExists: boolean;
}

/** Reads `ForAnyValue:StringLikeIfExists` and the like, in any case. */
export function readOperator(written: string): OperatorName {
  const match = /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/i.exec(written)!;
  const quantifier = !match[1] ? 'none' : /any/i.test(match[1]) ? 'ForAnyValue' : 'ForAllValues';
  const operator = operatorNamed(match[2]);
  const isBare = quantifier === 'none' && !match[3];
  if (operator?.family === 'null' && !isBare) return { quantifier, ifExists: false };
  return { operator, quantifier, ifExists: Boolean(match[3]) };
}
