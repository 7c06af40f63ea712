import { Hole, Text } from './value';

/**
 * The names CloudFormation gives to resources that have none. It joins the stack's name, the logical id and a random
 * suffix of 12 or 13 characters, and cuts the first two where the result would be too long for the service; how it
 * divides the room is not documented, but neither part is cut below 24 characters where the limit is 63 or more
 * (seen in the field: 25 and 25 for IAM roles). So the language keeps 24 characters of each part that may be cut.
 */
export interface NameForm {
  /** Longest name the service accepts. */
  readonly max: number;
  /** Names of the service are in lower case. */
  readonly lowerCase?: boolean;
  /** `logical-id` where the stack's name is no part of the name. */
  readonly prefix?: 'stack' | 'logical-id';
}

/** Longest random suffix with its hyphen. */
const SUFFIX = 14;
/** Characters of a cut part that certainly stand. */
const KEPT = 24;

/** The language of names for an unnamed resource of a stack. */
export function generatedName(stack: Text, logicalId: string, form: NameForm): Text {
  const why = `CloudFormation generates the name of ${logicalId}`;
  const suffix = [new Hole('name', why)];
  if (form.prefix === 'logical-id') {
    return fit(form, [...cut(logicalId, logicalId.length + SUFFIX > form.max, why), '-', ...suffix]);
  }
  const stackName = stack.parts.map((part) => (typeof part === 'string' ? part : '*')).join('');
  const long = !stack.exact || stackName.length + 1 + logicalId.length + SUFFIX > form.max;
  return fit(form, [...cutStack(stack, long, why), '-', ...cut(logicalId, long, why), '-', ...suffix]);
}

function cut(part: string, long: boolean, why: string): (string | Hole)[] {
  return long && part.length > KEPT ? [part.slice(0, KEPT), new Hole('name', why)] : [part];
}

/** A nested stack's name has holes of its own: only its first known part certainly stands. */
function cutStack(stack: Text, long: boolean, why: string): (string | Hole)[] {
  if (stack.exact) return cut(stack.pattern, long, why);
  const [first] = stack.parts;
  const head = typeof first === 'string' ? first.slice(0, KEPT) : '';
  return head === '' ? [new Hole('name', why)] : [head, new Hole('name', why)];
}

function fit(form: NameForm, parts: (string | Hole)[]): Text {
  const merged: (string | Hole)[] = [];
  for (const part of parts) {
    const text = typeof part === 'string' && form.lowerCase ? part.toLowerCase() : part;
    const last = merged[merged.length - 1];
    if (typeof text === 'string' && typeof last === 'string') merged[merged.length - 1] = last + text;
    else merged.push(text);
  }
  return new Text(merged);
}
