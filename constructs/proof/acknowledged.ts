import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { acknowledgement } from '../../lib/world/assembly';
import type { Acknowledgement } from '../../lib/prover';

/** Metadata type under which `Validations.acknowledge` keeps `{ [rule id]: reason }`. */
const ACKNOWLEDGED: string = Validations.ACKNOWLEDGED_RULES_METADATA_KEY ?? 'aws:cdk:acknowledged-rules';

/** Every theorem acknowledged anywhere in the tree, the app itself included, which no manifest shows. */
export function acknowledgedInTree(root: IConstruct): Acknowledgement[] {
  return root.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter((entry) => entry.type === ACKNOWLEDGED && typeof entry.data === 'object')
      .flatMap((entry) => Object.entries(entry.data as Record<string, string>))
      .flatMap(([id, reason]) => acknowledgement(id, reason, construct.node.path || 'the app')),
  );
}
