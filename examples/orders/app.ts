/** The app of a product team: `npx cdk synth` in this folder. The platform's pipeline deploys its stages by these names. */
import { App } from 'aws-cdk-lib';
import { GuardedChecks, GuardedPlatform } from 'cdk-guarded-environments';
import { ENVIRONMENTS } from './environments';
import { OrdersStage } from './stage';

export const app = new App();
GuardedChecks.addTo(app);
for (const environment of ENVIRONMENTS)
  for (const region of environment.regions)
    new OrdersStage(app, GuardedPlatform.stageName(environment, region), { environment, region });
app.synth();
