import type { Walk } from '../walk/walk';

const HELP = `  alarm                rollback alarms of the first application fire while the next wave bakes
  fault TYPE ACCOUNT   no resource of a type can be made in an account: fault AWS::DynamoDB::Table 666666666666
  well                 all can be made again, and no alarm fires
  night                the continuous proof collects what is deployed`;

const FAULT = /^fault (AWS::\w+::\w+) (\d{12})$/;

/** What nobody does in AWS, but happens there: by words that somebody types where the emulator runs. */
export class Fate {
  private comes = false;

  public constructor(private readonly walk: Pick<Walk, 'mood' | 'played'>) {}

  /** Lets something happen; gives what there is to say. */
  public type(line: string): string {
    const [, kind, account] = FAULT.exec(line.trim()) ?? [];
    if (kind !== undefined) return this.fault(`${kind} ${account}`);
    if (line.trim() === 'alarm') return this.alarm();
    if (line.trim() === 'well') return this.well();
    if (line.trim() === 'night') return this.fall();
    return HELP;
  }

  /** Whether a night has come since somebody asked last. */
  public night(): boolean {
    const came = this.comes;
    this.comes = false;
    return came;
  }

  private fault(what: string): string {
    this.walk.played.cloud.faults.add(what);
    return `Cannot be made today: ${what}.`;
  }

  private alarm(): string {
    this.walk.mood.alarms = 'ALARM';
    return 'Alarms fire while the next wave bakes.';
  }

  private well(): string {
    this.walk.played.cloud.faults.clear();
    this.walk.mood.alarms = 'OK';
    return 'All is well.';
  }

  private fall(): string {
    this.comes = true;
    return 'Night comes, once no pipeline runs.';
  }
}
