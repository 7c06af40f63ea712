/**
 * The app of a product team: `npx cdk synth` in this folder. The platform's pipeline deploys its stages by these names; a
 * build for somebody's own environment makes that environment instead, and nothing else.
 */
import { App } from 'aws-cdk-lib';
import { Environment, EnvironmentStage, GuardedChecks, GuardedPlatform } from 'cdk-guarded-environments';
import { ENVIRONMENTS } from './environments';
import { addWorkload } from './workload';

export const app = new App();
GuardedChecks.addTo(app);
for (const environment of Environment.toBuild(ENVIRONMENTS))
  for (const region of environment.regions)
    addWorkload(
      new EnvironmentStage(app, GuardedPlatform.stageName(environment, region), { environment, region }),
      environment,
    );
app.synth();
