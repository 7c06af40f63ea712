import type { Sent } from '../fake-aws/world';

/** What the surroundings of a release are made of, besides the pipeline itself. */
export type Part = `alarm ${string}` | 'budget' | 'calendar' | 'freeze' | 'clock' | 'artifact' | 'authors';

/** What steps looked at, and how often one handler wrote: whatever they did not look at made no difference to them. */
export class Footprint {
  private readonly parts = new Set<Part>();
  /** The most writes that one call of a handler made. */
  public writes = 0;

  public look(...parts: readonly Part[]): void {
    for (const part of parts) this.parts.add(part);
  }

  public has(part: Part): boolean {
    return this.parts.has(part);
  }

  public wrote(writes: number): void {
    this.writes = Math.max(this.writes, writes);
  }

  /** Notes what a call of a service looks at. */
  public note({ name, input }: Sent): void {
    if (name === 'DescribeAlarmsCommand')
      this.look(...(input.AlarmNames as string[]).map((alarm) => `alarm ${alarm}` as const));
    if (name === 'BatchGetServiceLevelObjectiveBudgetReportCommand') this.look('budget');
    if (name === 'GetCalendarStateCommand') this.look('calendar');
    if (name === 'GetCommand' && (input.Key as { sk: string }).sk === 'FREEZE') this.look('freeze');
  }
}
