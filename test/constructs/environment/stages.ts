import type { Stack } from 'aws-cdk-lib';
import { App, Stack as CdkStack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Environment, EnvironmentKind, EnvironmentStage } from '../../../constructs/environment';

const ACCOUNTS = { dev: '111111111111', test: '222222222222', prod: '333333333333' };

export function environment(kind: EnvironmentKind): Environment {
  return new Environment({
    application: 'orders',
    name: kind,
    kind,
    account: ACCOUNTS[kind],
    regions: ['eu-west-2', 'eu-west-1'],
  });
}

export function stage(kind: EnvironmentKind, app: App = new App()): EnvironmentStage {
  return new EnvironmentStage(app, 'Stage', { environment: environment(kind), region: 'eu-west-2' });
}

export interface Synthesized {
  readonly stage: EnvironmentStage;
  readonly stack: Stack;
  readonly template: Template;
}

/** One stack of a stage of that kind, synthesized. */
export function synthesize(kind: EnvironmentKind, fill: (stack: Stack) => void): Synthesized {
  const made = stage(kind);
  const stack = new CdkStack(made, 'Stack');
  fill(stack);
  const assembly = made.synth();
  const template = Template.fromJSON(assembly.getStackArtifact(stack.artifactId).template as Record<string, unknown>);
  return { stage: made, stack, template };
}

/** What synthesis says against a stack, or nothing. */
export function refusal(kind: EnvironmentKind, fill: (stack: Stack) => void): string {
  try {
    synthesize(kind, fill);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

export { EnvironmentKind };
