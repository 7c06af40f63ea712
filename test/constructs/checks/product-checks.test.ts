/** In a product's own app a finding fails the synthesis, though the CDK command line asks to be left the judgement. */
import { App, Stack, Validations } from 'aws-cdk-lib';
import { GuardedChecks } from '../../../constructs/checks';
import { EnvironmentKind, stage } from '../environment/stages';

const FLAG = '@aws-cdk/core:failSynthOnValidationErrors';

/** An app as the command line starts one, with a finding: an acknowledgement that says nothing. */
function product(prepare: (app: App) => void): App {
  const app = new App({ context: { [FLAG]: false } });
  prepare(app);
  const stack = new Stack(stage(EnvironmentKind.PROD, app), 'S');
  Validations.of(stack).acknowledge({ id: 'AwsSolutions::AwsSolutions-S1', reason: '-' });
  return app;
}

test('with the checks it fails, and says what', () => {
  expect(() => product((app) => GuardedChecks.addTo(app)).synth()).toThrow(/Acknowledgements/);
});

test('where the flag is taken out again, it passes unseen', () => {
  const app = product((each) => {
    GuardedChecks.addTo(each);
    each.node.setContext(FLAG, false);
  });
  expect(() => app.synth()).not.toThrow();
});
