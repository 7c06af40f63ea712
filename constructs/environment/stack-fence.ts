import type { IAspect } from 'aws-cdk-lib';
import { Stack, Stage, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Environment } from './environment';
import { GuardedStackSynthesizer } from './guarded-stack-synthesizer';
import { LeaseStackSynthesizer } from './lease-stack-synthesizer';

/** Prod's stacks cannot be deleted in passing. */
export class StackFence implements IAspect {
  public visit(node: IConstruct): void {
    if (Stack.isStack(node) && !node.nested) node.terminationProtection = true;
  }
}

/** A stage of an environment, as far as its stacks must fit it. */
export interface StagePlace extends Stage {
  readonly environment: Environment;
}

/** A construct, and what stands against it. */
export interface Finding {
  readonly path: string;
  readonly problem: string;
}

/** Each stack stays in its environment and deploys through the hardened bootstrap, in the stage itself. */
export function placeFindings(stage: StagePlace): Finding[] {
  const nodes = stage.node.findAll();
  const inner = nodes.filter((node) => Stage.isStage(node) && node !== stage);
  const stacks = nodes.filter((node): node is Stack => Stack.isStack(node) && !node.nested && Stage.of(node) === stage);
  return [
    ...inner.map(({ node: { path } }) => ({ path, problem: INNER })),
    ...stacks.flatMap((stack) => problemsOf(stack, stage).map((problem) => ({ path: stack.node.path, problem }))),
  ];
}

const INNER =
  'is a Stage inside of an EnvironmentStage, which the pipeline does not deploy and the fence does not reach: put its stacks into the EnvironmentStage';

function problemsOf(stack: Stack, { environment, region }: StagePlace): string[] {
  const right = environment.isLease ? LeaseStackSynthesizer : GuardedStackSynthesizer;
  const through = stack.synthesizer instanceof right;
  const name = environment.qualifiedName;
  return [
    ...(through
      ? []
      : [`deploys through ${stack.synthesizer.constructor.name}, expected a ${right.name}: leave the synthesizer out`]),
    ...(stack.account === environment.account
      ? []
      : [`env.account is ${got(stack.account)}, expected ${environment.account} of ${name}`]),
    ...(stack.region === region
      ? []
      : [`env.region is ${got(stack.region)}, expected ${region}: ${elsewhere(stack, environment)}`]),
  ];
}

function got(value: string): string {
  return Token.isUnresolved(value) ? 'only known at deployment' : `'${value}'`;
}

function elsewhere({ region }: Stack, { regions, qualifiedName }: Environment): string {
  return regions.includes(region)
    ? `each region of ${qualifiedName} has a stage of its own, so put the stack into the stage of ${region}`
    : `a stage deploys to its own region`;
}
