/**
 * What a problem is about. A template that was changed after its synthesis (`stale`) is refused by the scripts like all
 * else; whoever only reads the assembly may say so and go on, since nothing stale is ever deployed. The same holds of an
 * image that was not built (`unbuilt`): nobody needs it where nothing is deployed from.
 */
export type ProblemKind = 'refused' | 'stale' | 'unbuilt';

/** Something in an assembly that is not as it says, or that the deployment would not do as it says. */
export interface AssemblyProblem {
  /** File of the assembly that says it; empty where there is none. */
  readonly file: string;
  /** What is wrong and what would be right, the place apart. */
  readonly problem: string;
  /** What the CDK command line knows the artifact by. */
  readonly selector?: string;
  /** Where the asset lies, without its extension, or its id; CDK's hash stands at the end of either. */
  readonly asset?: string;
  /** Absent: refused. */
  readonly kind?: ProblemKind;
}

/** A problem that stops everything. */
export function refused(file: string, problem: string, about: Partial<AssemblyProblem> = {}): AssemblyProblem {
  return { file, problem, ...about };
}
