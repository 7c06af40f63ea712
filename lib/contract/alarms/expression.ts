/**
 * Metric math over one period: what an expression is worth where each metric has one value, or none. Of the functions of
 * CloudWatch, those that templates use for alarms; whatever else stands in an expression is understood by nobody.
 */

/** A number, or nothing where there is no data. */
export type Point = number | undefined;

/** Values of metrics and of other expressions by id. */
export type Points = (id: string) => Point;

/** The expression has a part that is not understood. */
export class NotUnderstood extends Error {}

type Value = Point | readonly Point[];
type Node = (points: Points, all: readonly string[]) => Value;

/** What an expression is worth. @throws NotUnderstood */
export type Expression = (points: Points, metrics: readonly string[]) => Point;

/** Reads an expression. @throws NotUnderstood naming the part */
export function readExpression(text: string): Expression {
  const parser = new Parser(tokensOf(text));
  const node = parser.whole();
  return (points, metrics) => {
    const value = node(points, metrics);
    if (isList(value)) throw new NotUnderstood(`${text} is several series, an alarm takes one`);
    return value;
  };
}

const TOKEN = /\s*(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_]\w*|"[^"]*"|'[^']*'|&&|\|\||[<>=!]=|[-+*/^(),<>[\]])/y;

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (!found) throw new NotUnderstood(`${JSON.stringify(text.slice(at, at + 20))} in an expression`);
    tokens.push(found[1]!);
  }
  return tokens;
}

const isList = (value: Value): value is readonly Point[] => Array.isArray(value);

/** Applies an operator point by point; without data on either side there is none. */
function each(left: Value, right: Value, work: (a: number, b: number) => number): Value {
  const one = (a: Point, b: Point): Point => (a === undefined || b === undefined ? undefined : finite(work(a, b)));
  if (isList(left)) return left.map((a, at) => one(a, isList(right) ? right[at] : right));
  return isList(right) ? right.map((b) => one(left, b)) : one(left, right);
}

const finite = (value: number): Point => (Number.isFinite(value) ? value : undefined);
const truth = (holds: boolean): number => (holds ? 1 : 0);

const LEVELS: readonly Readonly<Record<string, (a: number, b: number) => number>>[] = [
  { OR: (a, b) => truth(a !== 0 || b !== 0), '||': (a, b) => truth(a !== 0 || b !== 0) },
  { AND: (a, b) => truth(a !== 0 && b !== 0), '&&': (a, b) => truth(a !== 0 && b !== 0) },
  {
    '<': (a, b) => truth(a < b),
    '>': (a, b) => truth(a > b),
    '<=': (a, b) => truth(a <= b),
    '>=': (a, b) => truth(a >= b),
    '==': (a, b) => truth(a === b),
    '!=': (a, b) => truth(a !== b),
  },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => a / b },
  { '^': (a, b) => a ** b },
];

class Parser {
  private at = 0;

  public constructor(private readonly tokens: readonly string[]) {}

  public whole(): Node {
    const node = this.level(0);
    if (this.at < this.tokens.length) throw new NotUnderstood(`${this.tokens[this.at]} in an expression`);
    return node;
  }

  private level(depth: number): Node {
    const operators = LEVELS[depth];
    if (!operators) return this.unary();
    let left = this.level(depth + 1);
    for (let name = this.peek(); name !== undefined && Object.hasOwn(operators, name); name = this.peek()) {
      this.at += 1;
      const [before, after, work] = [left, this.level(depth + 1), operators[name]!];
      left = (points, all) => each(before(points, all), after(points, all), work);
    }
    return left;
  }

  private unary(): Node {
    if (this.peek() !== '-') return this.atom();
    this.at += 1;
    const inner = this.unary();
    return (points, all) => each(0, inner(points, all), (a, b) => a - b);
  }

  private atom(): Node {
    const token = this.tokens[this.at++];
    if (token === undefined) throw new NotUnderstood('an expression that ends too early');
    if (token === '(') return this.closed(this.level(0), ')');
    if (token === '[') return this.list();
    if (/^\d/.test(token)) return () => Number(token);
    if (!/^[A-Za-z_]/.test(token)) throw new NotUnderstood(`${token} in an expression`);
    return this.peek() === '(' ? this.call(token) : (points) => points(token);
  }

  private closed(node: Node, by: string): Node {
    if (this.tokens[this.at++] !== by) throw new NotUnderstood(`an expression without ${by}`);
    return node;
  }

  private list(): Node {
    const items = this.arguments(']');
    return (points, all) => items.flatMap((item) => item(points, all));
  }

  private call(name: string): Node {
    this.at += 1;
    if (name === 'METRICS') return this.metrics();
    const work = FUNCTIONS[name];
    if (!work) throw new NotUnderstood(`the function ${name}`);
    const items = this.arguments(')');
    return (points, all) => work(items.map((item) => item(points, all)));
  }

  private metrics(): Node {
    const part = this.peek() === ')' ? '' : this.tokens[this.at++]!.slice(1, -1);
    return this.closed((points, all) => all.filter((id) => id.includes(part)).map((id) => points(id)), ')');
  }

  private arguments(end: string): Node[] {
    const items: Node[] = [];
    while (this.peek() !== end) {
      items.push(this.level(0));
      if (this.peek() === ',') this.at += 1;
      else if (this.peek() !== end) throw new NotUnderstood(`an expression without ${end}`);
    }
    this.at += 1;
    return items;
  }

  private peek(): string | undefined {
    return this.tokens[this.at];
  }
}

/** Of lists point by point over the series; of one series over its one point. */
function reduce(work: (present: number[]) => number): (values: Value[]) => Value {
  return (values) => {
    const present = values.flat().filter((one): one is number => one !== undefined);
    return present.length === 0 ? undefined : finite(work(present));
  };
}

function map(work: (one: number) => number): (values: Value[]) => Value {
  return ([value]) => each(value, 0, (a) => work(a));
}

const FUNCTIONS: Readonly<Record<string, (values: Value[]) => Value>> = {
  ABS: map(Math.abs),
  CEIL: map(Math.ceil),
  FLOOR: map(Math.floor),
  LOG: map(Math.log),
  LOG10: map(Math.log10),
  MIN: reduce((all) => Math.min(...all)),
  MAX: reduce((all) => Math.max(...all)),
  SUM: reduce((all) => all.reduce((a, b) => a + b, 0)),
  AVG: reduce((all) => all.reduce((a, b) => a + b, 0) / all.length),
  IF: ([condition, yes, no]) => {
    if (isList(condition)) throw new NotUnderstood('IF of several series');
    if (condition === undefined) return undefined;
    return condition === 0 ? no : yes;
  },
  FILL: ([value, filling]) => {
    if (isList(filling)) throw new NotUnderstood('FILL with several series');
    return isList(value) ? value.map((one) => one ?? filling) : (value ?? filling);
  },
};
