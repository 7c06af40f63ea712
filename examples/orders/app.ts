/** The app of a product team: `npx cdk synth` in this folder. Stages are named as the platform's pipeline expects them. */
import { App } from 'aws-cdk-lib';
import { ENVIRONMENTS } from './environments';
import { OrdersStage } from './stage';

const app = new App();
for (const environment of ENVIRONMENTS)
  for (const region of environment.regions)
    new OrdersStage(app, `${environment.qualifiedName}-${region}`, { environment, region });
app.synth();
