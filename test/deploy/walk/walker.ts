import type { PlatformConfig } from '../../../lib/config';
import type { Setup, SetupStep } from '../../../lib/setup';
import type { Played } from '../cloud/open';
import type { Team } from './team';
import { tellWalk } from './tell';

/** Somebody who walks the way by what `guarded setup` says, one step after the other. */
export class Walker {
  /** Commands that were typed so far. */
  public typed = 0;
  /** The log of the walk, as far as it is the walker's. */
  public readonly told: string[] = [];
  private stopped: string | undefined;
  private plan: Setup | undefined;

  public constructor(
    private readonly played: Played,
    private readonly team: Team,
    private readonly config: PlatformConfig,
  ) {}

  /** What `guarded setup` says of the way and of where the team is. */
  public async setup(): Promise<Setup> {
    const { code, out } = await this.team.type(
      'npx guarded setup --json',
      this.config.organization.accounts.management,
    );
    if (code !== 0) throw new Error(`guarded setup ended with ${code}:\n${out}`);
    return (this.plan = JSON.parse(out) as Setup);
  }

  /**
   * Types the commands of a step as they stand there, or what somebody makes of each (nothing: not typed); gives what they
   * printed. Behind a stop nothing is tried.
   */
  public async take(
    number: number,
    made: (command: string) => string | undefined = (command) => command,
  ): Promise<string> {
    if (this.stopped) throw new Error(`The way stopped before: ${this.stopped}`);
    const step = (this.plan ?? (await this.setup())).steps[number - 1]!;
    this.tell(`${number}. ${step.title}`);
    const said: string[] = [];
    for (const command of step.command.split('\n').filter(Boolean)) {
      const typed = made(command);
      if (typed !== undefined) said.push(await this.type(typed, this.accountOf(step, typed)));
    }
    return said.join('\n');
  }

  private tell(line: string): void {
    this.told.push(line);
    tellWalk(line);
  }

  private async type(command: string, account: string): Promise<string> {
    this.tell(`       ${command}`);
    const { code, out } = await this.team.type(command, account);
    this.typed += 1;
    if (code === 0) return out;
    this.stopped = [command, `ended with ${code}:`, out, ...this.played.log.slice(-20)].join('\n');
    throw new Error(this.stopped);
  }

  /** Where `guarded setup` sees the team at a step: `done`, or where it is and why. */
  public async stateOf(number: number): Promise<string> {
    const { state, why } = (await this.setup()).steps[number - 1]!;
    return state === 'done' ? state : `${state}: ${why}`;
  }

  /** Whose credentials a command takes: the step says it, or the command itself where it is another account for each. */
  private accountOf({ credentials }: SetupStep, command: string): string {
    const named = /# in (\d{12})/.exec(command)?.[1];
    const { tooling, management } = this.config.organization.accounts;
    return named ?? (credentials.startsWith('tooling') ? tooling : management);
  }
}
