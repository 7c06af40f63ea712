import { BootstraplessSynthesizer, Lazy, Stack } from 'aws-cdk-lib';
import type { FileAssetLocation, ISynthesisSession, StackProps } from 'aws-cdk-lib';
import { PATH_METADATA_ENABLE_CONTEXT } from 'aws-cdk-lib/cx-api';
import type { Construct } from 'constructs';
import { HandDeployedSynthesizer } from './hand-deployed-synthesizer';

/** On stacks of management whose stack sets deploy the stacks that stand within them. */
const CARRIER = Symbol.for('cdk-guarded-environments.carries-stack-sets');

/**
 * Makes a stack one whose stack sets deploy what stands within it, before anything does. Paths stand in its templates whatever
 * the command line asks for: they are assets, which must come out the same when they are made again.
 */
export function carryStackSets(stack: Stack): void {
  Object.defineProperty(stack, CARRIER, { value: true });
  stack.node.setContext(PATH_METADATA_ENABLE_CONTEXT, true);
}

function carrierAt(scope: Construct | undefined): Stack | undefined {
  return scope && Stack.isStack(scope) && CARRIER in scope ? scope : undefined;
}

/** Whether stack sets of management deploy the stack that a construct stands in. */
export function isBroughtByStackSets(scope: Construct): boolean {
  return carrierAt(Stack.of(scope).node.scope) !== undefined;
}

/** How a stack that prepares an account gets there: by a stack set of the stack around it, or else by an administrator's hand. */
export function preparing(
  scope: Construct,
): Pick<StackProps, 'synthesizer' | 'analyticsReporting' | 'suppressTemplateIndentation'> {
  const carrier = carrierAt(scope);
  if (carrier === undefined) return { synthesizer: new HandDeployedSynthesizer() };
  return {
    synthesizer: new StackSetTemplate(carrier),
    analyticsReporting: false,
    suppressTemplateIndentation: false,
  };
}

/** What stands in the place of a template's address until the template is written. */
const UNWRITTEN = 'known once the template is written';

/**
 * Writes a stack's template as an asset of the stack of management around it, whose stack set names it: nobody deploys it by
 * itself, so it is no stack of the assembly.
 */
export class StackSetTemplate extends BootstraplessSynthesizer {
  /** Address of the template in the bucket of management. */
  public readonly url: string;

  /** Kept apart, since a stack takes a copy of its synthesizer. */
  private readonly written: { location?: FileAssetLocation } = {};

  public constructor(private readonly carrier: Stack) {
    super();
    this.url = Lazy.uncachedString({ produce: () => this.written.location?.httpUrl ?? UNWRITTEN });
  }

  /** Stacks within another one are written before it. */
  public override synthesize(session: ISynthesisSession): void {
    this.written.location = this.carrier.synthesizer.addFileAsset(this.synthesizeTemplate(session));
  }
}
