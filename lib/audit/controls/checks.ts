import type { Evidence, Witness } from '../evidence/schema';

/** What the checks look at: evidence without its controls. */
export type Shown = Omit<Evidence, 'controls'>;

/** What a check says: it holds, it does not, or nobody can say here; and what shows it. */
export interface Checked {
  readonly holds: boolean | 'not here';
  readonly why: string;
  readonly witnesses: readonly Witness[];
}

const theorem =
  (id: string) =>
  ({ theorems }: Shown): Checked => {
    const found = theorems.find((one) => one.id === id);
    const witnesses = found?.verdict === 'proved' ? [{ kind: 'theorem', what: found.statement, where: id }] : [];
    return { holds: found?.verdict === 'proved', why: `${id} is ${found?.verdict ?? 'not there'}`, witnesses };
  };

/** It holds of a list that is not empty when nothing of it is bad. */
function everyOne<T>(list: readonly T[], bad: readonly string[], none: string, witness: (one: T) => Witness): Checked {
  if (list.length === 0) return { holds: false, why: none, witnesses: [] };
  const why = bad.length === 0 ? `${list.length} looked at` : bad.slice(0, 5).join('; ');
  return { holds: bad.length === 0, why, witnesses: list.map(witness) };
}

function accessByRole({ access }: Shown): Checked {
  const people = access.filter((one) => one.who === 'people');
  const bad = people.filter((one) => one.guarded && ['writes', 'unknown'].includes(one.level));
  return everyOne(
    people,
    bad.map((one) => `${one.name} in ${one.accountName}: ${one.level}`),
    'nobody is listed who could have access',
    (one) => ({ kind: 'statement', what: `${one.name} in ${one.accountName}: ${one.level}`, where: one.where }),
  );
}

