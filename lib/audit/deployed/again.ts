import { join } from 'node:path';
import { readAssembly } from '../../world/assembly';
import type { World } from '../../prover';
import type { Renderer } from '../../world/machinery/renderer';
import { platformStatementSchema } from '../../world/machinery/statement';

/** The platform as this version makes it of what is stated where it is deployed. */
export interface Again {
  readonly world: World;
  /** Its cloud assembly. */
  readonly app: string;
}

/** What it is made from. */
export interface AgainSources {
  /** What the deployed organization stack states; absent where nothing was read. */
  readonly statement: unknown;
  /** Version of this package. */
  readonly version: string;
  /** Files that the statement names, by their SHA-256. */
  readonly files: Readonly<Record<string, string>>;
  /** An empty folder. */
  readonly folder: string;
  readonly render: Renderer;
}

/** Makes the platform again, or says why it cannot be made. */
export function platformAgain({ statement, version, files, folder, render }: AgainSources): Again | string {
  if (statement === undefined) return 'no deployed stack states what the platform was made from';
  const stated = platformStatementSchema.safeParse(statement);
  if (!stated.success) return 'what the platform states that it was made from is not of a form that is known';
  const { packageVersion } = stated.data;
  if (packageVersion !== version)
    return `the platform was made by version ${packageVersion} of the package, and this is ${version}: where the platform was released with ${version}, management deploys platform/organization as that release made it; else release the platform`;
  try {
    const app = join(folder, 'cdk.out');
    render({ kind: 'platform', statement: stated.data, files, outdir: app });
    return { world: readAssembly(app, undefined, render), app };
  } catch (error) {
    return `the platform cannot be made again from what it states: ${(error as Error).message}`;
  }
}
