import type { Construct } from 'constructs';
import type { RenderRequest, Renderer } from '../../lib/world/machinery/renderer';
import { bareApp, placeAt } from '../pipeline/bare-app';
import { fileOf } from '../pipeline/render';
import type { Statement } from '../pipeline/statement';
import type { GuardedPlatformProps } from './platform-props';
import { platformFrom } from './statement';
import type { StatedPlatform } from './statement';

/**
 * Makes a platform again from what an assembly states about it, with this version of the package: no workload, no check
 * of anybody else, nothing of the process around it.
 *
 * @param make Makes the construct.
 */
export function platformRenderer(
  make: (scope: Construct, id: string, props: GuardedPlatformProps) => Construct,
): Renderer {
  return ({ statement, files, outdir }: RenderRequest) => {
    const { path, properties } = statement as Statement<StatedPlatform>;
    const app = bareApp(outdir);
    const [scope, id] = placeAt(app, path);
    make(
      scope,
      id,
      platformFrom(properties, (digest) => fileOf(files, digest)),
    );
    app.synth();
  };
}
