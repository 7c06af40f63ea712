/** Counts claims and collects mistakes. */
export class Tally {
  public readonly problems: string[] = [];
  public verifiedClaims = 0;
  public decidedClaims = 0;

  public refuse(problem: string): void {
    this.problems.push(problem);
  }

  public verified(count: number): void {
    this.verifiedClaims += count;
  }

  public decided(count: number): void {
    this.decidedClaims += count;
  }
}
