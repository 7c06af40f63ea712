/** Bytes that structure JSON. */
const BYTE = { quote: 0x22, backslash: 0x5c, open: 0x7b, close: 0x7d, bracket: 0x5b, unbracket: 0x5d } as const;

/** What may stand between two events: white space and commas; and what begins one, or ends the list. */
const BETWEEN: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d, 0x20, 0x2c, BYTE.open, BYTE.unbracket]);

/** CloudTrail keeps an event below 1 MB; what is longer is no event. */
const LONGEST = 4 * 1024 * 1024;

/** What a CloudTrail file could not be read for; what was read before it counts. */
export class BrokenFile extends Error {}

/**
 * Cuts the elements out of `{ "Records": [ … ] }` as the bytes come, so that a file of any length needs the memory of
 * its longest event.
 */
export class RecordSplitter {
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** What stands before a list of the top level. */
  private head = '';
  private inRecords = false;
  private found = false;
  private closed = false;
  private carried: Buffer[] = [];
  private carriedBytes = 0;

  /** The whole events that a further chunk completes, as JSON texts. */
  public *push(chunk: Buffer): Generator<string> {
    let start = this.inRecords && this.depth >= 3 ? 0 : -1;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (this.depth === 1) this.head = (this.head + String.fromCharCode(byte)).slice(-40);
      if (this.inString) {
        this.stringByte(byte);
        continue;
      }
      if (this.depth === 2 && this.inRecords && !BETWEEN.has(byte))
        throw new BrokenFile('has something else than an event among its Records');
      if (byte === BYTE.quote) this.inString = true;
      else if (byte === BYTE.open || byte === BYTE.bracket) {
        if (this.enter(byte)) start = at;
      } else if (byte === BYTE.close || byte === BYTE.unbracket) {
        this.depth--;
        if (this.depth === 2 && start >= 0) {
          yield this.take(chunk.subarray(start, at + 1));
          start = -1;
        }
        if (this.depth === 1) this.inRecords = false;
        if (this.depth === 0) this.closed = true;
      }
    }
    if (start >= 0) this.carry(chunk.subarray(start));
  }

  /** Says whether the file was whole. */
  public end(): void {
    if (!this.found) throw new BrokenFile('has no list of Records, so it is no CloudTrail file');
    if (!this.closed || this.depth !== 0) throw new BrokenFile('ends in the middle of its Records');
  }

  private stringByte(byte: number): void {
    if (this.escaped) this.escaped = false;
    else if (byte === BYTE.backslash) this.escaped = true;
    else if (byte === BYTE.quote) this.inString = false;
  }

  /** Whether an event begins here. */
  private enter(byte: number): boolean {
    this.depth++;
    if (this.depth === 2) {
      this.inRecords = byte === BYTE.bracket && /"Records"\s*:\s*\[$/.test(this.head);
      this.found ||= this.inRecords;
    }
    return this.depth === 3 && byte === BYTE.open && this.inRecords;
  }

  private carry(part: Buffer): void {
    this.carriedBytes += part.length;
    if (this.carriedBytes > LONGEST) throw new BrokenFile(`holds an event of more than ${LONGEST} bytes`);
    this.carried.push(Buffer.from(part));
  }

  private take(part: Buffer): string {
    if (this.carried.length === 0) return part.toString('utf8');
    const whole = Buffer.concat([...this.carried, part]).toString('utf8');
    this.carried = [];
    this.carriedBytes = 0;
    return whole;
  }
}
