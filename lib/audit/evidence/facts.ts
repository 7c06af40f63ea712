import { catalogue } from '../../iam';
import { checkCertificate, checkCeilingOf } from '../../prover/checker/check';
import { checkedActions } from '../../prover/certificate/certify';
import type { Certificate } from '../../prover/checker/input';
import { explore } from '../../prover/closure/explore';
import type { ProofResult } from '../../prover/result';
import { THEOREMS } from '../../prover/theorems/all';
import { type CheckedProof, proveChecked } from '../../prover/prove';
import type { World } from '../../world/model';
import { accessMatrix } from './access';
import { alarmEvidence } from './alarms';
import { pipelineEvidence, waysToProd } from './pipelines';
import { platformFacts } from './platform-facts';
import type { Evidence } from './schema';

/** What follows from a world alone, and so can be worked out again by anybody who has it. */
export type WorldFacts = Pick<
  Evidence,
  | 'subject'
  | 'organization'
  | 'catalogue'
  | 'verdict'
  | 'theorems'
  | 'certificate'
  | 'assumptions'
  | 'exceptions'
  | 'access'
  | 'accessDetails'
  | 'statements'
  | 'ways'
  | 'pipelines'
  | 'alarms'
  | 'platform'
>;

/** Facts of a world with the certificate of their proof. */
export interface ProvedFacts {
  readonly facts: WorldFacts;
  readonly certificate: Certificate;
}

/** Tells all that follows from a world, which is proved where that was not done before. */
export function factsOf(world: World, proof: CheckedProof = proveChecked(world)): ProvedFacts {
  const { result, certificate } = proof;
  const closure = explore(world);
  const matrix = accessMatrix(world, certificate);
  const facts: WorldFacts = {
    subject: { ...result.subject, source: world.subject.source },
    organization: organizationOf(world),
    catalogue: { name: catalogue().name, version: catalogue().version },
    verdict: result.verdict,
    theorems: theoremsOf(result),
    certificate: claimsOf(certificate, world),
    assumptions: [...result.assumptions],
    exceptions: world.exceptions.map(exceptionOf),
    access: [...matrix.access],
    accessDetails: [...matrix.accessDetails],
    statements: { ...matrix.statements },
    ways: waysToProd(world, closure),
    pipelines: pipelineEvidence(world, closure),
    alarms: alarmEvidence(world, closure),
    platform: platformFacts(world),
  };
  return { facts: plain(facts), certificate };
}

/** Without what JSON cannot say, so that facts compare with those read from a file. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function organizationOf({ organizationId, managementAccountId, accounts }: World): Evidence['organization'] {
  const guarded = ['prod', 'tooling', 'audit'];
  return {
    id: organizationId,
    managementAccountId,
    accounts: accounts.map(({ id, name, environment }) => ({
      ...{ id, name, environment },
      guarded: guarded.includes(environment),
    })),
  };
}

function theoremsOf({ theorems }: ProofResult): Evidence['theorems'] {
  return theorems.map((one) => ({
    ...(plain(one) as Omit<Evidence['theorems'][number], 'statement'>),
    statement: THEOREMS.find(({ id }) => id === one.id)?.statement ?? one.id,
  }));
}

function claimsOf(certificate: Certificate, world: World): Evidence['certificate'] {
  const writes = checkCertificate(certificate, world, checkedActions());
  const ceiling = checkCeilingOf(certificate, world, checkedActions());
  return {
    verified: writes.verified,
    decided: writes.decidedBySearch,
    ceilingVerified: ceiling.verified,
    ceilingDecided: ceiling.decidedBySearch,
  };
}

function exceptionOf({ id, statement, principals, actions, resources }: World['exceptions'][number]) {
  return { id, statement, principals: [...principals], actions: [...actions], resources: [...resources] };
}
