/* eslint-disable @typescript-eslint/no-explicit-any -- messages come as any JSON */
import { notify } from '../../../../lib/runtime/notify';
import { covers, record } from '../../../../lib/runtime/record';
import { Company, policies } from './company';

const OPERATORS = 'arn:aws:sns:eu-west-2:222222222222:control-changes';
const ENV = { LANES_URL: 'https://sqs/lanes', OPERATORS_TOPIC_ARN: OPERATORS };
const GONE = Object.assign(new Error('gone'), { name: 'PipelineExecutionNotFoundException' });

let told: jest.SpyInstance;
let counted: jest.SpyInstance;
beforeEach(() => {
  told = jest.spyOn(console, 'error').mockImplementation();
  counted = jest.spyOn(console, 'log').mockImplementation();
});
afterEach(() => [told, counted].forEach((spy) => spy.mockRestore()));

const event = (pipeline: unknown, execution: string, more: object = {}, kind = 'Action') => ({
  id: `event-${execution}-${JSON.stringify(more)}`,
  source: 'aws.codepipeline',
  'detail-type': `CodePipeline ${kind} Execution State Change`,
  detail: { pipeline, 'execution-id': execution, version: 1, ...more },
});

/** A message as it comes from the inbox, or from a lane. */
function message(body: unknown, lane?: string, tries = 1): any {
  return {
    messageId: `m-${JSON.stringify(body)}`,
    eventSource: 'aws:sqs',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: { ApproximateReceiveCount: String(tries), ...(lane ? { MessageGroupId: lane } : {}) },
  };
}

const company = () => new Company(policies(['orders', 'billing']), ENV);
const call = (two: Company, ...Records: any[]) => two.call(record, { Records }, { covers }) as Promise<any>;
const failures = (answer: any): string[] => answer.batchItemFailures.map((one: any) => one.itemIdentifier);
const published = (two: Company) => two.world.sent.filter(({ name }) => name === 'PublishCommand');

describe('what comes from the inbox', () => {
  it('goes into the lane of the application whose pipeline it is, with what handlers read and no more', async () => {
    const two = company();
    const own = event('orders', 'run-1', { action: 'Deploy', state: 'STARTED', padding: 'x'.repeat(100_000) });
    expect(failures(await call(two, message(own), message(event('billing', 'run-2'))))).toEqual([]);
    const detail = { pipeline: 'orders', 'execution-id': 'run-1', action: 'Deploy', state: 'STARTED' };
    expect(two.letters.map(({ MessageGroupId }) => MessageGroupId)).toEqual(['orders', 'billing']);
    expect(JSON.parse(two.letters[0].MessageBody)).toEqual({ source: 'aws.codepipeline', detail });
    expect(two.world.sent).toEqual([]);
  });

  it('is taken once by the queue, however often EventBridge sends it', async () => {
    const two = company();
    await call(two, message(event('orders', 'run-1')), message(event('orders', 'run-1')));
    expect(new Set(two.letters.map(({ MessageDeduplicationId }) => MessageDeduplicationId)).size).toBe(1);
  });

  it.each(['FAILED', 'STOPPED', 'SUPERSEDED', 'CANCELED'])(
    'goes ahead in a lane of its own where it ended: %s',
    async (state) => {
      const two = company();
      await call(
        two,
        message(event('orders', 'run-1', { state }, 'Pipeline')),
        message(event('orders', 'run-1', { state })),
      );
      expect(
        two.letters.map(({ MessageGroupId, MessageBody }) => [MessageGroupId, JSON.parse(MessageBody).do]),
      ).toEqual([
        ['orders/ended', 'end'],
        ['orders', undefined],
      ]);
    },
  );

  it('is left alone where it is another pipeline of the account', async () => {
    const two = company();
    expect(failures(await call(two, message(event('foreign', 'run-1'))))).toEqual([]);
    expect(two.letters).toEqual([]);
  });

  it.each([
    ['no JSON', 'orders'],
    ['no pipeline', event(undefined, 'run-1')],
    ['a pipeline that is no text', event(['orders'], 'run-1')],
    ['an event of somebody else', { ...event('orders', 'run-1'), source: 'orders' }],
    ['an application that it names itself', { application: 'orders', do: 'sweep' }],
  ])('comes back where nobody can tell whose it is, and nothing else does: %s', async (_, body) => {
    const two = company();
    const bad = message(body);
    expect(failures(await call(two, bad, message(event('orders', 'run-1'))))).toEqual([bad.messageId]);
    expect(two.letters).toHaveLength(1);
  });

  it('comes back where the queue does not take it', async () => {
    const two = company();
    two.refuses = (letter) => letter.MessageGroupId === 'billing';
    const [own, theirs] = [message(event('orders', 'run-1')), message(event('billing', 'run-2'))];
    expect(failures(await call(two, own, theirs))).toEqual([theirs.messageId]);
    two.refuses = () => {
      throw new Error('busy');
    };
    expect(failures(await call(two, own, theirs))).toEqual([own.messageId, theirs.messageId]);
  });
});

