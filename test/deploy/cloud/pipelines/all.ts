import type { Cloud } from '../cloud';
import { updatePipeline } from '../../../_helpers/pipeline-model/by-hand';
import { PlayedPipeline, type Surroundings } from './pipeline';

/** The pipelines that were deployed, each as its template says it now. */
export class Pipelines {
  private readonly known = new Map<string, { readonly definition: string; readonly pipeline: PlayedPipeline }>();

  public constructor(
    private readonly cloud: Cloud,
    private readonly around: Surroundings,
  ) {}

  /** A pipeline by its name; one whose definition changed was updated, with what that does to what runs. */
  public get(name: string): PlayedPipeline | undefined {
    const wanted = [...this.cloud.standing.values()].find(
      (one) => one.type === 'AWS::CodePipeline::Pipeline' && one.name === name,
    );
    if (!wanted) return undefined;
    const definition = JSON.stringify(wanted.properties);
    const before = this.known.get(name);
    if (before?.definition === definition) return before.pipeline;
    if (before) updatePipeline(before.pipeline.model);
    const pipeline = new PlayedPipeline(
      wanted.properties,
      wanted.at,
      this.around,
      before?.pipeline.model.state,
      before?.pipeline.news,
    );
    this.known.set(name, { definition, pipeline });
    return pipeline;
  }

  /** The one that a job belongs to. */
  public ofJob(job: string): PlayedPipeline | undefined {
    const all = [...this.known.values()].map(({ pipeline }) => pipeline);
    return all.find(({ model }) => model.state.actions.some(({ id }) => `job-${id}` === job));
  }

  public close(): void {
    for (const { pipeline } of this.known.values()) pipeline.close();
  }
}
