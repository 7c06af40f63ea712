/** Something that waits for others; without `after` it waits for the one above it. */
export interface Step {
  readonly name: string;
  readonly after?: readonly string[];
}

/** An order in which every step follows those it waits for, or a cycle that forbids one. */
export interface Order {
  readonly names: readonly string[];
  /** Names from a step back to itself. */
  readonly cycle?: readonly string[];
}

function waitsFor(steps: readonly Step[]): Map<string, readonly string[]> {
  const above = (index: number) => (index > 0 ? [steps[index - 1].name] : []);
  return new Map(steps.map((step, index) => [step.name, step.after ?? above(index)]));
}

/** The first way from a step back to itself along what it waits for. */
function cycleFrom(
  name: string,
  waits: ReadonlyMap<string, readonly string[]>,
  trail: readonly string[],
): readonly string[] | undefined {
  const start = trail.indexOf(name);
  if (start >= 0) return [...trail.slice(start), name];
  for (const next of waits.get(name) ?? []) {
    const cycle = cycleFrom(next, waits, [...trail, name]);
    if (cycle) return cycle;
  }
  return undefined;
}

/** Orders steps, keeping the given order wherever nothing speaks against it. Names that nobody has are passed over. */
export function orderOf(steps: readonly Step[]): Order {
  const waits = waitsFor(steps);
  const placed: string[] = [];
  let left = steps.map((step) => step.name);
  while (left.length) {
    const next = left.find((name) => (waits.get(name) ?? []).every((other) => !left.includes(other)));
    if (next === undefined) return { names: placed, cycle: firstCycle(left, waits) };
    placed.push(next);
    left = left.filter((name) => name !== next);
  }
  return { names: placed };
}

function firstCycle(
  names: readonly string[],
  waits: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  for (const name of names) {
    const cycle = cycleFrom(name, waits, []);
    if (cycle) return cycle;
  }
  return undefined;
}
