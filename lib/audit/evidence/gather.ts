import type { ChangeRecord } from '../../change/record';
import { explore } from '../../prover/closure/explore';
import type { CheckedProof } from '../../prover/prove';
import type { PluginReport } from '../../summary';
import type { World } from '../../world/model';
import { joinChanges } from '../changes/join';
import { Problems } from '../changes/problems';
import { draw } from '../changes/sample';
import { targetsOf } from '../changes/targets';
import type { Trail } from '../changes/trail';
import { evaluateControls } from '../controls/evaluate';
import type { Certificate } from '../../prover/checker/input';
import { acknowledgedFindings } from './acknowledged';
import { deployedFacts } from './deployed';
import { factsOf } from './facts';
import { gatePolicies } from './pipelines';
import { type Evidence, evidenceSchema } from './schema';
import { differencesSince } from './since';

/** Everything that evidence is made of. */
export interface Sources {
  readonly world: World;
  readonly reports: readonly PluginReport[];
  readonly records: readonly ChangeRecord[];
  /** What is wrong with the records. */
  readonly recordProblems?: Problems;
  /** What CloudTrail saw; absent where no trail was given. */
  readonly trail?: Trail;
  readonly sample: { readonly size: number; readonly seed: number };
  readonly time: string;
  readonly generator: Evidence['generator'];
  /** The proof of the world, where it was made before; nobody has to prove the same twice. */
  readonly proof?: CheckedProof;
  /** What is deployed, where a snapshot was given. */
  readonly deployed?: World;
  /** The proof of what is deployed, where it was made before. */
  readonly deployedProof?: CheckedProof;
  readonly leases?: Evidence['leases'];
  /** Evidence of an earlier pack. */
  readonly previous?: Evidence;
}

/** Evidence with what it can be worked out from again. */
export interface Gathered {
  readonly evidence: Evidence;
  readonly certificate: Certificate;
  readonly world: World;
  readonly deployed?: World;
}

/** Gathers evidence: what follows from the world, from the records and the trail, and what the controls make of it. */
export function gather(sources: Sources): Gathered {
  const { world, deployed } = sources;
  const { facts, certificate } = factsOf(world, sources.proof);
  const changes = changesOf(sources);
  const { size, seed } = sources.sample;
  const drawn = draw(changes.changes, size, seed);
  const shown = {
    version: 1 as const,
    time: sources.time,
    generator: sources.generator,
    ...facts,
    acknowledged: acknowledgedFindings(sources.reports),
    ...changes,
    sample: { size, seed, of: changes.changes.length, changes: drawn.map((one) => one.id) },
    leases: sources.leases ?? [],
    ...(deployed ? { deployed: deployedFacts(world, deployed, sources.deployedProof) } : {}),
  };
  const whole: Evidence = { ...shown, controls: evaluateControls(shown) };
  const { previous } = sources;
  const since = previous ? { since: differencesSince(previous, whole) } : {};
  // Keys in the order of the schema, as whoever reads the file gets them.
  const evidence = evidenceSchema.parse({ ...whole, ...since });
  return { evidence, certificate, world, ...(deployed ? { deployed } : {}) };
}

type ChangeFacts = Pick<Evidence, 'changes' | 'changesWithoutExecution' | 'population'>;

function changesOf({ world, records, recordProblems, trail }: Sources): ChangeFacts {
  const closure = explore(world);
  const policies = gatePolicies(world, closure);
  const joined = joinChanges({ records, trail, targets: targetsOf(world, closure), policies });
  const problems = [...(recordProblems ?? new Problems()).list, ...(trail?.problems.list ?? [])];
  return {
    changes: [...joined.changes],
    changesWithoutExecution: [...joined.changesWithoutExecution],
    population: {
      trail: trail !== undefined,
      records: records.length,
      files: trail?.files ?? 0,
      events: trail?.events ?? 0,
      from: trail?.from ?? '',
      to: trail?.to ?? '',
      running: [...(trail?.machines ?? [])],
      problems,
    },
  };
}
