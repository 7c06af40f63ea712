import { DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { RenderRequest, Renderer } from '../../lib/world/machinery/renderer';
import { GuardedStackSynthesizer } from '../environment/guarded-stack-synthesizer';
import { bareApp, placeAt } from './bare-app';
import type { ChangePipelineProps } from './change-pipeline-props';
import { pipelineFrom } from './stated-pipeline';
import type { StatedPipelineInStack, StatedStack } from './stated-pipeline';

/** A file of the assembly that a statement names. @throws where the assembly holds none with that digest. */
export function fileOf(files: RenderRequest['files'], digest: string): string {
  if (!Object.hasOwn(files, digest)) throw new Error(`the assembly holds no file with the SHA-256 ${digest}`);
  return files[digest];
}

function stackLike(scope: Construct, id: string, { account, region, stackName, synthesizer }: StatedStack): Stack {
  return new Stack(scope, id, {
    env: { account, region },
    stackName,
    synthesizer: synthesizer === 'guarded' ? new GuardedStackSynthesizer() : new DefaultStackSynthesizer(),
  });
}

/**
 * Makes the pipelines of one stack again from what its template states about them.
 *
 * @param make Makes the construct.
 */
export function pipelinesRenderer(
  make: (scope: Construct, id: string, props: ChangePipelineProps) => Construct,
): Renderer {
  return ({ statement, files, outdir }: RenderRequest) => {
    const app = bareApp(outdir);
    const stacks = new Map<string, Stack>();
    for (const { stack: around, pipeline } of statement as StatedPipelineInStack[]) {
      const stack = stacks.get(around.path) ?? stackLike(...placeAt(app, around.path), around);
      stacks.set(around.path, stack);
      const [scope, id] = placeAt(stack, pipeline.path.slice(around.path.length + 1));
      make(
        scope,
        id,
        pipelineFrom(pipeline.properties, (digest) => fileOf(files, digest)),
      );
    }
    app.synth();
  };
}