describe('what stands in lanes', () => {
  const follow = (pipeline: string, execution: string, more: object = {}) => {
    const { source, detail } = event(pipeline, execution, more);
    return { source, detail };
  };

  it('is done, and what fails comes back alone', async () => {
    const two = company();
    two.begin('orders', 'orders-run');
    two.begin('billing', 'billing-run');
    const gone = message(follow('orders', 'gone'), 'orders');
    const batch = [
      gone,
      message(follow('orders', 'orders-run'), 'orders'),
      message(follow('billing', 'billing-run'), 'billing'),
    ];
    expect(failures(await call(two, ...batch))).toEqual([gone.messageId]);
    expect([...two.world.items.keys()].filter((key) => key.endsWith('COUNTER'))).toEqual([
      'APPLICATION#billing\u0000COUNTER',
      'APPLICATION#orders\u0000COUNTER',
    ]);
    expect(published(two)).toEqual([]);
  });

  it('is refused where it stands in the lane of another', async () => {
    const two = company();
    two.begin('billing', 'billing-run');
    const astray = [message(follow('billing', 'billing-run'), 'orders'), message({ hello: 1 }, 'orders')];
    expect(failures(await call(two, ...astray))).toEqual(astray.map(({ messageId }) => messageId));
    expect([...two.world.items.keys()]).toEqual([]);
  });

  it('is looked at once where the last look sees all', async () => {
    const two = company();
    two.begin('orders', 'orders-run');
    const looks = (state: string, action = 'Build') =>
      message(follow('orders', 'orders-run', { action, state }), 'orders');
    await call(two, looks('STARTED'), looks('SUCCEEDED'), looks('STARTED', 'Verify'));
    expect(two.world.sent.filter(({ name }) => name === 'GetPipelineExecutionCommand')).toHaveLength(1);
    expect(covers(follow('orders', 'a', { action: 'Page', state: 'SUCCEEDED' }), follow('orders', 'a'))).toBe(false);
    expect(covers(follow('orders', 'a'), follow('orders', 'b'))).toBe(false);
    expect(covers({ do: 'end', execution: 'a' }, follow('orders', 'a'))).toBe(false);
  });

  it('starts the way back of what ended badly, once, whatever becomes of its record', async () => {
    const two = company();
    const ended = message({ do: 'end', pipeline: 'orders', execution: 'gone' }, 'orders/ended');
    expect(failures(await call(two, ended))).toEqual([ended.messageId]);
    const [start] = two.world.sent.filter(({ name }) => name === 'StartExecutionCommand');
    expect(start!.input).toMatchObject({ name: 'gone-ended' });
    expect(JSON.parse(start!.input.input)).toEqual({ detail: { pipeline: 'orders', 'execution-id': 'gone' } });
  });

  it('is told at the last try to the people of the application and the operators, once an hour', async () => {
    const two = company();
    const last = (execution: string) => message(follow('orders', execution), 'orders', 5);
    await call(two, message(follow('orders', 'gone'), 'orders', 4));
    expect(published(two)).toEqual([]);
    await call(two, last('gone'), last('gone too'));
    await call(two, last('gone for good'));
    const topics = () => published(two).map(({ input }) => input.TopicArn);
    expect(topics()).toEqual([OPERATORS, 'arn:aws:sns:eu-west-2:222222222222:orders-changes']);
    expect(published(two)[0]!.input.Message).toMatch(/orders.*read execution gone/);
    expect(counted.mock.calls.map(([line]) => JSON.parse(line).ApplicationsLeft)).toEqual([1]);
    two.world.now += 3_600_000;
    await call(two, last('gone'));
    expect(topics()).toHaveLength(4);
  });

  it('is told to the operators where the policy of the application is broken, and where no topic takes it', async () => {
    const two = new Company({ ...policies(['orders']), billing: {} }, ENV);
    two.world.fault = ({ name, input }) => {
      if (name === 'PublishCommand' && input.TopicArn !== OPERATORS) throw GONE;
      return undefined;
    };
    await call(two, message(follow('billing', 'billing-run'), 'billing', 5));
    expect(published(two).map(({ input }) => input.TopicArn)).toEqual([
      OPERATORS,
      expect.stringMatching(/billing-changes/),
    ]);
    expect(told.mock.calls.flat().join('\n')).toMatch(/announce billing\/left\//);
  });
});

describe('notices', () => {
  const stored = (application: string, id: string) => ({
    eventSource: 'aws:dynamodb',
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: `s-${id}`,
      NewImage: { pk: { S: `NOTICE#${application}` }, sk: { S: id }, notice: { S: 'x' } },
    },
  });
  const relay = (two: Company, ...Records: any[]) => two.call(notify, { Records }) as Promise<any>;

  it('go into the lanes of their applications, by their keys', async () => {
    const two = company();
    expect(failures(await relay(two, stored('orders', 'a'), stored('billing', 'b')))).toEqual([]);
    expect(two.letters.map(({ MessageGroupId }) => MessageGroupId)).toEqual(['orders', 'billing']);
    expect(two.letters[0].MessageBody).not.toContain('"x"');
    expect(two.world.sent).toEqual([]);
  });

  it('are sent from there', async () => {
    const two = company();
    await two.release('orders');
    const all = [...two.world.items.values()].filter(({ type }) => type === 'notice');
    await relay(two, ...all.map(({ sk }) => stored('orders', String(sk))));
    const batch = two.letters.map(({ MessageBody, MessageGroupId }) => message(MessageBody, MessageGroupId));
    expect(failures(await relay(two, ...batch))).toEqual([]);
    expect(published(two)).toHaveLength(all.length);
  });

  it('that are nobody’s are told, and hold up no stream', async () => {
    const two = company();
    const foreign = stored('orders', 'a');
    foreign.dynamodb.NewImage.pk.S = 'APPLICATION#orders';
    expect(failures(await relay(two, foreign, stored('orders', 'b')))).toEqual([]);
    expect(two.letters).toHaveLength(1);
    expect(published(two).map(({ input }) => input.TopicArn)).toEqual([OPERATORS]);
  });

  it('come back to the stream where the queue does not take them', async () => {
    const two = company();
    two.refuses = (letter) => letter.MessageGroupId === 'billing';
    expect(failures(await relay(two, stored('orders', 'a'), stored('billing', 'b')))).toEqual(['s-b']);
  });
});

