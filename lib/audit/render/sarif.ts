import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { Drift } from '../drift/drift';
import { tellWayIn } from '../../world/way-in';
import type { Evidence } from '../evidence/schema';

/** Rules beside the theorems, by id. */
const RULES = {
  'change-without-execution': 'A write in a guarded account that belongs to no execution of a pipeline.',
  'change-with-objections': 'A change of prod that an auditor would object to.',
  'control-fails': 'A control whose checks do not hold.',
  'evidence-lost': 'Something that could not be read, so that evidence may be missing.',
  drift: 'What is deployed is not what was synthesized.',
  acknowledged: 'A finding of a rule pack that somebody acknowledged with a reason.',
} as const;

/** Everything that somebody must look at, as SARIF 2.1.0; acknowledged findings are suppressed in it. */
export function findingsSarif(evidence: Evidence): string {
  const log: Log = {
    version: '2.1.0',
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    runs: [
      {
        tool: { driver: { ...evidence.generator, rules: rulesOf(evidence) } },
        results: resultsOf(evidence),
        columnKind: 'utf16CodeUnits',
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function rulesOf({ theorems }: Evidence): ReportingDescriptor[] {
  const ours = Object.entries(RULES).map(([id, text]) => ({ id, shortDescription: { text } }));
  return [...theorems.map(({ id, statement }) => ({ id, shortDescription: { text: statement } })), ...ours];
}

function resultsOf(evidence: Evidence): Result[] {
  return [
    ...evidence.theorems.flatMap(theoremResults),
    ...evidence.controls
      .filter((one) => one.verdict === 'fail')
      .map((one) => result('control-fails', 'warning', `${one.framework} ${one.id}: ${one.why}`, [])),
    ...evidence.changesWithoutExecution
      .filter((one) => one.kind !== 'sanctioned')
      .map((one) =>
        result(
          'change-without-execution',
          one.kind === 'break-glass' ? 'warning' : 'error',
          `${one.action} by ${one.by} in ${one.account}, ${one.region}, ${one.first}: ${one.kind}, ${one.why}`,
          [one.resource || one.account],
        ),
      ),
    ...evidence.changes
      .filter((one) => one.objections.length > 0)
      .map((one) => result('change-with-objections', 'warning', `${one.id}: ${one.objections.join('; ')}`, [one.id])),
    ...evidence.population.problems
      .filter((one) => one.lost)
      .map((one) => result('evidence-lost', 'error', `${one.what} (${one.count} times)`, [one.where])),
    ...driftResults(evidence.deployed?.drift ?? []),
    ...evidence.acknowledged.map(acknowledgedResult),
  ];
}

/** What is deployed otherwise than it was synthesized. */
export function driftResults(drift: readonly Drift[]): Result[] {
  return drift.map(({ where, expected, found, kind }) =>
    result('drift', 'error', `${kind}: expected ${expected}; found ${found}`, [where]),
  );
}

function theoremResults({ id, counterexamples, unknowns }: Evidence['theorems'][number]): Result[] {
  return [
    ...counterexamples.map(({ human, request, where }) =>
      result(id, 'error', `${human} comes to ${request.action} on ${request.resource} as ${request.principal}`, where),
    ),
    ...unknowns.map((one) =>
      result(id, 'warning', [`not decided: ${one.why}`, ...tellWayIn(one)].join('\n'), [one.where]),
    ),
  ];
}

function acknowledgedResult({ plugin, rule, reason, count, where }: Evidence['acknowledged'][number]): Result {
  return {
    ...result('acknowledged', 'note', `${plugin} ${rule}, ${count} times`, where),
    suppressions: [{ kind: 'external', status: 'accepted', justification: reason }],
  };
}

function result(ruleId: string, level: Result.level, text: string, where: readonly string[]): Result {
  const locations = where.map((name) => ({ logicalLocations: [{ fullyQualifiedName: name, kind: 'resource' }] }));
  return { ruleId, level, message: { text }, ...(locations.length > 0 ? { locations } : {}) };
}

/** Drift alone, as SARIF 2.1.0. */
export function driftSarif(drift: readonly Drift[], driver: Evidence['generator']): string {
  const rules = [{ id: 'drift', shortDescription: { text: RULES.drift } }];
  const log: Log = {
    version: '2.1.0',
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    runs: [{ tool: { driver: { ...driver, rules } }, results: driftResults(drift), columnKind: 'utf16CodeUnits' }],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}
