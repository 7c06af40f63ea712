import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clients } from '../../../../lib/runtime/clients';
import { Fleet } from '../../../../lib/runtime/fleet';
import { refuseJob } from '../../../../lib/runtime/job';
import { serve } from '../../../../lib/runtime/serve';
import { localPolicies } from '../../../../lib/runtime/settings';

interface Call {
  readonly input: { readonly Payload: Buffer };
}
const nothing = jest.fn(async () => undefined);

/** A fleet whose calls of one application fail. */
function fleetWithout(lost: string): Fleet {
  const send = async ({ input }: Call): Promise<object> => {
    const { application } = JSON.parse(input.Payload.toString('utf8')) as { application: string };
    if (application === lost) throw new Error('no such function');
    return {};
  };
  return new Fleet({
    policies: new Map([
      ['orders', {}],
      ['billing', {}],
    ]),
    env: { AWS_LAMBDA_FUNCTION_NAME: 'control-record' },
    clients: {} as Clients,
    functions: { send } as never,
    queues: { send } as never,
    now: () => new Date(0),
  });
}

test('a schedule that does not reach everybody fails, so that it is tried again, and says whom it did not reach', async () => {
  await expect(serve(fleetWithout('nobody'), nothing, { do: 'sweep' })).resolves.toBeUndefined();
  await expect(serve(fleetWithout('billing'), nothing, { do: 'sweep' })).rejects.toThrow(
    /1 of 2 were not reached: .*hand the schedule on to billing.*no such function/,
  );
});

test('an entry of a batch that is nobody’s is told, and held up by nobody', async () => {
  const told = jest.spyOn(console, 'error').mockImplementation();
  const Records = [{ dynamodb: { NewImage: { pk: { S: 'APPLICATION#orders' } } } }];
  expect(await serve(fleetWithout('nobody'), nothing, { Records })).toEqual({ batchItemFailures: [] });
  expect(told.mock.calls).toEqual([[expect.stringMatching(/^nobody: .*names no application/)]]);
  expect(nothing).not.toHaveBeenCalled();
  told.mockRestore();
});

test('what is no job of a pipeline is thrown, not answered as one', async () => {
  const asked = serve(fleetWithout('nobody'), nothing, { digest: 'x' }, { refused: refuseJob });
  await expect(asked).rejects.toThrow(/names no application/);
});

describe('policies beside the code', () => {
  const folder = mkdtempSync(join(tmpdir(), 'policies-'));
  const holding = (text: string) => writeFileSync(join(folder, 'policies.json'), text);

  test('are read by handlers of many alone', () => {
    expect(localPolicies({}, folder)).toBeUndefined();
    holding('{"orders":{}}');
    expect(localPolicies({}, folder)).toEqual(new Map([['orders', {}]]));
    expect(localPolicies({ APPLICATION: 'orders' }, folder)).toBeUndefined();
  });

  test('are no list', () => {
    holding('[]');
    expect(() => localPolicies({}, folder)).toThrow(/policies\.json holds no policies/);
  });
});
