import { ROLLBACK_ALARMS_METADATA } from '../../names';
import type { StackFacts, TemplateResource, World } from '../../world/model';
import type { Fact } from './fact';
import { object, objects, wordsOf, without, type Json } from './leaves';
import { bySize } from './orders';
import { detailsOf, guardedStacks, lastPart } from './site';

const OBJECTIVE = 'AWS::ApplicationSignals::ServiceLevelObjective';
const ASIDE = ['AlarmName', 'AlarmDescription', 'Threshold', 'Tags'];

/** Alarms that roll a guarded stack back, and those of the platform itself, with what each of them fires at. */
export function alarmFacts(world: World): Fact[] {
  const stacks = guardedStacks(world);
  return stacks.flatMap((stack) => {
    const listed = listedAlarms(stack);
    const ids = new Set(listed.map((one) => wordsOf(one.logicalId)));
    const beside = listedBeside(stack, stacks);
    const own = stack.resources.filter(
      (one) =>
        /^AWS::CloudWatch::(Composite)?Alarm$/.test(one.type) &&
        (stack.stage === '' || ids.has(one.logicalId) || beside.has(keyOf(one.logicalId, one.properties.AlarmName))),
    );
    const of = `alarms of ${stack.name} in ${stack.account}, ${stack.region}`;
    return [
      ...stack.resources.filter(({ type }) => type === OBJECTIVE).flatMap((one) => objectiveFacts(of, one)),
      ...listed.map((one) => rollbackFact(of, stack, one)),
      ...own.flatMap((alarm) => definitionFacts(of, alarm, ids.has(alarm.logicalId))),
    ];
  });
}

/** The alarms that other stacks of the stage list, in the same account and region: this one may be where they are. */
function listedBeside(stack: StackFacts, stacks: readonly StackFacts[]): Set<string> {
  const beside = stacks.filter(
    (one) => one.stage === stack.stage && one.account === stack.account && one.region === stack.region,
  );
  return new Set(beside.flatMap(listedAlarms).map(({ logicalId, name }) => keyOf(logicalId, name)));
}

const keyOf = (logicalId: unknown, name: unknown): string => JSON.stringify([logicalId, name]);

function listedAlarms({ metadata }: StackFacts): Json[] {
  return objects(object(metadata[ROLLBACK_ALARMS_METADATA]).alarms);
}

function rollbackFact(of: string, stack: StackFacts, { name }: Json): Fact {
  const told = wordsOf(name);
  return {
    of,
    key: `rollback ${told}`,
    subject: `rollback alarm ${told}`,
    text: 'rolls the stack back',
    gone: 'weaker',
    come: 'stronger',
    where: stack.where,
  };
}

function definitionFacts(of: string, { properties, ref, where }: TemplateResource, listed: boolean): Fact[] {
  const name = wordsOf(properties.AlarmName ?? ref);
  const key = `alarm ${name}`;
  const operator = wordsOf(properties.ComparisonOperator);
  const more = operator.startsWith('Less') ? 'stronger' : 'weaker';
  const known = /^(Greater|Less)Than(OrEqualTo)?Threshold$/.test(operator);
  const there: Fact = { of, key, subject: `alarm ${name}`, text: 'is there', gone: 'weaker', come: 'stronger', where };
  const alarm: Fact = listed ? { ...there, within: `rollback ${name}` } : there;
  const threshold: Fact = {
    ...alarm,
    key: `${key} threshold`,
    within: key,
    subject: `alarm ${name}, threshold`,
    text: wordsOf(properties.Threshold),
    ...(known ? bySize(properties.Threshold, more, operator) : {}),
    gone: 'different',
    come: 'different',
  };
  return [
    alarm,
    threshold,
    ...detailsOf(without(properties, ...ASIDE), { of, within: key, subject: alarm.subject, where }),
  ];
}

/** What a service level objective promises, and how it is measured. */
function objectiveFacts(of: string, { properties, ref, where }: TemplateResource): Fact[] {
  const subject = `service level objective ${wordsOf(properties.Name ?? lastPart(ref))}`;
  const goal = object(properties.Goal);
  const fact: Fact = { of, key: subject, subject, text: 'is there', gone: 'weaker', come: 'stronger', where };
  const promise: Fact = {
    ...fact,
    key: `${subject} goal`,
    within: subject,
    subject: `${subject}, promises`,
    text: `${wordsOf(goal.AttainmentGoal)} %`,
    ...bySize(goal.AttainmentGoal, 'stronger'),
  };
  const rest = { ...without(properties, 'Name', 'Description'), Goal: without(goal, 'AttainmentGoal') };
  return [fact, promise, ...detailsOf(rest, { of, within: subject, subject, where })];
}
