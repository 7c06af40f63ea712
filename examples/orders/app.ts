/**
 * The app of a product team: `npx cdk synth` in this folder. The platform's pipeline deploys its stages by these names; a
 * build for somebody's own environment makes that environment instead.
 */
import { App } from 'aws-cdk-lib';
import { Environment, GuardedChecks, GuardedPlatform } from 'cdk-guarded-environments';
import { ENVIRONMENTS } from './environments';
import { OrdersStage } from './stage';

export const app = new App();
GuardedChecks.addTo(app);
for (const environment of Environment.toBuild(ENVIRONMENTS))
  for (const region of environment.regions)
    new OrdersStage(app, GuardedPlatform.stageName(environment, region), { environment, region });
app.synth();