function machinesAreMachines({ access }: Shown): Checked {
  const machines = access.filter((one) => one.who === 'machine' && one.guarded);
  const bad = machines.filter((one) =>
    one.assumedBy.some((who) => /AWSReservedSSO_|:saml-provider\/|:user\//.test(who)),
  );
  return everyOne(
    machines,
    bad.map((one) => `${one.principal} trusts people`),
    'no machine role is listed in a guarded account',
    (one) => ({
      kind: 'statement',
      what: `${one.name} may be assumed by ${one.assumedBy.join(', ')}`,
      where: one.where,
    }),
  );
}

function fourEyes({ pipelines }: Shown): Checked {
  const deploying = deployingPipelines(pipelines);
  const bad = deploying.filter((one) => one.stages.every((stage) => stage.approvers.length === 0));
  return everyOne(
    deploying,
    bad.map((one) => `${one.name} asks nobody`),
    'no pipeline deploys to a guarded account',
    (one) => ({
      kind: 'stage',
      what: `${one.name} asks ${one.stages.flatMap((stage) => stage.approvers).join(' and ')}`,
      where: one.where,
    }),
  );
}

function deployingPipelines(pipelines: Shown['pipelines']): Shown['pipelines'] {
  return pipelines.filter((one) => one.stages.some((stage) => stage.deploysTo.length > 0));
}

function testedBeforeProd({ pipelines, organization }: Shown): Checked {
  const guarded = new Set(organization.accounts.filter((one) => one.guarded).map((one) => one.id));
  const deploying = deployingPipelines(pipelines);
  const verifies = (one: Shown['pipelines'][number]): boolean => {
    const first = one.stages.findIndex((stage) => stage.deploysTo.some((id) => guarded.has(id)));
    return one.stages.slice(0, first).some((stage) => stage.kind === 'verify');
  };
  return everyOne(
    deploying,
    deploying.filter((one) => !verifies(one)).map((one) => `${one.name} deploys before it verifies`),
    'no pipeline deploys to a guarded account',
    (one) => ({ kind: 'stage', what: `${one.name} verifies before it deploys`, where: one.where }),
  );
}

function armedAlarms({ alarms }: Shown): Checked {
  const prod = alarms.filter((one) => one.environment === 'prod');
  return everyOne(
    prod,
    prod.filter((one) => one.problems.length > 0).map((one) => `${one.name}: ${one.problems.join(', ')}`),
    'no alarm watches a prod deployment',
    (one) => ({ kind: 'alarm', what: `${one.name}: ${one.watches}`, where: one.where }),
  );
}

function ownAccounts({ organization }: Shown): Checked {
  const prod = organization.accounts.filter((one) => one.environment === 'prod');
  return everyOne(prod, [], 'no account is for prod', (one) => ({
    kind: 'resource',
    what: `${one.name} is an account for prod alone`,
    where: one.id,
  }));
}

/** Problems through which something may be missing make every statement about all changes impossible. */
function everyChangeRecorded({ population, changes, changesWithoutExecution }: Shown): Checked {
  const lost = population.problems.filter((one) => one.lost);
  if (!population.trail) return { holds: 'not here', why: 'no trail was given (--trail)', witnesses: [] };
  if (lost.length > 0)
    return {
      holds: 'not here',
      why: `not everything could be read: ${lost[0].what} (${lost[0].where})`,
      witnesses: [],
    };
  const bad = changesWithoutExecution.filter((one) => one.kind === 'not sanctioned');
  return everyOne(
    changes,
    bad.map((one) => `${one.action} by ${one.by} at ${one.first} belongs to no execution`),
    'no change of prod is on record',
    (one) => ({ kind: 'record', what: `${one.id}, execution ${one.execution}`, where: one.id }),
  );
}

function changesInOrder({ changes, population }: Shown): Checked {
  if (population.records === 0)
    return { holds: 'not here', why: 'no change records were given (--records)', witnesses: [] };
  const bad = changes.filter((one) => one.objections.length > 0);
  return everyOne(
    changes,
    bad.map((one) => `${one.id}: ${one.objections.join(', ')}`),
    'no change of prod is on record',
    (one) => ({ kind: 'record', what: `${one.id}: ${one.record?.outcome ?? 'no outcome'}`, where: one.id }),
  );
}

function noDrift({ deployed }: Shown): Checked {
  if (!deployed)
    return { holds: 'not here', why: 'no snapshot of what is deployed was given (--snapshot)', witnesses: [] };
  return {
    holds: deployed.drift.length === 0,
    why: `${deployed.drift.length} differences between what is deployed and what was synthesized`,
    witnesses: [{ kind: 'resource', what: 'the snapshot was compared with the assembly', where: deployed.digest }],
  };
}

const listed =
  (kind: keyof Shown['platform'], none: string) =>
  ({ platform }: Shown): Checked =>
    everyOne(platform[kind], [], none, (one) => ({ kind: 'resource', what: one.what, where: one.where }));

function acknowledgedWithReasons({ acknowledged }: Shown): Checked {
  const bad = acknowledged.filter((one) => one.reason.trim() === '');
  if (acknowledged.length === 0)
    return { holds: 'not here', why: 'the assembly tells of no acknowledged finding', witnesses: [] };
  return everyOne(
    acknowledged,
    bad.map((one) => `${one.rule} has no reason`),
    '',
    (one) => ({
      kind: 'statement',
      what: `${one.rule}: ${one.reason}`,
      where: one.where[0] ?? one.plugin,
    }),
  );
}

function proved({ theorems }: Shown): Checked {
  const bad = theorems.filter((one) => one.verdict !== 'proved').map((one) => `${one.id} is ${one.verdict}`);
  return everyOne(theorems, bad, 'nothing was proved', (one) => ({
    kind: 'theorem',
    what: one.statement,
    where: one.id,
  }));
}

/** What shows a control, by id. */
export const CHECKS = {
  'no-human-write': theorem('no-human-write-to-prod'),
  ceiling: theorem('ceiling-holds-for-any-role'),
  'only-pipeline': theorem('only-the-pipeline-deploys'),
  approval: theorem('approval-dominates-prod'),
  duties: theorem('duties-are-separate'),
  rollback: theorem('rollback-is-armed'),
  guardrails: theorem('guardrails-are-immutable'),
  isolation: theorem('environments-are-isolated'),
  proved,
  'access-by-role': accessByRole,
  'machines-are-machines': machinesAreMachines,
  'four-eyes': fourEyes,
  'tested-before-prod': testedBeforeProd,
  'armed-alarms': armedAlarms,
  'own-accounts': ownAccounts,
  'every-change-recorded': everyChangeRecorded,
  'changes-in-order': changesInOrder,
  'no-drift': noDrift,
  'write-alarms': listed('writeAlarms', 'no rule tells of writes by people'),
  trail: listed('trails', 'no organization trail is there'),
  'write-once': listed('writeOnceStores', 'no bucket is write-once'),
  'acknowledged-with-reasons': acknowledgedWithReasons,
} satisfies Record<string, (shown: Shown) => Checked>;

/** Name of a check. */
export type CheckId = keyof typeof CHECKS;
