import type { IAspect } from 'aws-cdk-lib';
import { Stack, Stage, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { homeRegionBeside } from '../../lib/contract/partitions';
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
  /** It is about data that would be lost. */
  readonly data?: boolean;
  /** The construct itself, where it is known. */
  readonly construct?: IConstruct;
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

function problemsOf(stack: Stack, stage: StagePlace): string[] {
  const { environment, region } = stage;
  const right = environment.isLease ? LeaseStackSynthesizer : GuardedStackSynthesizer;
  const through = stack.synthesizer instanceof right;
  const name = environment.qualifiedName;
  return [
    ...(through ? [] : [synthesizerProblem(stack, right.name)]),
    ...(stack.account === environment.account
      ? []
      : [`env.account is ${got(stack.account)}, expected ${environment.account} of ${name}`]),
    // A lease is deployed with the rights of one region.
    ...([region, environment.isLease ? region : environment.globalRegion].includes(stack.region)
      ? []
      : [`env.region is ${got(stack.region)}, expected ${region}: ${elsewhere(stack, stage)}`]),
  ];
}

function synthesizerProblem({ synthesizer }: Stack, right: string): string {
  return `deploys through ${synthesizer.constructor.name}, expected a ${right}: leave the synthesizer out`;
}

function got(value: string): string {
  return Token.isUnresolved(value) ? 'only known at deployment' : `'${value}'`;
}

function elsewhere(stack: Stack, { environment, region = '' }: StagePlace): string {
  const { regions, qualifiedName } = environment;
  if (environment.isLease)
    return `an environment of one's own is deployed to one region; where environment.isLease, leave out what another region holds`;
  if (stack.region === homeRegionBeside(region))
    return `for certificates, web ACLs and functions of CloudFront give the environment globalRegion: '${stack.region}' (in platform.yaml and in Environment)`;
  return regions.includes(stack.region)
    ? `each region of ${qualifiedName} has a stage of its own, so put the stack into the stage of ${stack.region}`
    : `a stage deploys to its own region`;
}
