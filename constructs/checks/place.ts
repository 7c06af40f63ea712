import type { IConstruct } from 'constructs';
import type { FindingPlace } from '../../lib/findings';
import { EnvironmentKind, EnvironmentStage } from '../environment';

const RTTI = Symbol.for('jsii.rtti');

/** Libraries whose constructs a workload composes itself, so that it can change what they make. */
const OWN = /^(aws-cdk-lib|constructs|cdk-guarded-environments|@aws-cdk\/[a-z0-9-]+)$/;

/** Whose construct stands at a place of the tree, and where it is deployed. */
export function placeOf(construct: IConstruct): FindingPlace {
  const scopes = construct.node.scopes;
  const stage = scopes.find((one): one is EnvironmentStage => one instanceof EnvironmentStage);
  const kind =
    stage === undefined ? 'platform' : stage.environment.kind === EnvironmentKind.PROD ? 'prod' : 'elsewhere';
  return { kind, thirdParty: scopes.some(isThirdParty) };
}

/** Libraries of the Construct Hub name themselves in their classes; a class without a name is the workload's own. */
function isThirdParty(construct: IConstruct): boolean {
  const { fqn } = ((construct.constructor as unknown as Record<symbol, unknown>)[RTTI] ?? {}) as { fqn?: string };
  return fqn !== undefined && !OWN.test(fqn.split('.')[0] ?? '');
}
