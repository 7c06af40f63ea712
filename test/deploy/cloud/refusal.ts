/** An answer by which AWS refuses a call, with the code and the words that it has there. */
export class Refusal extends Error {
  public constructor(
    public readonly code: string,
    message: string,
    public readonly status = 400,
  ) {
    super(message);
    this.name = code;
  }
}

/** What the walk does not play stops it: nothing is guessed. */
export function notPlayed(what: string): Refusal {
  return new Refusal('NotPlayedHere', `The walk does not play ${what}.`, 501);
}
