/** A no that a developer understands: why, what to do, and which leases use what is used up. */
export interface Refusal {
  readonly refused: 'quota' | 'name' | 'rule' | 'unknown' | 'input' | 'identity' | 'busy';
  readonly why: string;
  readonly remedy: string;
  readonly leases: readonly string[];
}

/** Makes one. */
export function refuse(
  refused: Refusal['refused'],
  why: string,
  remedy: string,
  leases: readonly string[] = [],
): Refusal {
  return { refused, why, remedy, leases };
}

/** Whether an answer is a no. */
export function isRefusal(answer: object): answer is Refusal {
  return 'refused' in answer;
}

/** HTTP status of a no. */
export const STATUS: Readonly<Record<Refusal['refused'], number>> = {
  input: 400,
  identity: 403,
  rule: 409,
  name: 409,
  quota: 409,
  unknown: 404,
  busy: 503,
};
