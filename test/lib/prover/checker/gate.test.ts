import { isGate } from '../../../../lib/prover/checker/theorems/approvals';
import type { PlacedAction } from '../../../../lib/prover/checker/theorems/pipelines';

const gate = (parameters?: string): PlacedAction =>
  ({
    provider: 'Lambda',
    pipeline: { name: 'orders' },
    configuration: parameters === undefined ? {} : { UserParameters: parameters },
    runs: { roles: ['arn:aws:iam::111111111111:role/guarded/pipeline/control-gate-function'] },
  }) as unknown as PlacedAction;

test.each([
  ['its own name', '{"application":"orders","pipeline":"orders"}', true],
  ['nothing', undefined, true],
  ['another name', '{"application":"billing"}', false],
  ['its own name for another pipeline', '{"application":"orders","pipeline":"billing"}', false],
  ['a name that is none', '{"application":null}', false],
  ['what becomes JSON when variables are filled in', '{"application":"orders"#{x.more}}', false],
])('a gate that is asked by %s', (_what, parameters, counts) => {
  expect(isGate(gate(parameters))).toBe(counts);
});
