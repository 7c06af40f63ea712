/** One workload alone in a stage of its own, as a product's app would have it. */
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Environment, EnvironmentKind, EnvironmentStage } from '../../constructs/environment';
import { context } from '../../test/workloads/proved';

type Add = (scope: Construct) => void;

/** What came of a synthesis: templates, or why there are none. */
export interface Synthesized {
  readonly templates: readonly string[];
  /** First finding, without the place. */
  readonly refused?: string;
}

/** Synthesizes a workload in dev or prod. */
export function synthesized(name: string, kind: EnvironmentKind, add: Add): Synthesized {
  process.env.CDK_VALIDATION = 'false';
  const outdir = mkdtempSync(join(tmpdir(), `corpus-${kind}-`));
  const account = kind === EnvironmentKind.PROD ? '555555555555' : '444444444444';
  const environment = new Environment({
    ...{ application: 'corpus', name: kind, kind, account },
    ...{ regions: ['eu-west-2'], globalRegion: 'us-east-1' },
  });
  const app = new App({ context: context(), outdir, autoSynth: false, analyticsReporting: false });
  try {
    const stage = new EnvironmentStage(app, kind, { environment, region: 'eu-west-2' });
    add(new Construct(new Stack(stage, 'Stack'), name));
    app.synth();
  } catch (error) {
    return { templates: [], refused: firstFinding((error as Error).message) };
  }
  const folder = join(outdir, `assembly-${kind}`);
  const files = readdirSync(folder).filter((file) => file.endsWith('.template.json'));
  return { templates: files.map((file) => join(folder, file)) };
}

function firstFinding(message: string): string {
  const [first = '', finding] = message.split('\n').map((line) => line.trim());
  return (finding ?? first).replace(/^\S+: /, '');
}

/** Resources of templates that are roles outside of the fence. */
export function unfenced(templates: readonly string[]): string[] {
  return templates.flatMap((file) => {
    const { Resources = {} } = JSON.parse(readFileSync(file, 'utf8')) as { Resources?: Record<string, Role> };
    return Object.entries(Resources)
      .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
      .filter(([, { Properties }]) => !JSON.stringify(Properties).includes('guarded/guardrail/workload-boundary'))
      .map(([id]) => id);
  });
}

interface Role {
  readonly Type: string;
  readonly Properties?: object;
}
