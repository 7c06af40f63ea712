import type { Environments } from '../../bin/commands/env-call';
import { untilReady } from '../../bin/commands/env-wait';
import type { LeaseView } from '../../lib/sandbox/lease';

const created = '2026-01-01T00:00:00.000Z';
const lease = (more: Partial<LeaseView>): LeaseView =>
  ({ name: 'search', branch: 'feature/search', created, problem: null, ...more }) as LeaseView;
const building = lease({ state: 'creating', phase: 'build' });
const ready = lease({ state: 'ready', phase: null });
const event = {
  at: '2026-01-01T00:00:10.000Z',
  resource: 'Table',
  type: 'AWS::DynamoDB::Table',
  status: 'CREATE_COMPLETE',
};

/** Answers looks and questions for events in turn. */
async function toldOf(events: readonly unknown[][]): Promise<string[]> {
  const told: string[] = [];
  let asked = 0;
  const ask = (question: { do: string }): Promise<unknown> =>
    Promise.resolve(question.do === 'events' ? { events: events[asked++] ?? [] } : ready);
  await untilReady({ ask } as unknown as Environments, building, { everyMs: 1, tell: (text) => void told.push(text) });
  return told;
}

test('a deployment that is over between two looks is told before what CloudFormation did', async () => {
  expect(await toldOf([[], [event]])).toEqual([
    'building feature/search …',
    'deploying search …',
    '00:00:10 CREATE_COMPLETE AWS::DynamoDB::Table Table',
  ]);
});

test('nothing is told of a deployment that did nothing yet', async () => {
  expect(await toldOf([])).toEqual(['building feature/search …']);
});
