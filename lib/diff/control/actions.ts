import type { Fact } from './fact';
import { leavesOf, object, parsed, valueOf, wordsOf, without, type Json } from './leaves';
import { bySize, minutesText } from './orders';
import { lastPart, type Site } from './site';

/** CodePipeline waits so long for an approval where nothing else is said: 7 days. */
const APPROVAL_MINUTES = 10_080;

/** One action in its stage, as facts are made of it. */
interface Placed {
  readonly site: Site;
  readonly stage: string;
  readonly name: string;
  readonly action: Json;
  readonly configuration: Json;
}

/** What an action does, and every value of its configuration. */
export function actionFacts(site: Site, stage: string, action: Json): Fact[] {
  const name = wordsOf(action.Name);
  const placed: Placed = { site, stage, name, action, configuration: object(action.Configuration) };
  switch (object(action.ActionTypeId).Category) {
    case 'Source':
      return sourceFacts(placed);
    case 'Approval':
      return approvalFacts(placed);
    default:
      return 'TARGET_ACCOUNT' in environmentOf(placed) ? deploymentFacts(placed) : stepFacts(placed);
  }
}

const PLACES = ['FullRepositoryId', 'RepositoryName', 'Repo', 'S3Bucket', 'S3ObjectKey'];
const BRANCHES = ['BranchName', 'Branch'];

function sourceFacts(placed: Placed): Fact[] {
  const { configuration, action } = placed;
  const [from, branches] = [PLACES, BRANCHES].map((keys) => keys.flatMap((key) => configuration[key] ?? []));
  const provider = wordsOf(object(action.ActionTypeId).Provider);
  const told = from.length > 0 ? from.map(wordsOf).join('/') : provider;
  const text = branches.length > 0 ? `${told}, branch ${branches.map(wordsOf).join('/')}` : told;
  return withRest(placed, { subject: `source ${placed.name}`, text }, [...PLACES, ...BRANCHES]);
}

/** Who must say yes, and how long that may take: a longer wait admits what a shorter one ends. */
function approvalFacts(placed: Placed): Fact[] {
  const { stage, name, action } = placed;
  const minutes = action.TimeoutInMinutes ?? APPROVAL_MINUTES;
  const limit = Number.isFinite(Number(minutes)) ? minutesText(Number(minutes)) : wordsOf(minutes);
  const head = {
    subject: `approval ${name}`,
    text: `asked in ${stage}, for up to ${limit}`,
    ...bySize(minutes, 'weaker', stage),
    gone: 'weaker',
    come: 'stronger',
  } as const;
  return withRest({ ...placed, action: without(action, 'TimeoutInMinutes') }, head, []);
}

function deploymentFacts(placed: Placed): Fact[] {
  const { TARGET_ACCOUNT, TARGET_REGION, GLOBAL_REGION, ASSEMBLY, STACKS, ...settings } = environmentOf(placed);
  const { MONITORING_MINUTES, ROLLBACK_ALARMS, ADMISSION, ...others } = settings;
  const stacks = [parsed(STACKS) ?? STACKS].flat().filter(Boolean);
  const what = [ASSEMBLY ?? 'the assembly', ...(stacks.length > 0 ? [`(${stacks.map(wordsOf).join(', ')})`] : [])];
  const text = `${what.map(wordsOf).join(' ')} to ${wordsOf(TARGET_ACCOUNT)}, ${[TARGET_REGION, GLOBAL_REGION].filter(Boolean).map(wordsOf).join(' and ')}`;
  const subject = `deployment ${placed.stage}/${placed.name}`;
  const come = 'weaker';
  const rest = { ...placed, configuration: { ...placed.configuration, EnvironmentVariables: others } };
  const [deployment, ...details] = withRest(rest, { subject, text, come }, []);
  const detail = { of: deployment.of, within: deployment.key, where: deployment.where };
  return [
    deployment,
    ...details,
    {
      ...detail,
      key: `${deployment.key} watch`,
      subject: `${subject}, minutes that CloudFormation watches`,
      text: wordsOf(MONITORING_MINUTES),
      ...bySize(MONITORING_MINUTES, 'stronger'),
    },
    {
      ...detail,
      key: `${deployment.key} admission`,
      subject: `${subject}, asks for its admission`,
      ...admission(ADMISSION),
    },
    {
      ...detail,
      key: `${deployment.key} alarms`,
      subject: `${subject}, rollback alarms`,
      text: ROLLBACK_ALARMS === 'hand over' ? 'handed to CloudFormation' : wordsOf(ROLLBACK_ALARMS),
      ...bySize(ROLLBACK_ALARMS === 'hand over' ? 1 : 0, 'stronger'),
    },
  ];
}

/** Who is asked right before a deployment begins; that another function is asked is not shown to be stronger. */
function admission(asked: unknown = 'none'): Pick<Fact, 'text' | 'order'> {
  const members = asked === 'none' || asked === '' ? [] : [wordsOf(asked)];
  return { text: wordsOf(members), order: { by: 'members', members, more: 'different', less: 'weaker' } };
}

const RUNS = ['ProjectName', 'FunctionName', 'StateMachineArn'];

function stepFacts(placed: Placed): Fact[] {
  const { site, configuration, stage, name, action } = placed;
  const runs = RUNS.flatMap((key) => configuration[key] ?? []).map((one) => shortOf(site, wordsOf(one)));
  const text = `runs ${runs.join(', ') || wordsOf(object(action.ActionTypeId).Provider)}`;
  const facts = withRest(placed, { subject: `step ${stage}/${name}`, text, gone: 'weaker' }, RUNS);
  return facts.map((fact) => ({ within: `stage ${stage}`, ...fact }));
}

/** What an ARN names: by its name where the pipeline stands, else by where it is too. */
function shortOf({ stack }: Site, text: string): string {
  const here = `:${stack.region}:${stack.account}:`;
  return !text.startsWith('arn:') ? text : text.includes(here) ? lastPart(text) : text.split(':').slice(3).join(':');
}

/** The fact of an action, and one for each value that it does not tell. */
function withRest(
  { site, stage, name, action, configuration }: Placed,
  head: Pick<Fact, 'subject' | 'text' | 'order' | 'gone' | 'come'>,
  told: readonly string[],
): Fact[] {
  const { of, resource } = site;
  const key = `action ${stage}/${name}`;
  const rest = { ...without(action, 'Name', 'Configuration'), Configuration: without(configuration, ...told) };
  const details = leavesOf(rest).map(({ path, text }) => ({
    of,
    key: `${key} ${path}`,
    within: key,
    subject: `${head.subject}, ${path.replace(/^Configuration\./, '')}`,
    text,
    where: resource.where,
  }));
  return [{ of, key, ...head, where: resource.where }, ...details];
}

/** Environment variables that an action hands to its project, by name. */
function environmentOf({ configuration }: Placed): Json {
  const listed = parsed(configuration.EnvironmentVariables);
  const entries = Array.isArray(listed) ? listed.map(object) : [];
  return Object.fromEntries(entries.map((one) => [String(one.name), valueOf(one)]));
}
