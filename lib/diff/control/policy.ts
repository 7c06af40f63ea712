import type { Fact } from './fact';
import { leavesOf, object, objects, texts, without, wordsOf, type Json } from './leaves';
import { bySize, minutesText, theFewerTheStronger, theMoreTheStronger } from './orders';
import { openMinutes, openText } from './window';

type Part = Pick<Fact, 'subject' | 'text'> & Partial<Fact> & { readonly key: string };

/** What the gate, the bake and the unwinding decide by: the policy that travels beside their code. */
export function policyFacts(handler: Fact, policy: Json): Fact[] {
  const base: Fact = { ...handler, subject: 'what the handlers decide by', text: 'is there', gone: 'unknown' };
  const parts = [
    ...windowParts(object(policy.window)),
    ...approvalParts(policy),
    ...availabilityParts(policy.availability),
    ...objects(policy.waves).flatMap(waveParts),
    waveOrder(objects(policy.waves)),
    ...rightsParts(object(policy.rights)),
    ...leaves('identity', object(policy.identities)),
    ...leaves('', without(policy, 'window', 'approvals', 'availability', 'waves', 'rights', 'identities')),
  ];
  const within = base.key;
  return [base, ...parts.map((part) => ({ ...base, within, gone: undefined, ...part, key: `${within} ${part.key}` }))];
}

/** Values that no rule of ours knows: told one by one, and just different. */
function leaves(subject: string, value: Json): Part[] {
  return leavesOf(value)
    .filter(({ path }) => path !== '')
    .map(({ path, text }) => ({ key: `${subject} ${path}`, subject: [subject, path].filter(Boolean).join(' '), text }));
}

function windowParts(window: Json): Part[] {
  const zone = wordsOf(window.timeZone);
  const [openings, holidays, calendars] = [objects(window.open), texts(window.holidays), texts(window.calendars)];
  return [
    {
      key: 'window',
      subject: 'when prod may change',
      text: `${openText(openings)} ${zone}`,
      ...theFewerTheStronger(openMinutes(openings), zone),
    },
    { key: 'holidays', subject: 'days without changes', text: wordsOf(holidays), ...theMoreTheStronger(holidays) },
    {
      key: 'calendars',
      subject: 'calendars that must be open',
      text: wordsOf(calendars),
      ...theMoreTheStronger(calendars),
    },
    ...leaves('window', without(window, 'timeZone', 'open', 'holidays', 'calendars')),
  ];
}

function approvalParts({ approvals }: Json): Part[] {
  const names = texts(approvals);
  const subject = 'approvals that the gate asks for';
  return [{ key: 'approvals', subject, text: wordsOf(names), ...theMoreTheStronger(names) }];
}

/** Without objectives that measure it, a gate with an availability objective refuses: none is not less than some. */
function availabilityParts(availability: unknown): Part[] {
  if (availability === undefined) return [];
  const { objective, serviceLevelObjectives, ...others } = object(availability);
  const measured = texts(serviceLevelObjectives);
  return [
    {
      key: 'objective',
      subject: 'availability objective',
      text: `${wordsOf(objective)} % over 30 days`,
      ...bySize(objective, 'stronger'),
      gone: 'weaker',
      come: 'stronger',
    },
    {
      key: 'measured',
      subject: 'service level objectives that measure it',
      text: wordsOf(measured.map(shortArn)),
      ...(measured.length > 0 ? theMoreTheStronger(measured) : {}),
      gone: 'untold',
      come: 'untold',
    },
    ...leaves('availability', others),
  ];
}

function shortArn(arn: string): string {
  return arn.split(':').slice(3).join(':') || arn;
}

function waveOrder(waves: readonly Json[]): Part {
  const names = waves.map((wave) => wordsOf(wave.stage));
  return {
    key: 'waves',
    subject: 'order of waves',
    text: names.join(' → '),
    order: { by: 'sequence', items: names },
  };
}

function waveParts(wave: Json): Part[] {
  const name = wordsOf(wave.stage);
  const targets = objects(wave.targets);
  const key = `wave ${name}`;
  const told = targets.map(targetText);
  return [
    {
      key: `${key} bake`,
      subject: `bake of ${name}`,
      text: Number.isFinite(Number(wave.bakeMinutes))
        ? minutesText(Number(wave.bakeMinutes))
        : wordsOf(wave.bakeMinutes),
      ...bySize(wave.bakeMinutes, 'stronger'),
      gone: 'weaker',
    },
    {
      key: `${key} targets`,
      subject: `accounts and regions watched in ${name}`,
      text: wordsOf(told),
      ...theMoreTheStronger(told),
      gone: 'weaker',
    },
    ...targets.flatMap((target) => targetParts(key, name, target)),
    ...leaves(key, without(wave, 'stage', 'bakeMinutes', 'targets')),
  ];
}

function targetText({ account, region }: Json): string {
  return `${wordsOf(account)} ${wordsOf(region)}`;
}

function targetParts(wave: string, name: string, target: Json): Part[] {
  const where = targetText(target);
  const alarms = texts(target.alarms);
  return [
    {
      key: `${wave} ${where} alarms`,
      subject: `alarms watched in ${name}, ${where}`,
      text: wordsOf(alarms.map((arn) => alarmText(arn, target))),
      ...theMoreTheStronger(alarms),
      gone: 'untold',
      come: 'untold',
    },
    ...leaves(`${wave}, ${where},`, without(target, 'account', 'region', 'alarms')).map((part) => ({
      ...part,
      gone: 'different' as const,
    })),
  ];
}

/** An alarm by its name where it is the target's own, else by where it is too. */
function alarmText(arn: string, { account, region }: Json): string {
  const [, where, name] = /^arn:[\w-]+:cloudwatch:([\w-]*:\d*):alarm:(.+)$/.exec(arn) ?? [];
  if (name === undefined) return arn;
  return where === `${wordsOf(region)}:${wordsOf(account)}`
    ? name
    : `${name} in ${where.split(':').reverse().join(' ')}`;
}

/** Who may stop the line may grow without harm to prod, yet it is a right: another holder is just different. */
function rightsParts({ freeze, unfreeze, approve, ...others }: Json): Part[] {
  const [stop, start] = [texts(freeze), texts(unfreeze)];
  return [
    {
      key: 'freeze',
      subject: 'who may stop the line',
      text: wordsOf(stop),
      order: { by: 'members', members: stop, more: 'different', less: 'weaker' },
    },
    {
      key: 'unfreeze',
      subject: 'who may start it again',
      text: wordsOf(start),
      ...theFewerTheStronger(start),
    },
    ...Object.entries(object(approve)).map(([action, sets]) => answerPart(action, texts(sets))),
    ...leaves('rights', others),
  ];
}

/** An action that is not named is answered by the holders of its own permission set: that is neither more nor less. */
function answerPart(action: string, sets: readonly string[]): Part {
  const subject = `who may answer approval ${action}`;
  return { key: `approve ${action}`, subject, text: wordsOf(sets), ...theFewerTheStronger(sets) };
}
