/** What a stage of the pipeline last did. */
export interface StageFact {
  readonly stage: string;
  /** Execution that was in it last. */
  readonly execution: string;
  readonly type: 'STANDARD' | 'ROLLBACK';
  readonly status: string;
  /** For a rollback: the execution that it returned to. */
  readonly target?: string;
}

/** What the unwinding of an execution rests on. */
export interface UnwindFacts {
  readonly execution: string;
  /** Stages of the waves, in the order in which prod changes. */
  readonly waves: readonly string[];
  /** Waves that this execution deployed to, whether that ended well or not. */
  readonly touched: readonly string[];
  readonly stages: readonly StageFact[];
  /**
   * The execution that a stage is to return to: the one released last. CodePipeline's own rollback takes the last one
   * that succeeded in the stage, which may itself have been taken back because of a later wave.
   */
  readonly targets: Readonly<Record<string, string | undefined>>;
  /** Name of the change that an execution is, where it is known: `orders-41`. */
  readonly names?: Readonly<Record<string, string>>;
  /** Waves that were given up before, each with the reason. */
  readonly givenUp: readonly string[];
  /** Looks made since the stage failed and its own rollback was expected. */
  readonly patience: number;
}

/** What to do next: start a rollback, look again, or nothing more; with what became of each wave so far. */
export interface UnwindStep {
  readonly act?: { readonly stage: string; readonly target: string };
  readonly waiting?: string;
  readonly outcomes: readonly WaveOutcome[];
}

/** What became of one wave. */
export interface WaveOutcome {
  readonly stage: string;
  readonly state: 'rolling back' | 'rolled back' | 'not rolled back';
  readonly reason: string;
}

/** Looks, half a minute each, that a failed stage is given to begin its own rollback. */
const OWN_ROLLBACK_LOOKS = 4;

/** One step of taking an execution back out of prod: the last wave first, each only when the one after it is back. */
export function nextUnwindStep(facts: UnwindFacts): UnwindStep {
  const outcomes: WaveOutcome[] = [];
  for (const stage of [...facts.waves].reverse().filter((wave) => facts.touched.includes(wave))) {
    const step = unwindStage(facts, stage);
    if ('done' in step) outcomes.push(step.done);
    else return { ...step, outcomes };
  }
  return { outcomes };
}

type StageStep =
  | { readonly done: WaveOutcome }
  | { readonly act: { readonly stage: string; readonly target: string } }
  | { readonly waiting: string };

function unwindStage(facts: UnwindFacts, stage: string): StageStep {
  const fact = facts.stages.find((one) => one.stage === stage);
  if (facts.givenUp.includes(stage)) return notBack(stage, 'CodePipeline refused to roll it back.');
  if (!fact) return notBack(stage, 'CodePipeline does not tell what the stage did last.');
  if (fact.type === 'ROLLBACK') return rollbackOf(facts, fact);
  if (fact.execution !== facts.execution) return notBack(stage, `A later release, ${fact.execution}, is in it.`);
  if (/^(InProgress|Stopping)$/.test(fact.status)) return { waiting: `${stage} is still running.` };
  return begin(facts, fact);
}

function rollbackOf({ targets, names }: UnwindFacts, fact: StageFact): StageStep {
  const wanted = targets[fact.stage];
  if (/^(InProgress|Stopping)$/.test(fact.status)) return { waiting: `${fact.stage} is being rolled back.` };
  if (wanted && fact.target && fact.target !== wanted) return { act: { stage: fact.stage, target: wanted } };
  if (fact.status === 'Succeeded')
    return { done: { stage: fact.stage, state: 'rolled back', reason: `Returned to ${named(fact.target, names)}.` } };
  return notBack(fact.stage, `The rollback ended ${fact.status}; finish it by the runbook.`);
}

function begin(facts: UnwindFacts, fact: StageFact): StageStep {
  const { stage } = fact;
  const target = facts.targets[stage];
  if (!target)
    return notBack(
      stage,
      'Nothing that the stage could return to: no earlier release of this pipeline succeeded in it.',
    );
  if (fact.status === 'Failed' && facts.patience < OWN_ROLLBACK_LOOKS)
    return { waiting: `${stage} failed and is expected to roll itself back.` };
  return { act: { stage, target } };
}

function notBack(stage: string, reason: string): StageStep {
  return { done: { stage, state: 'not rolled back', reason } };
}

/** `orders-41 (execution 1f…)`, as far as it is known. */
export function named(execution: string | undefined, names: UnwindFacts['names'] = {}): string {
  if (!execution) return 'the release before';
  return names[execution] ? `${names[execution]} (execution ${execution})` : `execution ${execution}`;
}
