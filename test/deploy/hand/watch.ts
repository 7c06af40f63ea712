import type { PlayedPipeline } from '../cloud/pipelines/pipeline';

/** Tells once what people hear of pipelines: who is asked for an approval, and how executions end. */
export class Watch {
  private readonly told = new Set<string>();

  /** What is new since it was asked last. */
  public news(pipelines: readonly PlayedPipeline[]): string[] {
    return pipelines.flatMap((pipeline) => [...asked(pipeline), ...ended(pipeline)]).filter((line) => this.isNew(line));
  }

  private isNew(line: string): boolean {
    const had = this.told.has(line);
    this.told.add(line);
    return !had;
  }
}

function asked({ model }: PlayedPipeline): string[] {
  return model
    .running()
    .filter(({ category }) => category === 'Approval')
    .map(
      ({ stage, action, execution }) =>
        `${model.definition.Name}: ${model.execution(execution).id} waits at ${stage} for ${action}`,
    );
}

function ended({ model }: PlayedPipeline): string[] {
  return model.state.executions
    .filter(({ status }) => /^(Succeeded|Failed|Stopped|Superseded)$/.test(status))
    .map(({ id, status, summary }) => `${model.definition.Name}: ${id} ${status}${summary ? `: ${summary}` : ''}`);
}
