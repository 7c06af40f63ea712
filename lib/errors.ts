/** One thing wrong with an input: where it stands, what stands there, what would be right. */
export interface Problem {
  /** File as the caller named it. */
  readonly file: string;
  /** Place in the file: a JSON path, or `line 12, column 5 (applications[0].window)`. */
  readonly place?: string;
  readonly message: string;
}

/** One line a problem: `platform.yaml: line 3 (organization.id): …`. */
export function describeProblem(problem: Problem): string {
  const place = problem.place ? `${problem.place}: ` : '';
  return `${problem.file}: ${place}${problem.message}`;
}

/** The input or the usage is wrong; the command ends with exit code 2 and tells all problems together. */
export class InputError extends Error {
  public constructor(public readonly problems: readonly Problem[]) {
    super(problems.map(describeProblem).join('\n'));
    this.name = 'InputError';
  }

  /** An error about one place. */
  public static at(file: string, place: string | undefined, message: string): InputError {
    return new InputError([{ file, place, message }]);
  }
}

/** The surroundings failed (no credentials, no network, a service refused); exit code 3. */
export class SurroundingsError extends Error {
  public constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SurroundingsError';
  }
}
