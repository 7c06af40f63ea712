import type { TemplateResource } from '../../world/model';
import type { Fact } from './fact';
import { canonical, leavesOf, object, objects, wordsOf, without, type Json } from './leaves';
import { bySize } from './orders';
import { detailsOf } from './site';

/** Told by the rule itself, and what says nothing. */
const ASIDE = ['EventPattern', 'ScheduleExpression', 'State', 'Targets', 'Name', 'Description', 'Tags'];

/** A rule by what it waits for and whom it calls; its name says nothing. */
export function ruleFacts(at: Pick<Fact, 'of' | 'where'>, { properties }: TemplateResource): Fact[] {
  const { EventPattern, ScheduleExpression, State = 'ENABLED', Targets } = properties;
  const on = ScheduleExpression === undefined ? eventText(object(EventPattern)) : wordsOf(ScheduleExpression);
  const targets = leavesOf(Targets).filter(({ path }) => path.endsWith('.Arn') && !path.includes('DeadLetter'));
  const subject = `rule that calls ${targets.map(({ text }) => text.split(':').at(-1)).join(', ') || 'nobody'} on ${on}`;
  const key = `rule ${wordsOf(canonical([EventPattern, ScheduleExpression]))} ${targets.map(({ text }) => text).join()}`;
  const enabled = State !== 'DISABLED';
  const fact: Fact = { ...at, key, subject, text: enabled ? 'on' : 'off', gone: 'weaker', come: 'different' };
  const details = { ...at, within: key, subject, gone: 'weaker' } as const;
  return [
    { ...fact, ...bySize(enabled ? 1 : 0, 'stronger') },
    ...[without(properties, ...ASIDE), ...objects(Targets).map((target) => without(target, 'Arn', 'Id'))].flatMap(
      (rest) => detailsOf(rest, details),
    ),
  ];
}

function eventText(pattern: Json): string {
  const kinds = pattern['detail-type'] ?? pattern.source;
  return kinds === undefined ? 'events' : wordsOf(kinds);
}
