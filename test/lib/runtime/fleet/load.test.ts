import { admit } from '../../../../lib/runtime/admit';
import { freeze } from '../../../../lib/runtime/freeze';
import { gate } from '../../../../lib/runtime/gate';
import { notify } from '../../../../lib/runtime/notify';
import { record } from '../../../../lib/runtime/record';
import { unwind } from '../../../../lib/runtime/unwind';
import { session } from '../../../_helpers/fake-aws/world';
import { Company, policies } from './company';

const NAMES = Array.from({ length: 50 }, (_, index) => `app-${index}`);
const BROKEN = 'app-7';
const well = NAMES.filter((name) => name !== BROKEN);

/** Fifty applications, of which one has a policy that is none. */
function company(): Company {
  return new Company({ ...policies(NAMES), [BROKEN]: { window: 'always' } });
}

describe('fifty applications that release at once, one of them broken', () => {
  const all = company();
  let answers: Record<string, string> = {};
  beforeAll(async () => {
    const told = await Promise.all(NAMES.map(async (name) => [name, await all.release(name)] as const));
    answers = Object.fromEntries(told);
  });

  it('are released, all but that one, which is told why', () => {
    expect(well.map((name) => answers[name]).filter(Boolean)).toEqual([]);
    expect(answers[BROKEN]).toMatch(/policies\.json for app-7 is no policy/);
  });

  it('have numbers, turns and records of their own', () => {
    for (const name of well) {
      expect(all.world.items.get(`APPLICATION#${name}\u0000COUNTER`)).toMatchObject({ last: 1 });
      expect(all.world.items.get(`APPLICATION#${name}\u0000RELEASED`)).toMatchObject({ change: `${name}-1` });
      expect(all.world.items.has(`APPLICATION#${name}\u0000LANE`)).toBe(false);
      expect(all.world.objects.has(`records/${name}/00000001/record.json`)).toBe(true);
    }
    expect([...all.world.items.keys()].filter((key) => key.includes(`#${BROKEN}\u0000`))).toEqual([]);
  });

  it('are each swept in a call of its own', async () => {
    await all.call(record, { do: 'sweep' });
    expect(all.calls.map(({ Payload }) => Payload)).toEqual(NAMES.map((application) => ({ do: 'sweep', application })));
    expect(new Set(all.calls.map(({ FunctionName, InvocationType }) => `${FunctionName} ${InvocationType}`))).toEqual(
      new Set(['control-record Event']),
    );
    const told = jest.spyOn(console, 'error').mockImplementation();
    expect(await all.call(record, { do: 'sweep', application: BROKEN })).toBeUndefined();
    expect(told.mock.calls).toEqual([[expect.stringMatching(/^app-7: .*is no policy/)]]);
    told.mockRestore();
    await expect(all.call(record, { do: 'sweep', application: 'app-8' })).resolves.toMatchObject({ failures: [] });
  });

  it('are told of what happened, each on its own topic, whatever the notices of another meet', async () => {
    const notices = [...all.world.items.values()].filter(({ type }) => type === 'notice');
    const [lost] = notices.filter(({ pk }) => pk === 'NOTICE#app-3');
    all.world.sent.length = 0;
    all.world.fault = ({ service, input }) => {
      if (service === 'topic' && String(input.TopicArn).includes(':app-3-')) throw new Error('no such topic');
      return undefined;
    };
    const Records = [lost, ...notices.filter(({ pk }) => pk === 'NOTICE#app-4')].map((one) => ({
      eventSource: 'aws:dynamodb',
      eventName: 'INSERT',
      dynamodb: { SequenceNumber: '1', NewImage: { pk: { S: String(one!.pk) }, sk: { S: String(one!.sk) } } },
    }));
    expect(await all.call(notify, { Records })).toEqual({ batchItemFailures: [] });
    all.world.fault = undefined;
    const told = all.world.sent.filter(({ service }) => service === 'topic').map(({ input }) => input.TopicArn);
    expect(told.filter((arn) => String(arn).endsWith(':app-4-changes'))).toHaveLength(Records.length - 1);
    expect(new Set(told)).toEqual(
      new Set(['app-3', 'app-4'].map((name) => `arn:aws:sns:eu-west-2:222222222222:${name}-changes`)),
    );
  });
});

describe('what names another application', () => {
  const [OLGA, url] = [session('OnCall', 'olga@example.com'), (body: object) => JSON.stringify(body)];
  const call = (caller: string, body: object) => ({
    requestContext: { accountId: '222222222222', authorizer: { iam: { userArn: caller } } },
    body: url(body),
  });

  it('finds no execution of its own there', async () => {
    const two = new Company(policies(['orders', 'billing']));
    two.begin('orders', 'orders-run');
    const forged = { ...two.keys('billing'), execution: 'orders-run' };
    expect(await two.job(gate, forged)).toMatch(/orders-run/);
    await expect(two.call(admit, { ...forged, stage: 'Prod-one-box' })).rejects.toThrow(/orders-run/);
    expect([...two.world.items.keys()]).toEqual([]);
  });

  it('is refused where it names another pipeline than its application', async () => {
    const two = new Company(policies(['orders', 'billing']));
    two.begin('orders', 'orders-run');
    expect(await two.job(gate, { ...two.keys('orders'), application: 'billing' })).toMatch(
      /not of billing \(pipeline orders\)/,
    );
  });

  it('stops the line of that one alone, if its own people ask', async () => {
    const own = { freeze: ['billing-OnCall'], unfreeze: ['billing-ReleaseManager'] };
    const two = new Company({
      ...policies(['orders']),
      billing: { ...(policies(['billing']).billing as object), rights: own },
    });
    const ask = async (application: string) =>
      (await two.call(freeze, call(OLGA, { do: 'freeze', application, reason: 'smoke' })))!.statusCode;
    expect([await ask('orders'), await ask('billing')]).toEqual([200, 403]);
    expect([...two.world.items.keys()].filter((key) => key.endsWith('FREEZE'))).toEqual([
      'APPLICATION#orders\u0000FREEZE',
    ]);
  });

  it.each([
    ['nobody serves it', 'payments'],
    ['it is a word of the language', '__proto__'],
  ])('is refused where %s', async (_, application) => {
    const two = new Company(policies(['orders']));
    expect(await two.job(gate, two.keys(application))).toMatch(/serves no such application/);
  });

  it('is left alone where it is another pipeline of the account', async () => {
    const two = new Company(policies(['orders']));
    const event = { source: 'aws.codepipeline', detail: { pipeline: 'foreign', 'execution-id': 'x' } };
    const elsewhere = { verdict: 'done', reason: 'Not of this change control.', looks: 0, givenUp: [] } as const;
    expect(await two.call(record, event)).toBeUndefined();
    expect(await two.call(unwind, event, { elsewhere })).toEqual(elsewhere);
    expect(two.world.sent).toEqual([]);
  });

  it('is refused where it names nobody', async () => {
    const two = new Company(policies(['orders']));
    await expect(two.call(admit, { digest: 'x' })).rejects.toThrow(/names no application/);
  });
});
