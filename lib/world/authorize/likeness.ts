import { outcome, variablesIn } from '../../iam';
import type { Condition } from '../../iam/model';
import type { BoundStatement, KeyFact, Query } from '../../iam/query';
import { listId, statementId, textId } from './digest';

/** What the conditions of statements come to under the facts of a question. */
class Outcomes {
  private text = '';
  /** Keys of which the values themselves matter. */
  private raw?: Set<string>;

  public constructor(private readonly facts: ReadonlyMap<string, KeyFact>) {}

  public add(bound: BoundStatement): void {
    for (const key of variablesIn(bound)) this.keep(key);
    for (const condition of bound.statement.conditions) this.text += this.judge(condition, bound.version);
  }

  public toString(): string {
    if (!this.raw) return this.text;
    const kept = [...this.raw].sort().map((key) => [key, this.facts.get(key)]);
    return this.text + JSON.stringify(kept);
  }

  private keep(key: string): void {
    this.raw ??= new Set();
    this.raw.add(key);
  }

  /** One character a condition, so that texts of the same statements line up. */
  private judge(condition: Condition, version: BoundStatement['version']): string {
    const key = condition.key.toLowerCase();
    const fact = this.facts.get(key);
    if (!fact) return '-';
    const settled = version === '2012-10-17' ? outcome(condition, fact) : undefined;
    if (settled === undefined) this.keep(key);
    return settled === undefined ? '?' : settled ? '1' : '0';
  }
}

const everywhere = ({ statement: { resources } }: BoundStatement): boolean =>
  resources === undefined || (!resources.negated && resources.patterns.includes('*'));

/** Where no statement tells resources apart and none is sought by type, it does not matter which are meant. */
function resourceText(query: Query, statements: readonly BoundStatement[]): string {
  if (!query.resource || (query.resource.length > 0 && !query.actsOn && statements.every(everywhere))) return '';
  return `${textId(query.resource.join('\n'))}`;
}

/**
 * Questions that are alike are open or closed together, and for the same actions: the same statements layer by layer, whose
 * conditions come out the same, the same actions, and the same resources where any statement tells resources apart. The
 * requests that show it differ in names. So the many principals of an organization are asked about as a few.
 */
export function likeness(query: Query): string {
  const facts = new Map(Object.entries(query.context ?? {}).map(([key, fact]) => [key.toLowerCase(), fact]));
  const outcomes = new Outcomes(facts);
  let named = false;
  let text = `${listId(query.actions ?? [])} ${query.actsOn} `;
  for (const layer of [...query.layers, query.denies]) {
    for (const bound of layer) {
      text += `${statementId(bound)},`;
      outcomes.add(bound);
      named ||= bound.statement.principals !== undefined;
    }
    text += '|';
  }
  const callers = named ? JSON.stringify(query.callers) : '';
  return `${text}${resourceText(query, [...query.layers.flat(), ...query.denies])} ${outcomes} ${callers}`;
}
