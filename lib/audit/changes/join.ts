import type { ChangePolicy } from '../../change/policy';
import type { ChangeRecord } from '../../change/record';
import type { Change, WithoutExecution } from '../evidence/schema-changes';
import { objectionsTo, type Judging } from './objections';
import type { Target } from './targets';
import { toldRecord } from '../../page/told';
import type { Deployment, Trail } from './trail';

/** Milliseconds between the clock of the pipeline's events and that of the trail. */
const SLACK = 120_000;

/** What is joined. */
export interface Joining {
  readonly records: readonly ChangeRecord[];
  /** Absent where none was given. */
  readonly trail?: Trail;
  readonly targets: readonly Target[];
  /** Policies of change control, by pipeline. */
  readonly policies: ReadonlyMap<string, ChangePolicy>;
}

/** Changes with what belongs to them, and writes that belong to none. */
export interface Joined {
  readonly changes: readonly Change[];
  readonly changesWithoutExecution: readonly WithoutExecution[];
}

/**
 * Joins what the trail saw to the executions that the records tell of. A deployment belongs to the change whose stage
 * deploys to that account and region, and was at it at that time; one that belongs to none is an exception to explain.
 */
export function joinChanges({ records, trail, targets, policies }: Joining): Joined {
  const inProd = records.filter((record) => record.waves.length > 0);
  const found = new Map<string, Deployment[]>(inProd.map((record) => [record.change, []]));
  const astray: Deployment[] = [];
  for (const deployment of [...(trail?.deployments ?? [])].sort(byTime)) {
    const owners = inProd.filter((record) => deployed(record, deployment, targets));
    if (owners.length === 1) found.get(owners[0].change)!.push(deployment);
    else astray.push(deployment);
  }
  const changes = inProd.map((record) => {
    const deployments = found.get(record.change)!;
    return changeOf(record, { deployments, trail, policy: policies.get(record.pipeline) });
  });
  const others = (trail?.others ?? []).map((one) => ({ ...one }));
  return {
    changes,
    changesWithoutExecution: [...others, ...grouped(astray, inProd, targets)].sort((a, b) =>
      a.first + a.id < b.first + b.id ? -1 : 1,
    ),
  };
}

function byTime(a: Deployment, b: Deployment): number {
  return a.at + a.event < b.at + b.event ? -1 : 1;
}

/** From the first moment of the stage to the end of the change: the way back deploys too. */
function deployed(
  record: ChangeRecord,
  { account, region, stack, at }: Deployment,
  targets: readonly Target[],
): boolean {
  const mine = targets.filter(
    (one) => one.pipeline === record.pipeline && one.account === account && one.region === region,
  );
  const meant = mine.filter(({ stacks }) => stack === '' || stacks.length === 0 || stacks.includes(stack));
  return meant.some(({ stage }) => {
    const begun = startOf(record, stage);
    if (begun === undefined) return false;
    const time = Date.parse(at);
    const end = record.outcome ? Date.parse(record.outcome.at) : Number.POSITIVE_INFINITY;
    return time >= begun - SLACK && time <= end + SLACK;
  });
}

/** When a stage began to deploy, by what happened to the change. */
function startOf(record: ChangeRecord, stage: string): number | undefined {
  const times = record.history
    .filter((one) => one.kind === 'deploying' && one.text.startsWith(`${stage} `))
    .map((one) => Date.parse(one.at));
  return times.length > 0 ? Math.min(...times) : undefined;
}

function changeOf(record: ChangeRecord, judging: Judging): Change {
  return {
    id: record.change,
    at: record.outcome?.at ?? record.opened,
    execution: record.execution,
    deployments: [...judging.deployments],
    record: toldRecord(record),
    objections: objectionsTo(record, judging),
  };
}

/** Deployments without an execution, by who, what and where. */
function grouped(
  astray: readonly Deployment[],
  records: readonly ChangeRecord[],
  targets: readonly Target[],
): WithoutExecution[] {
  return astray.map(({ event, at, account, region, action, stack, by }) => {
    const owners = records.filter((record) =>
      deployed(record, { event, at, account, region, action, stack, by }, targets),
    );
    const why =
      owners.length > 1
        ? `a pipeline's role deployed while ${owners.map((one) => one.change).join(' and ')} were at it: nobody can say whose it is`
        : "a pipeline's role deployed while no recorded change was at it";
    return {
      id: event,
      first: at,
      last: at,
      count: 1,
      account,
      region,
      action,
      by,
      resource: stack,
      kind: 'not sanctioned',
      why,
    };
  });
}
