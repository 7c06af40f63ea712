/** What a persona may do in guarded accounts beyond reading, and how long it signs in for. */
export interface PersonaRow {
  /** Answers the approval actions of its name. */
  readonly approves?: true;
  /** Starts runbooks in prod. */
  readonly runs?: true;
  /** Stops the lines. */
  readonly stops?: true;
  /** Name of its permission set in prod and tooling, where it is not the persona's. */
  readonly readsAs?: string;
  /** Hours of a session. */
  readonly session: number;
}

/** The people of a guarded organization, each a job with its own rights. */
export const PERSONA_TABLE = {
  Developer: { readsAs: 'DeveloperInProd', session: 8 },
  OnCall: { runs: true, stops: true, session: 4 },
  ReleaseManager: { approves: true, stops: true, session: 1 },
  BusinessOwner: { approves: true, session: 1 },
  Operator: { runs: true, session: 1 },
  Auditor: { session: 8 },
} as const satisfies Readonly<Record<string, PersonaRow>>;

type Table = typeof PERSONA_TABLE;

/** Name of a persona. */
export type PersonaName = keyof Table;

type Having<Right extends keyof PersonaRow> = {
  [Name in PersonaName]: Table[Name] extends Readonly<Record<Right, true>> ? Name : never;
}[PersonaName];

type Some<Name> = readonly [Name, ...Name[]];

const rows: readonly [string, PersonaRow][] = Object.entries(PERSONA_TABLE);

function having<Right extends keyof PersonaRow>(right: Right): Some<Having<Right>> {
  const names = rows.filter(([, row]) => row[right] === true).map(([name]) => name);
  return names as unknown as Some<Having<Right>>;
}

/** Permission sets of a persona that have a place in guarded accounts. */
export const setsOf = (persona: PersonaName): readonly string[] => {
  const { readsAs }: PersonaRow = PERSONA_TABLE[persona];
  return readsAs === undefined ? [persona] : [readsAs];
};

/** All of them, in a fixed order. */
export const PERSONAS = Object.keys(PERSONA_TABLE) as unknown as Some<PersonaName>;

/** Personas that may approve a release: who writes code or operates prod does not decide what goes live. */
export const APPROVERS = having('approves');

/** Personas that may start runbooks. */
export const RUNNERS = having('runs');

/** Personas that may stop the lines; who may start them again, the function decides by the caller's ARN. */
export const STOPPERS = having('stops');

/** Permission sets with a place in tooling: what a change is, and who approved it, is no secret from them. */
export const READERS: readonly string[] = PERSONAS.flatMap(setsOf);
