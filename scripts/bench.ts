/** Synthesizes examples/orders as guarded stages and as plain stages, in turn and in one process; prints the ratio. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stage } from 'aws-cdk-lib';
import { EnvironmentStage } from '../constructs/environment';
import type { Environment } from '../constructs/environment';
import { ENVIRONMENTS } from '../examples/orders/environments';
import { addWorkload } from '../examples/orders/stage';

const ROUNDS = 7;
// Both sides would spend it alike, and it would hide the difference.
process.env.CDK_VALIDATION = 'false';

type MakeStage = (app: App, environment: Environment, region: string) => Stage;

const guarded: MakeStage = (app, environment, region) =>
  new EnvironmentStage(app, `${environment.qualifiedName}-${region}`, { environment, region });

const plain: MakeStage = (app, environment, region) =>
  new Stage(app, `${environment.qualifiedName}-${region}`, { env: { account: environment.account, region } });

/** Milliseconds of one synthesis of all environments. */
function synthesize(make: MakeStage): number {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  const begun = performance.now();
  const app = new App({ outdir, autoSynth: false });
  for (const environment of ENVIRONMENTS)
    for (const region of environment.regions) addWorkload(make(app, environment, region), environment);
  app.synth();
  const taken = performance.now() - begun;
  rmSync(outdir, { recursive: true });
  return taken;
}

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];

synthesize(plain);
synthesize(guarded);
const rounds = Array.from({ length: ROUNDS }, () => ({ plain: synthesize(plain), guarded: synthesize(guarded) }));
const result = {
  rounds: ROUNDS,
  plainMs: Math.round(median(rounds.map((round) => round.plain))),
  guardedMs: Math.round(median(rounds.map((round) => round.guarded))),
  ratio: Number(median(rounds.map((round) => round.guarded / round.plain)).toFixed(3)),
};
console.log(JSON.stringify(result));
