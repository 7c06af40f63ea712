import type { IConstruct } from 'constructs';

/** What a stage refuses: where, what it got and what would be right. */
export class Findings {
  private readonly messages: string[] = [];

  /** Notes a problem of one construct. */
  public add(construct: IConstruct, problem: string): void {
    this.messages.push(`${construct.node.path}: ${problem}`);
  }

  /** All problems together, each once. */
  public all(): string[] {
    return [...new Set(this.messages)];
  }
}
