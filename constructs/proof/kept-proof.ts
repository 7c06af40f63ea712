import { readFileSync } from 'node:fs';
import type { PolicyValidationPluginReport } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { digest, folderDigest, keptOn } from '../../lib/kept';
import { acknowledgedInTree } from './acknowledged';

/** What a proof answers. */
export interface ProofAnswer {
  readonly report: PolicyValidationPluginReport;
  /** What it rests on, in a line. */
  readonly rests: string;
}

/** A proof of the same input that was made before. */
export interface KeptProof {
  get(): ProofAnswer | undefined;
  /** Only what is proved is kept: a failure is looked into anew each time. */
  put(answer: ProofAnswer): void;
}

/** Looks for a proof by everything that one reads: each file of the assembly, the platform around it, acknowledgements. */
export function keptProof(app: IConstruct, outdir: string, platformSnapshot?: string): KeptProof {
  const kept = keptOn(app);
  if (!kept) return { get: () => undefined, put: () => undefined };
  const platform = platformSnapshot === undefined ? null : digest(readFileSync(platformSnapshot));
  const input = [folderDigest(outdir), platform, acknowledgedInTree(app)];
  return {
    get: () => {
      const found = kept.get<ProofAnswer>('proof', input);
      return found?.report.success && found.report.metadata?.verdict === 'proved' ? found : undefined;
    },
    put: (answer) => kept.put('proof', input, answer),
  };
}
