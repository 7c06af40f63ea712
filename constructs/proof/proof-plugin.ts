import {
  App,
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
  Validations,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { prove, readAssembly, readSnapshot, THEOREM_IDS } from '../../lib/prover';
import { answering, working } from '../../lib/progress';
import { PLUGIN_NAME } from '../../lib/world/assembly';
import { acknowledgedInTree } from './acknowledged';
import { keptProof, type ProofAnswer } from './kept-proof';
import { rendererIn } from './renderer';
import { restsOn } from './rests-on';
import { violationsOf } from './violations';

/** How the proof is made. */
export interface ProofPluginProps {
  /**
   * File with the snapshot of the platform around a workload's app: the snapshot format, version 1. Then nothing in the
   * app can speak for the organization.
   * @default - the app holds the platform stacks, which describe the organization
   */
  readonly platformSnapshot?: string;
  /**
   * Say on standard error, in one line, what a proof rests on.
   * @default true
   */
  readonly tell?: boolean;
}

/**
 * Proves the theorems on every synth, from the templates. A refuted or unknown theorem stands in CDK's validation
 * report with its construct paths and fails the synth. Its severity is `fatal`, which CDK lets nobody acknowledge; an
 * acknowledgement refutes the theorem besides, here and in `guarded prove --app`.
 */
export class ProofPlugin implements IPolicyValidationPlugin {
  /** Registers the plugin with an app, for all of its stages. */
  public static addTo(app: IConstruct, props: ProofPluginProps = {}): ProofPlugin {
    const plugin = new ProofPlugin(props);
    Validations.of(app).addPlugins(plugin);
    return plugin;
  }

  /** Name in the report; rule ids are `GuardedEnvironments::<theorem>`. */
  public readonly name = PLUGIN_NAME;
  /** The theorems. */
  public readonly ruleIds?: string[] = [...THEOREM_IDS];

  public constructor(private readonly props: ProofPluginProps = {}) {}

  /** Reads the assembly that the app has just written and proves the theorems on it. */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const kept = keptProof(context.appConstruct, outdirOf(context.appConstruct), this.props.platformSnapshot);
    const known = kept.get();
    const { report, rests } = known ?? this.prove(context);
    if (!known && report.success) kept.put({ report, rests });
    answering();
    if (report.success && this.props.tell !== false) process.stderr.write(`${rests}\n`);
    return report;
  }

  private prove(context: IPolicyValidationContext): ProofAnswer {
    const { platformSnapshot } = this.props;
    working('reading what was synthesized, and making its machinery again');
    const read = readAssembly(
      outdirOf(context.appConstruct),
      platformSnapshot === undefined ? undefined : readSnapshot(platformSnapshot),
      rendererIn(context.appConstruct),
    );
    const acknowledgements = [...(read.acknowledgements ?? []), ...acknowledgedInTree(context.appConstruct)];
    working('proving, certifying and checking the theorems');
    const result = prove({ ...read, acknowledgements });
    const rests = restsOn(result);
    const report = {
      success: result.verdict === 'proved',
      violations: violationsOf(result, context.appConstruct),
      metadata: { verdict: result.verdict, digest: result.subject.digest, restsOn: rests },
    };
    return { report, rests };
  }
}

/** Folder that the app writes its assembly to. */
function outdirOf(root: IConstruct): string {
  if (App.isApp(root)) return root.outdir;
  throw new Error(`The proof is about whole apps; ${root.node.path || 'the root construct'} is none.`);
}
