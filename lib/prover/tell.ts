import type { Counterexample, ProofResult, ResultUnknown, Step, TheoremAnswer } from './result';

/** How parts of the text are set off; plain text without a terminal. */
export interface TellStyle {
  readonly heading: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly faint: (text: string) => string;
}

/** No colours. */
export const PLAIN: TellStyle = {
  heading: (text) => text,
  good: (text) => text,
  bad: (text) => text,
  faint: (text) => text,
};

/** The part of an ARN that a person knows it by, with its account. */
function shortName(arn: string): string {
  const [, , service, , account, ...rest] = arn.split(':');
  if (!service) return arn;
  const name = rest.join(':').replace(/^role\/aws-reserved\/sso\.amazonaws\.com\//, '');
  return account ? `${name} (${account})` : name;
}

const VERBS: Readonly<Record<string, string>> = {
  'assume-role': 'assumes',
  'pass-role': 'hands to a service of their making',
  'create-role': 'makes',
  'remake-role': 'deletes and makes anew',
  'machine-start': 'starts',
  chat: 'type commands as',
  directory: 'sign in to the console as',
  'file-transfer': 'write files as',
  'streaming-session': 'work on an instance of',
  portal: 'act in a portal as',
  certificate: 'get credentials of',
  federation: 'gets credentials of',
};

function verb(step: Step): string {
  return VERBS[step.edge] ?? `takes (${step.edge.replace(/-/g, ' ')})`;
}

/** `developer → deploy-role → s3:PutObject`. */
function chain(one: Counterexample): string {
  const names = [one.human, ...one.steps.map((step) => step.to)].map(shortName);
  return [...names, `${one.request.action} on ${one.request.resource}`].join(' → ');
}

function contextLine(one: Counterexample): string[] {
  const entries = Object.entries(one.request.context).filter(
    ([key]) => !/^(aws:(principal|resource|sourceowner)|kms:calleraccount|s3:resourceaccount)/i.test(key),
  );
  return entries.length > 0
    ? [`      with ${entries.map(([key, values]) => `${key} = ${values.join(', ')}`).join('; ')}`]
    : [];
}

function tellOne(one: Counterexample, style: TellStyle): string[] {
  const steps = one.steps.flatMap((step, index) => [
    `      ${index + 1}. ${shortName(step.from)} ${verb(step)} ${shortName(step.to)} by ${step.by}`,
    ...(step.edge === 'pipeline' ? step.because.map((why) => `         since ${why}`) : []),
  ]);
  const last = `      ${one.steps.length + 1}. ${shortName(one.request.principal)} may ${one.request.action} on ${one.request.resource}`;
  return [
    `    ${style.heading(chain(one))}`,
    ...steps,
    last,
    ...contextLine(one),
    ...one.where.map((where) => `      ${style.faint(`change: ${where}`)}`),
  ];
}

/** So many unknowns are told to a person; the same ones mostly touch all theorems. */
const MOST_UNKNOWNS = 5;

/** How many claims of the certificate were checked without search, and what the others rest on. */
function tellClaims({ claims }: TheoremAnswer, style: TellStyle): string[] {
  if (!claims) return [];
  const { checked, searched, because = [] } = claims;
  const count = (n: number): string => n.toLocaleString('en');
  const rest = searched === 0 ? 'none rests' : `${count(searched)} ${searched === 1 ? 'rests' : 'rest'}`;
  return [
    style.faint(`    ${count(checked)} claims checked without search, ${rest} on the search alone`),
    ...because.map(({ why, count: some }) => style.faint(`      ${count(some)}: ${why}`)),
  ];
}

/** What was not decided; where it is told first, also who comes in by it, step by step, and what to change. */
function tellUnknown(unknown: ResultUnknown, style: TellStyle, told: Set<string>): string[] {
  const { why, where, who, way = [], change } = unknown;
  const first = `    unknown: ${why} ${style.faint(`(${where})`)}`;
  if (told.has(first)) return [first];
  told.add(first);
  return [
    first,
    ...(who === undefined ? [] : [`      who: ${who}`]),
    ...way.map((step, at) => `      ${at + 1}. ${step}`),
    ...(change === undefined ? [] : [`      ${style.faint(`change: ${change}`)}`]),
  ];
}

function tellTheorem(answer: TheoremAnswer, style: TellStyle, told: Set<string>): string[] {
  const colour = answer.verdict === 'proved' ? style.good : style.bad;
  const word = answer.notApplicable ? style.faint('not applicable') : colour(answer.verdict.padEnd(8));
  return [
    `${word}  ${answer.id}${answer.notApplicable ? `: ${answer.notApplicable}` : ''}`,
    ...tellClaims(answer, style),
    ...answer.counterexamples.flatMap((one) => tellOne(one, style)),
    ...(answer.more ? [`    and ${answer.more} more people`] : []),
    ...answer.unknowns.slice(0, MOST_UNKNOWNS).flatMap((one) => tellUnknown(one, style, told)),
    ...(answer.unknowns.length > MOST_UNKNOWNS
      ? [`    and ${answer.unknowns.length - MOST_UNKNOWNS} more unknowns; --json lists all`]
      : []),
  ];
}

/** The answer for a person: a verdict a theorem, each counterexample as a short chain and a story, then what it rests on. */
export function tellProof(result: ProofResult, style: TellStyle = PLAIN): string {
  const { subject } = result;
  const told = new Set<string>();
  return [
    ...result.theorems.flatMap((answer) => tellTheorem(answer, style, told)),
    '',
    `${subject.accounts} accounts, ${subject.principals} principals, ${subject.humans} of them people, ${subject.actions} actions (${result.catalogue.name} ${result.catalogue.version})`,
    ...(result.assumptions.length > 0 ? [`assumes: ${result.assumptions.map((note) => note.id).join(', ')}`] : []),
    ...(result.exceptions.length > 0 ? [`excepts: ${result.exceptions.map((note) => note.id).join(', ')}`] : []),
  ].join('\n');
}
