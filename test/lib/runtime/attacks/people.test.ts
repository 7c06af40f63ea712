import { session } from '../../../_helpers/fake-aws/world';
import { DORA } from './alarms';
import { CAROL, type Line, OLGA, released } from './line';

/** Attacks by people who stop the line, start it again, or decide a bake that could not decide itself. */
beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));

async function approved(line: Line, id = 'r2'): Promise<void> {
  await line.verify(id);
  line.approve(id);
}

describe('people who stop the line', () => {
  const reason = '<!channel> @here [x](http://evil.test) \u001b[2J\u202e';

  it('are heard once, however often they say it', async () => {
    const line = await released();
    for (let turn = 0; turn < 50; turn++)
      expect((await line.person(OLGA, { do: 'freeze', reason: `Turn ${turn}` })).status).toBe(200);
    expect(line.notices('orders/frozen')).toHaveLength(1);
    expect([...line.world.objects.keys()].filter((key) => key.includes('/line/'))).toHaveLength(1);
    expect(line.item('APPLICATION#orders|FREEZE')).toMatchObject({ frozen: true, reason: 'Turn 0' });
  });

  it('cannot say what moves a cursor in the message of the gate', async () => {
    const line = await released();
    await approved(line);
    await line.wait('r2');
    await line.person(OLGA, { do: 'freeze', reason });
    expect(await line.gate('r2')).toMatch(/stopped the line/);
    expect(line.answers.at(-1)!.message).not.toMatch(/[\u001b\u202e]/);
  });

  it.each([
    ['of ten thousand characters', { do: 'freeze', reason: 'x'.repeat(10_000) }, 400, /less than 10000 characters/],
    ['of two thousand', { do: 'freeze', reason: 'x'.repeat(2000) }, 400, /at most 1,000 characters/],
    ['of spaces', { do: 'freeze', reason: '   ' }, 400, /give a reason/],
    ['for a bake without a change', { do: 'continue', reason: 'x' }, 400, /name the change/],
    ['for a change that is not there', { do: 'rollback', reason: 'x', number: 99 }, 409, /There is no change 99/],
    ['for a change that does not bake', { do: 'rollback', reason: 'x', number: 1 }, 409, /has no wave that bakes/],
  ])('are told what would be right where they give a reason %s', async (_, request, status, message) => {
    const line = await released();
    const answer = await line.person(CAROL, request);
    expect([answer.status, answer.message]).toEqual([status, expect.stringMatching(message)]);
    expect(line.item('APPLICATION#orders|FREEZE')).toBeUndefined();
  });

  it.each([
    ['on call starts it again', OLGA, 'unfreeze'],
    ['a developer stops it', session('Developer', 'bob@example.com'), 'freeze'],
    ['a role of its own stops it', 'arn:aws:sts::222222222222:assumed-role/ReleaseManager/carol', 'freeze'],
  ])('are refused where %s, and the line stays as it is', async (_, caller, deed) => {
    const line = await released();
    if (deed === 'unfreeze') await line.person(CAROL, { do: 'freeze', reason: 'x' });
    const before = line.item('APPLICATION#orders|FREEZE');
    expect((await line.person(caller, { do: deed, reason: 'x' })).status).toBe(403);
    expect(line.item('APPLICATION#orders|FREEZE')).toEqual(before);
  });

  it('do not hold up what began before: the gate of the next wave passes', async () => {
    const line = await released();
    await approved(line);
    expect(await line.enter('r2')).toBe('');
    line.act('r2', 'Prod-one-box', 'Deploy', 'Build');
    await line.person(OLGA, { do: 'freeze', reason: 'x' });
    expect(await line.wave('r2', 'Prod-one-box')).toMatch(/^healthy/);
    expect(await line.enter('r2')).toBe('');
  });
});

describe('a bake', () => {
  const baking = async (author: string) => {
    const line = await released();
    await line.verify('r2', { author });
    line.approve('r2');
    expect(await line.enter('r2')).toBe('');
    delete line.world.alarms['orders-errors-eu-west-2'];
    line.act('r2', 'Prod-one-box', 'Deploy', 'Build');
    line.act('r2', 'Prod-one-box', 'Bake', 'Invoke', { status: 'InProgress' });
    const started = new Date(line.world.now - 60_000).toISOString();
    const look = () => line.look('r2', 'Prod-one-box', started);
    expect(await look()).toMatchObject({ verdict: 'inconclusive' });
    return { line, look };
  };

  it('that cannot decide is not let go on by an author of the change', async () => {
    const { line, look } = await baking('Dora <dora@example.com>');
    const answer = await line.person(DORA, { do: 'continue', number: 2, reason: 'Fine.' });
    expect(answer).toMatchObject({ status: 409, message: expect.stringMatching(/dora@example\.com wrote the change/) });
    expect(await look()).toMatchObject({ verdict: 'inconclusive' });
    expect((await line.person(CAROL, { do: 'continue', number: 2, reason: 'Fine.' })).status).toBe(200);
    expect(await look()).toMatchObject({ verdict: 'healthy' });
  });

  it('is sent back by anyone who may, an author too', async () => {
    const { line, look } = await baking('Dora <dora@example.com>');
    expect((await line.person(DORA, { do: 'rollback', number: 2, reason: 'Odd.' })).status).toBe(200);
    expect(await look()).toMatchObject({ verdict: 'failed' });
  });

  it('takes no word that it cannot read', async () => {
    const { line, look } = await baking('Bob <bob@example.com>');
    line.world.items.set('EXECUTION#r2\u0000DECISION#Prod-one-box', { pk: 'x', sk: 'y', go: 'yes', by: 'me' });
    expect(await look()).toMatchObject({ verdict: 'inconclusive' });
  });

  it.each([
    ['none', ['none']],
    ['nothing', ['']],
    ['names of nobody', ['arn:aws:cloudwatch:eu-west-2:333333333333:alarm:gone']],
    ['alarms of other accounts', ['arn:aws:cloudwatch:eu-west-2:999999999999:alarm:orders-errors-eu-west-2']],
    ['what is no ARN', ['orders-errors-eu-west-2']],
  ])('that is told %s is never healthy by itself', async (_, alarms) => {
    const line = await released();
    line.runtime.settings.policy.waves[0]!.targets[0]!.alarms = [];
    await line.verify('r2', { message: 'Fix\n\nIncident: INC-1' });
    line.approve('r2');
    expect(await line.enter('r2')).toBe('');
    expect(await line.wave('r2', 'Prod-one-box', alarms)).toMatch(/^inconclusive/);
  });

  it('of an execution without the turn, or of one that is sealed, fails', async () => {
    const line = await released();
    await approved(line);
    line.act('r2', 'Prod-one-box', 'Deploy', 'Build');
    expect(await line.wave('r2', 'Prod-one-box')).toMatch(/^failed: This release did not wait for its turn/);
  });
});
