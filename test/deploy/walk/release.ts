import type { Execution } from '../../_helpers/pipeline-model/model';
import type { Played } from '../cloud/open';
import type { PlayedPipeline } from '../cloud/pipelines/pipeline';
import { sessionOf } from '../cloud/principals';
import { tellWalk } from './tell';

/** Releases of one application, and the people who decide about them. */
export class Releases {
  public constructor(
    private readonly played: Played,
    private readonly application: string,
    private readonly tooling: string,
    /** Team of the application: its people hold permission sets of their own. */
    private readonly team?: string,
  ) {}

  private get pipeline(): PlayedPipeline {
    const found = this.played.pipelines.get(this.application);
    if (found) return found;
    throw new Error(`There is no pipeline ${this.application}.`);
  }

  /** A commit is pushed; gives the execution where it waits for people, or where it ended. */
  public async push(revision: string): Promise<Execution> {
    const id = this.pipeline.push(revision);
    await this.played.pipelines.run();
    return this.pipeline.model.execution(id);
  }

  /** The pipeline hears what somebody pushed by typing it; gives the execution where it waits for people, or where it ended. */
  public async hear(): Promise<Execution> {
    this.pipeline.hear();
    await this.played.pipelines.run();
    return this.latest();
  }

  /** The newest execution. */
  public latest(): Execution {
    return this.pipeline.model.state.executions.at(-1)!;
  }

  /** Approval actions that wait for somebody. */
  public asked(): string[] {
    return this.pipeline.model.running().map(({ action }) => action);
  }

  /** The execution that the first of them is about. */
  public waiting(): string | undefined {
    return this.pipeline.model.running()[0]?.execution;
  }

  /** Somebody with a permission set in tooling answers the approval of that name. */
  public async approve(persona: string, user: string): Promise<void> {
    tellWalk(`    ${this.application}: ${user} approves as ${persona}`);
    this.pipeline.approve(persona, sessionOf(this.roleOf(persona), user));
    await this.played.pipelines.run();
  }

  private roleOf(persona: string): string {
    const { cloud } = this.played;
    const set = this.team === undefined ? persona : `${this.team}-${persona}`;
    const found = cloud.identities.rolesOf(this.tooling).find(({ name }) => name.startsWith(`AWSReservedSSO_${set}_`));
    if (found) return found.arn;
    throw new Error(`Nobody has the permission set ${set} in ${this.tooling}.`);
  }

  /** Ways back of stages, and how each ended. */
  public rolledBack(): string[] {
    const { definition, state } = this.pipeline.model;
    const back = state.executions.filter(({ type }) => type === 'ROLLBACK');
    return back.map(
      ({ stage, status }) => `${definition.Stages[status === 'Succeeded' ? stage - 1 : stage]!.Name} ${status}`,
    );
  }

  /** The execution that CodePipeline started when the pipeline was made: how it ended, and why. */
  public first(): string {
    const { trigger, status, summary } = this.pipeline.model.state.executions[0]!;
    return [trigger.triggerType, status, summary].join(' ').trim();
  }

  public execution(id: string): Execution {
    return this.pipeline.model.execution(id);
  }
}
