/**
 * The policy model, the languages of strings in it, the action catalogue and the decision procedure.
 *
 * Being built; these follow with just these signatures:
 *   parsePolicy(raw: unknown, kind: PolicyKind, where: string): { policy: Policy; problems: Problem[] }
 *     problems: wrong shape (no policy); what is readable but not decidable stands in Statement.unreadable
 *   catalogue(): Catalogue; managedPolicy(arn: string): ManagedPolicy | undefined
 *   actionAtoms(statements: readonly BoundStatement[], universe?: readonly string[]): readonly ActionAtom[]
 *     ActionAtom { representative: string; actions: readonly string[] }; the universe defaults to the catalogue with
 *     one fresh action a service and one fresh service
 *   overlaps(a: string, b: string): boolean | undefined; contains(outer: string, inner: string): boolean | undefined
 *     over patterns in which `*` matches anything; undefined at the cap
 *   evaluate(request: Request, documents: readonly unknown[]): Decision, sharing no code with solve
 */
export type * from './model';
export type * from './query';
export type * from './catalogue';
export { solve, statementsOf } from './solve';
