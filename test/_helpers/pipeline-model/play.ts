import type { ActionDefinition, PipelineDefinition, RuleDefinition, StageDefinition } from './definition';
import { type ActionRun, newModel, PipelineModel } from './model';

export function action(Name: string, more: Partial<ActionDefinition> = {}): ActionDefinition {
  return { Name, ActionTypeId: { Category: 'Build', Provider: 'CodeBuild' }, ...more };
}

export function rule(
  Provider: string,
  Configuration: Record<string, string>,
  TimeoutInMinutes?: number,
): RuleDefinition {
  return { Name: Provider, RuleTypeId: { Provider }, Configuration, ...(TimeoutInMinutes ? { TimeoutInMinutes } : {}) };
}

export const when = (Result: string, ...Rules: RuleDefinition[]) => ({ Conditions: [{ Result, Rules }] });
export const FAST = rule('VariableCheck', { Variable: '#{Source.MODE}', Value: 'fast', Operator: 'EQ' });
export const QUIET = rule('CloudWatchAlarm', { AlarmName: 'errors', AlarmStates: 'OK', WaitTime: '20' });
export const OFFICE = rule('DeploymentWindow', { Cron: '* * 9-15 ? * MON,TUE,WED,THU,FRI', TimeZone: 'Europe/London' });
export const at = (time: string) => Date.parse(`2026-11-${time}:00Z`);

/** Source, a stage to look at, and a last one. */
export class Play {
  public now = at('23T10:00');
  public alarm = 'OK';
  public readonly model: PipelineModel;

  public constructor(deploy: Partial<StageDefinition> = {}, more: Partial<PipelineDefinition> = {}) {
    const definition: PipelineDefinition = {
      ...{ Name: 'orders', PipelineType: 'V2', ExecutionMode: 'QUEUED' },
      Stages: [
        { Name: 'Source', Actions: [action('Source', { Namespace: 'Source' })] },
        { Name: 'Deploy', Actions: [action('A'), action('B', { RunOrder: 2 })], ...deploy },
        { Name: 'Close', Actions: [action('Close')] },
      ],
      ...more,
    };
    this.model = new PipelineModel(
      definition,
      newModel(),
      () => this.now,
      () => this.alarm,
    );
  }

  public start(revision = 'r1'): string {
    return this.model.start(revision, `digest of ${revision}`);
  }

  /** Names of the actions that run. */
  public running(): string[] {
    return this.model.running().map((run) => `${run.stage}/${run.action}`);
  }

  public run(name: string): ActionRun {
    return this.model.running().find((run) => `${run.stage}/${run.action}` === name)!;
  }

  public end(name: string, ok = true, variables = {}): void {
    this.model.finish(this.run(name), { ok, variables, summary: ok ? '' : `${name} broke` });
  }

  /** Everything that runs ends well, until nothing runs. */
  public through(): void {
    while (this.running().length) this.end(this.running()[0]!);
  }

  /** Source ends, and what is to be looked at begins. */
  public toDeploy(revision = 'r1', variables = {}): string {
    const id = this.start(revision);
    this.end('Source/Source', true, variables);
    return id;
  }

  public released(): string {
    const id = this.start('r0');
    this.through();
    return id;
  }

  public status(id: string): string {
    return this.model.execution(id).status;
  }

  public latest(stage = 'Deploy'): string | undefined {
    return this.model.state.latest[stage]?.status;
  }

  /** Time passes up to the next moment that a condition waits for. */
  public wait(): void {
    this.now = Math.min(...this.model.waits());
    this.model.settle();
  }
}
