import type { Wanted } from '../cloudformation/kinds/kind';
import type { Cloud } from '../cloud';
import { PlayedPipeline, type Surroundings } from './pipeline';

/** The pipelines that were deployed, each as its template says it now. */
export class Pipelines {
  private readonly known = new Map<string, PlayedPipeline>();

  public constructor(
    cloud: Cloud,
    private readonly around: Surroundings,
  ) {
    const remove = ({ name }: Wanted): void => void this.known.delete(name);
    cloud.heeding.set('AWS::CodePipeline::Pipeline', { put: (wanted) => this.put(wanted), remove });
  }

  /** Making a pipeline starts it; changing one ends what is in a stage of it. */
  private put({ name, properties, at }: Wanted): void {
    const found = this.known.get(name);
    if (found) return found.update(properties);
    const made = new PlayedPipeline(properties, at, this.around);
    this.known.set(name, made);
    made.begin();
  }

  public get(name: string): PlayedPipeline | undefined {
    return this.known.get(name);
  }

  /** Each that stands. */
  public all(): readonly PlayedPipeline[] {
    return [...this.known.values()];
  }

  /** Those whose branch moved begin. */
  public hear(): void {
    for (const pipeline of this.known.values()) pipeline.hear();
  }

  /** Lets all pipelines run until nothing but people is waited for. */
  public async run(): Promise<void> {
    for (const pipeline of this.known.values()) await pipeline.run();
  }

  /** The one that a job belongs to, and what the pipeline itself calls the job. */
  public ofJob(jobId: string): { readonly pipeline: PlayedPipeline; readonly job: string } | undefined {
    const [name = '', job = ''] = jobId.split(':');
    const pipeline = this.known.get(name);
    return pipeline && { pipeline, job };
  }

  public close(): void {
    for (const pipeline of this.known.values()) pipeline.close();
  }
}
