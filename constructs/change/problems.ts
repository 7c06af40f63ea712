import { identityProblem } from '../../lib/change/identities';
import { isKnownRegion } from '../../lib/contract/regions';
import { staleZone } from '../../lib/contract/zone-rules';
import { chatProblems } from './chat-problems';
import { objectiveProblems } from './objectives';
import type {
  ChangeControlProps,
  ChangeWindow,
  DeployTarget,
  PipelineApprover,
  WindowOpening,
} from './change-control-props';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const TIME = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const APPLICATION = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Names of permission sets as Identity Center takes them; those of its roles, AWSReservedSSO_…, are longer. */
const PERMISSION_SET = /^[\w+=,.@-]{1,32}$/;
const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
const MINUTES = { min: 5, max: 86_400 };

/** Everything that is wrong with the properties, each with the value got and what would be right. */
export function changeControlProblems(props: ChangeControlProps): string[] {
  return [
    ...unless(
      APPLICATION.test(props.application) && props.application.length <= 20,
      `application is ${show(props.application)}, expected lower-case letters, digits and single hyphens, at most 20`,
    ),
    ...windowProblems(props.window),
    ...approverProblems(props.approvers),
    ...permissionSetProblems(props),
    ...identityProblems(props),
    ...unless(
      props.firstReleaseAfter === undefined || COMMIT.test(props.firstReleaseAfter),
      `firstReleaseAfter is ${show(props.firstReleaseAfter)}, expected the whole id of a commit: 40 hex digits`,
    ),
    ...waveProblems(props),
    ...bakeProblems('bakeMinutes', props.bakeMinutes),
    ...objectiveProblems(props),
    ...chatProblems(props.chat ?? {}),
    ...unless(
      (props.recordRetention?.toDays() ?? 365) >= 365,
      `recordRetention is ${props.recordRetention?.toDays()} days, expected at least 365`,
    ),
  ];
}

function windowProblems({ timeZone, open, holidays = [] }: ChangeWindow): string[] {
  return [
    ...unless(knowsTimeZone(timeZone), `window.timeZone is ${show(timeZone)}, expected an IANA name: Europe/London`),
    ...[staleZone(timeZone)].flatMap((why) => (why === undefined ? [] : [`window.timeZone: ${why}`])),
    ...unless(open.length > 0, 'window.open is empty: prod would never deploy'),
    ...open.flatMap(openingProblems),
    ...holidays
      .filter((day) => !DATE.test(day) || Number.isNaN(Date.parse(`${day}T00:00:00Z`)))
      .map((day) => `window.holidays has ${show(day)}, expected a day that exists: 2026-12-25`),
  ];
}

/** An abbreviation or an offset knows no daylight saving. */
function knowsTimeZone(timeZone: string): boolean {
  try {
    return (timeZone === 'UTC' || timeZone.includes('/')) && Boolean(new Intl.DateTimeFormat('en', { timeZone }));
  } catch {
    return false;
  }
}

function openingProblems({ days, opens, closes }: WindowOpening, index: number): string[] {
  const where = `window.open[${index}]`;
  const times = TIME.test(opens) && TIME.test(closes);
  return [
    ...unless(days.length > 0, `${where}.days is empty, expected days: Mon`),
    ...days
      .filter((day) => !DAYS.includes(day))
      .map((day) => `${where}.days has ${show(day)}, expected one of ${DAYS.join(', ')}`),
    ...unless(times, `${where} is ${show(opens)} to ${show(closes)}, expected times HH:MM`),
    ...unless(!times || opens < closes, `${where} opens at ${opens} and closes at ${closes}, which is not later`),
  ];
}

function approverProblems(approvers: readonly PipelineApprover[]): string[] {
  const names = approvers.map(({ persona }) => persona);
  return [
    ...unless(names.length > 0, 'approvers is empty: nobody would approve'),
    ...twice(names).map((name) => `approvers has ${show(name)} twice`),
    ...approvers.flatMap(({ persona, timeout }) => {
      const minutes = timeout?.toMinutes({ integral: false }) ?? MINUTES.min;
      const right = Number.isInteger(minutes) && minutes >= MINUTES.min && minutes <= MINUTES.max;
      return unless(right, `the approval of ${persona} may take ${minutes} minutes, expected 5 minutes to 60 days`);
    }),
  ];
}

/** An approval that nobody can answer would hold every release up; one that is never asked is a slip of the pen. */
function permissionSetProblems({ approvers, approvePermissionSets = {} }: ChangeControlProps): string[] {
  const personas = approvers.map(({ persona }) => persona);
  return Object.entries(approvePermissionSets).flatMap(([persona, sets]) => {
    const where = `approvePermissionSets.${persona}`;
    return [
      ...unless(personas.includes(persona), `${where} is for no approver, expected one of ${personas.join(', ')}`),
      ...unless(sets.length > 0, `${where} is empty: nobody could approve`),
      ...sets
        .filter((set) => !PERMISSION_SET.test(set))
        .map((set) => `${where} has ${show(set)}, expected the name of a permission set: ReleaseManager`),
    ];
  });
}

function identityProblems({ identities = {} }: ChangeControlProps): string[] {
  return Object.entries(identities).flatMap(([key, value]) => {
    const problem = identityProblem(key, value);
    return problem === undefined ? [] : [`identities: ${problem}`];
  });
}

function waveProblems({ waves }: ChangeControlProps): string[] {
  return [
    ...unless(waves.length > 0, 'waves is empty: prod would never change'),
    ...twice(waves.map(({ name }) => name)).map((name) => `waves has ${show(name)} twice`),
    ...waves.flatMap(({ name, targets, bakeMinutes }) => [
      ...targetsProblems(`wave ${name}`, targets),
      ...bakeProblems(`wave ${name}: bakeMinutes`, bakeMinutes),
    ]),
  ];
}

/** What is wrong with the targets of a wave or an environment. */
export function targetsProblems(where: string, targets: readonly DeployTarget[]): string[] {
  return [
    ...unless(
      targets.length > 0 && targets.length <= 50,
      `${where} has ${targets.length} targets, expected 1 to 50 (a stage takes 100 actions)`,
    ),
    ...targets.flatMap(({ account, region }) => [
      ...unless(/^\d{12}$/.test(account), `${where}: account is ${show(account)}, expected twelve digits`),
      ...unless(isKnownRegion(region), `${where}: region is ${show(region)}, expected eu-west-2`),
    ]),
  ];
}

function bakeProblems(where: string, minutes: number | undefined): string[] {
  const right = minutes === undefined || (Number.isInteger(minutes) && minutes >= 1 && minutes <= 1440);
  return unless(right, `${where} is ${minutes}, expected whole minutes from 1 to 1440`);
}

/** Names that stand twice, once each. */
export function twice(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

/** The problem, unless it holds. */
export function unless(holds: boolean, problem: string): string[] {
  return holds ? [] : [problem];
}

function show(value: unknown): string {
  return JSON.stringify(value);
}
