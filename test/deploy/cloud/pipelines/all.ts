import type { Wanted } from '../cloudformation/kinds/kind';
import type { Cloud } from '../cloud';
import { PlayedPipeline, type Surroundings } from './pipeline';

/** More than any pipeline has here, actions counted. */
const EXECUTIONS = 100_000;

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
    const made = new PlayedPipeline(properties, at, this.around, this.known.size * EXECUTIONS);
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

  public names(): string[] {
    return [...this.known.keys()];
  }

  /** Those whose branch moved begin. */
  public hear(): void {
    for (const pipeline of this.known.values()) pipeline.hear();
  }

  /** Lets all pipelines run side by side until nothing but people is waited for; one may make another meanwhile. */
  public async run(): Promise<void> {
    for (let ran = 0; ran < this.known.size;) {
      ran = this.known.size;
      await Promise.all([...this.known.values()].map((pipeline) => pipeline.run()));
    }
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