test('a lane whose turn is over waits for the next, and the others are done', async () => {
  jest.useFakeTimers();
  const two = company();
  two.begin('billing', 'billing-run');
  const answer = two.world.pipeline;
  two.world.pipeline = (name, input) =>
    input.pipelineName === 'orders' ? new Promise(() => undefined) : answer(name, input);
  const slow = ['a', 'b'].map((id) =>
    message({ source: 'aws.codepipeline', detail: { pipeline: 'orders', 'execution-id': id } }, 'orders'),
  );
  const own = message(
    { source: 'aws.codepipeline', detail: { pipeline: 'billing', 'execution-id': 'billing-run' } },
    'billing',
  );
  const answered = call(two, ...slow, own);
  await jest.advanceTimersByTimeAsync(41_000);
  expect(failures(await answered)).toEqual(slow.map(({ messageId }) => messageId));
  expect(two.world.items.has('APPLICATION#billing\u0000COUNTER')).toBe(true);
  jest.useRealTimers();
});

test('a sweep of more than there is time for ends in time, and the next ones come to the rest', async () => {
  const two = company();
  const all = Array.from({ length: 120 }, (_, index) => `run-${index}`);
  for (const execution of all) {
    two.begin('orders', execution);
    await two.call(record, { source: 'aws.codepipeline', detail: { pipeline: 'orders', 'execution-id': execution } });
  }
  const seen = new Set<string>();
  two.world.fault = ({ name, input }) => {
    if (name === 'GetPipelineExecutionCommand') {
      seen.add(String(input.pipelineExecutionId));
      two.world.now += 1000;
    }
    return undefined;
  };
  const counts: number[] = [];
  for (let sweep = 0; sweep < 8; sweep++) {
    const begun = two.world.now;
    await two.call(record, { do: 'sweep', application: 'orders' });
    expect(two.world.now - begun).toBeLessThanOrEqual(41_000);
    counts.push(seen.size);
    two.world.now = begun + 900_000;
  }
  expect(counts[0]).toBeLessThan(all.length);
  expect(counts.at(-1)).toBe(all.length);
});
