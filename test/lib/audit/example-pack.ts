import { gather, type Gathered, type Sources } from '../../../lib/audit';
import { readAssembly } from '../../../lib/prover';
import { readReports } from '../../../lib/summary';
import { shippedExample } from '../../_helpers/shipped-example';

/** What the pack of the shipped example is made from, at a time that stands still. */
export function exampleSources(): Sources {
  const app = shippedExample();
  return {
    world: readAssembly(app),
    reports: readReports(app),
    records: [],
    sample: { size: 25, seed: 1 },
    time: '2026-11-27T12:00:00.000Z',
    generator: { name: 'cdk-guarded-environments', version: '0.1.0' },
  };
}

/** The pack of the shipped example, with some of its sources changed. */
export function examplePack(changed: Partial<Sources> = {}): Gathered & { readonly sources: Sources } {
  const sources = { ...exampleSources(), ...changed };
  return { ...gather(sources), sources };
}
