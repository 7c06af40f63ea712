import type { Runtime } from '../../../lib/runtime/runtime';
import { stopExecution } from '../../../lib/runtime/stop';

const stopping = (name: string): Promise<void> => {
  const send = async (): Promise<never> => {
    throw Object.assign(new Error('no'), { name });
  };
  return stopExecution(
    { settings: { pipeline: 'orders' }, clients: { pipeline: { send } } } as unknown as Runtime,
    'run-1',
    'why',
  );
};

test.each(['PipelineExecutionNotStoppableException', 'DuplicatedStopRequestException'])(
  'an execution that ended or is being stopped stays as it is: %s',
  async (name) => {
    await expect(stopping(name)).resolves.toBeUndefined();
  },
);

test('whatever else keeps it from being stopped is told', async () => {
  await expect(stopping('AccessDeniedException')).rejects.toThrow(/stop execution run-1.*AccessDenied/);
});
