import type * as Gate from '../../../../lib/change/gate';
import { type Line, released } from './line';

/** One attack on the gate. */
export interface Attack {
  /** Checks of the gate that stop it; more than one where each alone does. */
  readonly by: readonly string[];
  readonly reason: RegExp;
  readonly policy?: object;
  /** Everything before the wait and the gate of `r2`. */
  readonly play: (line: Line) => unknown;
  /** Between the wait and the gate. */
  readonly between?: (line: Line) => unknown;
  /** A line before the attack; one on which `r1` was released, unless said otherwise. */
  readonly line?: () => Promise<Line>;
}

/** On the global object: the mocked module and the test see two copies of this one. */
const taken = globalThis as unknown as { checksTakenOut?: readonly string[] };

/** The gate's module, without the checks that a test takes out. */
export function gateWithout(): object {
  const real = jest.requireActual<typeof Gate>('../../../../lib/change/gate');
  return {
    ...real,
    gateChecks: (facts: never) =>
      Object.fromEntries(
        Object.entries(real.gateChecks(facts)).filter(([name]) => !taken.checksTakenOut?.includes(name)),
      ),
  };
}

/** Plays an attack up to the gate's answer: empty where it opened. */
export async function attacked({ line: make, policy, play, between }: Attack): Promise<{ line: Line; answer: string }> {
  const line = await (make ?? released)();
  Object.assign(line.runtime.settings.policy, policy);
  await play(line);
  const { verdict, reason } = await line.wait('r2');
  if (verdict !== 'pass') return { line, answer: `wait: ${reason}` };
  await between?.(line);
  return { line, answer: await line.gate('r2') };
}

/** Each attack is refused with its reason; without the checks that stop it, it succeeds. */
export function describeAttacks(attacks: Readonly<Record<string, Attack>>): void {
  beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));
  afterEach(() => delete taken.checksTakenOut);

  describe.each(Object.entries(attacks))('%s', (_, attack) => {
    it('is refused with the reason, and the record says so', async () => {
      const { line, answer } = await attacked(attack);
      expect(answer).toMatch(attack.reason);
      const { change, history, waves } = line.record('r2');
      expect(answer).toContain(`The gate stays closed for ${change}.`);
      expect(waves).toEqual([]);
      expect(history.filter((one) => one.kind === 'gated').map((one) => one.text)).toEqual([
        expect.stringMatching(/^The gate stayed closed\./),
      ]);
      const before = line.item('APPLICATION#orders|RELEASED');
      await expect(line.end('r2')).resolves.toMatchObject({ outcome: 'rejected' });
      expect(line.record('r2').state).toBe('rejected');
      expect(line.item('APPLICATION#orders|LANE')?.execution).not.toBe('r2');
      expect(line.item('APPLICATION#orders|RELEASED')).toEqual(before);
    });

    it(`would pass without ${attack.by.join(' and ')}`, async () => {
      taken.checksTakenOut = attack.by;
      expect((await attacked(attack)).answer).toBe('');
    });
  });
}
