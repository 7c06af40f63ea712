/** Slots: about a million events are remembered, in 16 MB whatever the trail's length. */
const SLOTS = 1 << 20;

/**
 * Remembers ids in constant memory. CloudTrail delivers an event again within minutes, so what was pushed out of its
 * slot by one of a million later events is not looked for any more.
 */
export class SeenIds {
  private readonly high = new Uint32Array(SLOTS);
  private readonly low = new Uint32Array(SLOTS);

  /** Whether an id was here lately; it is from now on. */
  public again(id: string): boolean {
    const [a, b] = hash(id);
    const slot = (a ^ (b >>> 7)) & (SLOTS - 1);
    const known = this.high[slot] === a && this.low[slot] === b;
    this.high[slot] = a;
    this.low[slot] = b;
    return known;
  }
}

/** Two independent FNV-like hashes: 64 bits together. */
function hash(text: string): [number, number] {
  let a = 0x811c9dc5;
  let b = 0x9e3779b1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x85ebca6b) ^ (b >>> 13);
  }
  return [(a | 1) >>> 0, b >>> 0];
}
