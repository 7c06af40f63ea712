import type { Policy, PolicyKind } from '../../iam/model';
import { managedPolicy, parsePolicy } from '../../iam';
import type { Problem } from '../../errors';
import type { PolicySource, Unknown } from '../model';
import type { SnapshotDocument } from './schema';

/** More statements than any real document has; AWS's own limits are on characters. */
const MOST_STATEMENTS = 2000;

/**
 * One file being read: the problems that make it bad input, the things that stay unknown, and documents read once however
 * often they stand in the file, so that accounts with equal policies share them.
 */
export class Reading {
  public readonly problems: Problem[] = [];
  public readonly unknowns: Unknown[] = [];
  private readonly parsed = new Map<string, Policy>();
  private readonly managed = new Map<string, PolicySource | undefined>();

  public constructor(public readonly file: string) {}

  /** Notes a mistake of the input: the command ends with exit code 2 and tells all of them. */
  public problem(place: string, message: string): void {
    this.problems.push({ file: this.file, place, message });
  }

  /** Notes something nobody can decide; the theorems become unknown. */
  public unknown(why: string, where: string): void {
    if (!this.unknowns.some((known) => known.why === why)) this.unknowns.push({ why, where });
  }

  /** Reads a policy document, an object or (URL-encoded) text; nothing where it is no policy. */
  public document(input: SnapshotDocument, kind: PolicyKind, where: string, limit?: number): Policy | undefined {
    const value = this.decode(input, where);
    if (value === undefined) return undefined;
    const text = JSON.stringify(value);
    const key = `${kind} ${text}`;
    const known = this.parsed.get(key);
    if (known) return known;
    return this.check(value, text, where, limit) ? this.parse(value, kind, where, key) : undefined;
  }

  /** An AWS managed policy from the pinned catalogue. */
  public awsManaged(arn: string, where: string): PolicySource | undefined {
    if (!this.managed.has(arn)) {
      const document = managedPolicy(arn)?.document as Record<string, unknown> | undefined;
      const policy = document && this.document(document, 'identity', where);
      this.managed.set(arn, policy && { name: arn, policy, where: arn, arn });
    }
    return this.managed.get(arn);
  }

  private decode(input: SnapshotDocument, where: string): unknown {
    if (typeof input !== 'string') return input;
    try {
      return JSON.parse(input.trimStart().startsWith('{') ? input : decodeURIComponent(input));
    } catch (error) {
      this.problem(where, `not a policy document in JSON: ${(error as Error).message}`);
      return undefined;
    }
  }

  private check(value: unknown, text: string, where: string, limit?: number): boolean {
    const statements = (value as { Statement?: unknown }).Statement;
    if (Array.isArray(statements) && statements.length > MOST_STATEMENTS) {
      this.problem(
        where,
        `${statements.length} statements; no policy of AWS has room for more than ${MOST_STATEMENTS}`,
      );
      return false;
    }
    if (limit !== undefined && text.length > limit) {
      this.problem(where, `${text.length} characters without white space; the limit is ${limit}`);
      return false;
    }
    return true;
  }

  private parse(value: unknown, kind: PolicyKind, where: string, key: string): Policy | undefined {
    const { policy, problems } = parsePolicy(value, kind, this.file);
    for (const { place, message } of problems) this.problem(place ? `${where}.${place}` : where, message);
    if (policy) this.parsed.set(key, policy);
    return problems.length > 0 ? undefined : policy;
  }
}
