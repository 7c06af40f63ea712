import type { Rest } from './rests';

/** One layer of the decision and the statements of it that speak about the request. */
export interface ExplainedLayer {
  readonly layer: string;
  /** Statements that allow the request; a layer that must allow and does not blocks it. */
  readonly allows: readonly string[];
  /** Statements that forbid it. */
  readonly denies: readonly string[];
  /** Statements that forbid it only if something holds that nobody knows. */
  readonly mayDeny?: readonly string[];
  /** What this layer does to the request: allows, denies, says nothing, or is not in force. */
  readonly effect: 'allows' | 'denies' | 'silent' | 'not in force';
}

/** Why a request is allowed or denied. */
export interface Explanation {
  readonly version: 1;
  readonly decision: 'allowed' | 'denied' | 'unknown';
  readonly request: {
    readonly principal: string;
    readonly action: string;
    readonly resource: string;
    readonly context: Readonly<Record<string, readonly string[]>>;
  };
  readonly layers: readonly ExplainedLayer[];
  /** Why it is denied, in one sentence: what forbids it, or where nothing allows it. */
  readonly because?: string;
  /** What nobody can decide; only where the decision is unknown. */
  readonly why?: string;
  /** Keys that were not given and on which the answer rests: with this value it is another. */
  readonly restsOn?: readonly Rest[];
  /** What the answer takes for granted about the principal. */
  readonly note?: string;
}

/** The request somebody asks about. */
export interface Asked {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, readonly string[]>>;
}
