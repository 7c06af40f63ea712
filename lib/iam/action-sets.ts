import { includes, language } from './language';
import type { PatternElement } from './model';
import { actionGlobs } from './pattern';

/** Whether an action is among those of an element. */
export type ActionTest = (action: string) => boolean;

type NameTest = (lower: string) => boolean;

/** A list of actions, prepared for being asked which of them patterns match. */
interface Prepared {
  readonly lower: readonly string[];
  /** Indexes by service prefix. */
  readonly services: ReadonlyMap<string, readonly number[]>;
}

const universes = new WeakMap<readonly string[], Prepared>();

function prepare(universe: readonly string[]): Prepared {
  const known = universes.get(universe);
  if (known) return known;
  const lower = universe.map((action) => action.toLowerCase());
  const services = new Map<string, number[]>();
  for (const [index, name] of lower.entries()) {
    const service = name.slice(0, name.indexOf(':'));
    const there = services.get(service);
    if (there) there.push(index);
    else services.set(service, [index]);
  }
  const made = { lower, services };
  universes.set(universe, made);
  return made;
}

/** The actions of an Action or NotAction element; equal elements share one. */
export class ActionSet {
  private readonly exact = new Set<string>();
  private readonly byService = new Map<string, NameTest[]>();
  private readonly everyService: NameTest[] = [];
  private readonly found = new WeakMap<readonly string[], readonly number[]>();

  public constructor(
    public readonly id: number,
    private readonly element: PatternElement,
  ) {
    for (const pattern of element.patterns) this.add(pattern.toLowerCase());
  }

  /** Whether the element names an action. */
  public readonly has: ActionTest = (action) => {
    const lower = action.toLowerCase();
    return this.matches(lower, lower.slice(0, lower.indexOf(':'))) !== this.element.negated;
  };

  /** Indexes of the actions of a list that the patterns match, ascending; a NotAction names all the others. */
  public matched(universe: readonly string[]): readonly number[] {
    let found = this.found.get(universe);
    if (!found) this.found.set(universe, (found = this.seek(prepare(universe))));
    return found;
  }

  /** Whether the element names an action of a list. */
  public namesAny(universe: readonly string[]): boolean {
    const matched = this.matched(universe);
    return this.element.negated ? matched.length < universe.length : matched.length > 0;
  }

  /** Indexes of the actions of a list that the element names, ascending. */
  public named(universe: readonly string[]): readonly number[] {
    const matched = this.matched(universe);
    if (!this.element.negated) return matched;
    const taken = new Set(matched);
    return [...universe.keys()].filter((index) => !taken.has(index));
  }

  private add(pattern: string): void {
    const colon = pattern.indexOf(':');
    const service = pattern.slice(0, Math.max(colon, 0));
    if (colon < 0 || /[*?]/.test(service)) this.everyService.push(nameTest(pattern));
    else {
      const tests = this.byService.get(service) ?? [];
      this.byService.set(service, tests);
      if (/[*?]/.test(pattern)) tests.push(nameTest(pattern));
      else this.exact.add(pattern);
    }
  }

  private matches(lower: string, service: string): boolean {
    if (this.exact.has(lower)) return true;
    const tests = this.byService.get(service);
    return (tests?.some((test) => test(lower)) ?? false) || this.everyService.some((test) => test(lower));
  }

  private seek({ lower, services }: Prepared): readonly number[] {
    const everywhere = this.everyService.length > 0;
    const among = everywhere ? [...services.keys()] : [...this.byService.keys()];
    const found = among.flatMap((service) =>
      (services.get(service) ?? []).filter((index) => this.matches(lower[index], service)),
    );
    return found.sort((a, b) => a - b);
  }
}

const sets = new Map<string, ActionSet>();
const byElement = new WeakMap<PatternElement, ActionSet>();

/** The set of an element. */
export function actionSet(element: PatternElement): ActionSet {
  let set = byElement.get(element);
  if (set) return set;
  const key = JSON.stringify([element.negated, element.patterns]);
  set = sets.get(key);
  if (!set) sets.set(key, (set = new ActionSet(sets.size, element)));
  byElement.set(element, set);
  return set;
}

function nameTest(pattern: string): NameTest {
  if (!/[*?]/.test(pattern)) return (name) => name === pattern;
  if (/^\*+$/.test(pattern)) return () => true;
  if (/^[^*?]*\*$/.test(pattern)) {
    const head = pattern.slice(0, -1);
    return (name) => name.startsWith(head);
  }
  const names = language(actionGlobs(pattern));
  return (name) => includes(names, name);
}
