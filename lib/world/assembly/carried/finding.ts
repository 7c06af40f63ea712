/** Theorems that say who comes in. */
export const WHO = ['no-human-write-to-prod', 'environments-are-isolated'] as const;
/** The theorem about people alone. */
export const PEOPLE = ['no-human-write-to-prod', 'duties-are-separate', 'guardrails-are-immutable'] as const;

/** Something in a guarded account whose meaning is not known, or that lets somebody in. */
export interface Finding {
  readonly why: string;
  /** Theorems that it touches; absent: all. */
  readonly theorems?: readonly string[];
  /** The class of people who come in; absent where it does not show. */
  readonly who?: string;
  /** Their steps, in order. */
  readonly way?: readonly string[];
  /** Path of the property to change. */
  readonly property?: string;
}
