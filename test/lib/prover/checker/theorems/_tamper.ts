import { certify, checkedActions } from '../../../../../lib/prover/certificate/certify';
import { checkTheorem } from '../../../../../lib/prover/checker/check-theorems';
import type { Claim, Count } from '../../../../../lib/prover/checker/claims';
import type { Certificate, CheckedWorld } from '../../../../../lib/prover/checker/input';
import { explore } from '../../../../../lib/prover/closure/explore';
import { prove } from '../../../../../lib/prover/prove';
import type { TheoremId } from '../../../../../lib/prover/result';
import type { World } from '../../../../../lib/world/model';

/** A theorem of a world with its certificate, to be tampered with. */
export class Certified {
  public readonly certificate: Certificate;

  public constructor(
    public readonly world: World,
    public readonly id: TheoremId,
  ) {
    const result = prove(world);
    const answer = result.theorems.find((one) => one.id === id)!;
    if (answer.verdict !== 'proved') throw new Error(`the world proves nothing: ${JSON.stringify(answer)}`);
    this.certificate = certify(explore(world), result);
  }

  public get claims(): readonly Claim[] {
    return this.certificate.theorems?.[this.id] ?? [];
  }

  /** What the checker makes of other claims, or of the same about another world, signed over for it. */
  public check(
    claims: readonly Claim[] = this.claims,
    world: CheckedWorld = this.world,
    more: Partial<Certificate> = {},
  ): Count {
    const theorems = { ...this.certificate.theorems, [this.id]: claims };
    const certificate = { ...this.certificate, ...more, theorems };
    return checkTheorem(this.id, certificate, world, checkedActions());
  }
}

const SOMEBODY_ELSE = 'arn:aws:iam::999999999999:role/nobody';

function replaced(all: readonly Claim[], at: number, by: readonly Claim[]): Claim[] {
  return [...all.slice(0, at), ...by, ...all.slice(at + 1)];
}

/** Each way to tamper with each claim: dropped, a subject dropped, another subject, an action dropped, a lie for a witness. */
export function* tampered(all: readonly Claim[], lies: readonly Claim['by'][]): Generator<[string, Claim[]]> {
  for (const [at, claim] of all.entries()) {
    const told = `${claim.says} ${claim.of[0]}`;
    yield [`${told}: dropped`, replaced(all, at, [])];
    yield [`${told}: a subject dropped`, replaced(all, at, [{ ...claim, of: claim.of.slice(1) }])];
    yield [`${told}: about somebody else`, replaced(all, at, [{ ...claim, of: [...claim.of, SOMEBODY_ELSE] }])];
    if (claim.actions)
      yield [`${told}: an action dropped`, replaced(all, at, [{ ...claim, actions: claim.actions.slice(1) }])];
    for (const by of lies.filter((one) => JSON.stringify(one) !== JSON.stringify(claim.by)))
      yield [`${told}: by ${JSON.stringify(by)}`, replaced(all, at, [{ ...claim, by }])];
  }
}

/** A certificate's argument over a changed world, or a changed certificate: refused, and not without the check that refuses. */
export interface Opened {
  readonly world?: CheckedWorld;
  readonly certificate?: Partial<Certificate>;
  readonly why: RegExp;
  /** The check: a table of looks and the kind of witness in it. */
  readonly looks: Readonly<Record<string, (...args: never[]) => boolean>>;
  readonly kind: string;
}

/** Each opened world is refused with its reason, and with the check taken out it is not. */
export function refusesOpened(certified: Certified, opened: Readonly<Record<string, Opened>>): void {
  describe.each(Object.entries(opened))('where %s', (_, { world, certificate, why, looks, kind }) => {
    it('it is refused, and would not be without the check', () => {
      const problems = (): string => certified.check(undefined, world, certificate).problems.join();
      expect(problems()).toMatch(why);
      const out = jest.spyOn(looks, kind).mockReturnValue(true);
      expect(problems()).not.toMatch(why);
      out.mockRestore();
    });
  });
}

/** All tampered certificates of a theorem are refused. */
export function refusesTampering(certified: Certified, lies: readonly Claim['by'][]): void {
  it('is verified as written, none of it by the search', () => {
    const { problems, searched, checked } = certified.check();
    expect({ problems, searched }).toEqual({ problems: [], searched: 0 });
    expect(checked).toBeGreaterThan(0);
  });

  it('is refused however it is tampered with', () => {
    const passed = [...tampered(certified.claims, lies)].filter(
      ([, claims]) => certified.check(claims).problems.length === 0,
    );
    expect(passed.map(([told]) => told)).toEqual([]);
  });
}
