import fc from 'fast-check';
import { orderOf } from '../../../lib/config';

const names = ['a', 'b', 'c', 'd', 'e'];
const steps = fc
  .uniqueArray(fc.constantFrom(...names), { minLength: 1 })
  .chain((order) =>
    fc.tuple(
      ...order.map((name) =>
        fc.record({ name: fc.constant(name), after: fc.option(fc.subarray(order), { nil: undefined }) }),
      ),
    ),
  );

test('every step follows those it waits for, or there is a real cycle', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const { names: order, cycle } = orderOf(list);
      const waits = (name: string) => {
        const index = list.findIndex((step) => step.name === name);
        return list[index].after ?? (index ? [list[index - 1].name] : []);
      };
      for (const name of order)
        for (const other of waits(name)) expect(order.indexOf(other)).toBeLessThan(order.indexOf(name));
      if (!cycle) expect([...order].sort()).toEqual(list.map((step) => step.name).sort());
      else {
        expect(cycle[0]).toBe(cycle.at(-1));
        for (let i = 0; i + 1 < cycle.length; i++) expect(waits(cycle[i])).toContain(cycle[i + 1]);
      }
    }),
  );
});

test('without `after` the order is that of the file', () => {
  expect(orderOf([{ name: 'b' }, { name: 'a' }]).names).toEqual(['b', 'a']);
});
