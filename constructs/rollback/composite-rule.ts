import { CfnResource, Reference, Stage, Tokenization } from 'aws-cdk-lib';
import type { CfnCompositeAlarm, IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';

const CHILD = /ALARM\s*\(\s*"?([^"()\s]*)"?\s*\)/g;

/**
 * The alarms of a composite's rule, where any of them fires it: then, and only then, they watch what it watches.
 *
 * @throws with the path where the rule is another, or names an alarm that is not found.
 */
export function childrenOf(composite: CfnCompositeAlarm, path: string): (IAlarm & IConstruct)[] {
  const rule = Tokenization.reverseString(composite.alarmRule);
  const text = textOf(composite.alarmRule);
  const named = [...text.matchAll(CHILD)].map((match) => match[1]!);
  const rest = text.replace(CHILD, ' ').replace(/\bOR\b|[()\s]/g, '');
  const tokens = [...rule.tokens];
  const places = named.filter((name) => name === '').length;
  if (named.length === 0 || rest !== '' || places !== tokens.length) throw new Error(unfit(path, text));
  return named.map((name) => {
    const found = name === '' ? targetOf(tokens.shift()) : alarmNamed(composite, name);
    if (found) return found;
    throw new Error(
      `${path}: an alarm of its rule${name === '' ? '' : `, ${name},`} is not in the stage, so nobody can hand it to CloudFormation; ` +
        'right is a rule of alarms that the stage makes.',
    );
  });
}

/** The rule with nothing where a token stands. */
function textOf(rule: string): string {
  const blank = Tokenization.reverseString(rule).mapTokens({ mapToken: () => '' });
  return String(blank.join({ join: (left: unknown, right: unknown) => `${String(left ?? '')}${String(right ?? '')}` }));
}

function unfit(path: string, text: string): string {
  return (
    `${path}: the rule of this composite alarm is ${text.trim()}, and the command line hands metric alarms alone to ` +
    'CloudFormation; right is a rule that any of its alarms fires (AlarmRule.anyOf), which stands for them, the alarms ' +
    'themselves, or one alarm on a metric math expression.'
  );
}

function targetOf(token: unknown): (IAlarm & IConstruct) | undefined {
  return Reference.isReference(token) ? (token.target as IAlarm & IConstruct) : undefined;
}

function alarmNamed(composite: CfnCompositeAlarm, name: string): (IAlarm & IConstruct) | undefined {
  const within = Stage.of(composite) ?? composite.node.root;
  const found = within.node
    .findAll()
    .find((node) => CfnResource.isCfnResource(node) && (node as { alarmName?: unknown }).alarmName === name);
  return found as (IAlarm & IConstruct) | undefined;
}
