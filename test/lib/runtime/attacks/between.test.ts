import { record } from '../../../../lib/runtime/record';
import { alarmArn } from '../../../_helpers/fake-aws/world';
import { DORA, releasedByHand, withoutAlarms } from './alarms';
import { CAROL, commitOf, idOf, Line, OLGA, released } from './line';

/** What is decided must be true of what is in prod at that moment: after other releases, for fixes, for a first release. */
beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));

const FIX = 'Mend it\n\nIncident: INC-7';
const ONE_BOX = 'orders-errors-eu-west-2';

describe('a release in between', () => {
  it('is told where it is part of the change: what prod returns to is true at the gate, in record and notice', async () => {
    const line = await released();
    await line.verify('r2', { commits: [commitOf('r2'), commitOf('other')] });
    expect(line.record('r2').returnTo).toEqual({ change: 'orders-1', revision: idOf('r1') });
    line.approve('r2');
    await line.release('other', DORA);
    expect(await line.enter('r2')).toBe('');
    const { change, returnTo, history } = line.record('r2');
    expect(returnTo).toEqual({ change: 'orders-3', revision: idOf('other') });
    const told =
      'orders-3 was released after orders-2 was verified and is part of it; prod would return to orders-3, not to orders-1.';
    expect(history.findLast((one) => one.kind === 'gated')!.text).toContain(told);
    expect(line.notices(`${change}/gated`)[0].text).toContain(told);
  });

  it('is judged on all authors of what was approved, those of the release in between too', async () => {
    const line = await released();
    const carols = commitOf('other', { author: 'Carol <carol@example.com>' });
    await line.verify('r2', { commits: [commitOf('r2'), carols] });
    line.approve('r2', CAROL);
    await line.verify('other', { commits: [carols] });
    await line.release('other', DORA);
    expect(await line.enter('r2')).toMatch(/carol@example\.com approved a change/);
  });

  it('leaves what prod returns to alone where it was taken back', async () => {
    const line = await released();
    await line.verify('other');
    await line.verify('r2', { commits: [commitOf('r2'), commitOf('other')] });
    line.approve('r2');
    line.approve('other', DORA);
    expect(await line.enter('other')).toBe('');
    line.world.alarms[ONE_BOX] = { state: 'ALARM' };
    expect(await line.wave('other', 'Prod-one-box')).toMatch(/^failed: Rollback alarm/);
    line.world.alarms[ONE_BOX] = { state: 'OK' };
    expect(await line.enter('r2')).toMatch(/^wait: orders-2 is on its way through prod/);
    line.executions.other!.status = 'Failed';
    await record(line.runtime, { do: 'seal', execution: 'other', failure: 'x' });
    expect(await line.enter('r2')).toBe('');
    expect(line.record('r2').returnTo).toEqual({ change: 'orders-1', revision: idOf('r1') });
  });

  it('stops a revert that was made from what is no longer in prod, and lets one through that begins there', async () => {
    const line = await released();
    await line.verify('r2', { message: 'Revert r1' });
    line.approve('r2');
    await line.release('other', DORA);
    expect(await line.enter('r2')).toMatch(/no part of orders-2, which would take it out again/);
    await line.end('r2');
    await line.verify('r4', { message: 'Revert other' });
    line.approve('r4');
    expect(await line.enter('r4')).toBe('');
  });

  it('is seen by Verify already where the branch was set back: nobody is asked in vain', async () => {
    const line = await released();
    await line.release('r2');
    line.start('r3');
    line.leaveDraft('r3', { base: idOf('r1') });
    expect(await line.draft('r3')).toMatch(
      /orders-2 is in prod .* no part of orders-3.*Merge that revision into the branch, or revert it there/,
    );
    expect(line.record('r3').state).toBe('drafted');
  });
});

describe('a fix', () => {
  const burning = async () => {
    const line = await released();
    line.world.budget = 'BREACHED';
    line.world.alarms[ONE_BOX] = { state: 'ALARM' };
    line.world.alarms['orders-errors-eu-west-1'] = { state: 'ALARM' };
    await line.verify('r2', { message: FIX });
    return line;
  };

  it('says so to those who are asked, before they approve', async () => {
    const line = await burning();
    const [notice] = line.notices('orders-2/verified');
    expect(notice.text).toContain('A fix for incident INC-7');
    expect(notice.text).toContain('asks neither for error budget nor for silent alarms');
    expect(line.record('r2').verified).toMatchObject({ incident: 'INC-7' });
  });

  it('passes a spent budget and firing alarms, wave by wave, and is healthy once they are silent', async () => {
    const line = await burning();
    line.approve('r2');
    expect(await line.enter('r2')).toBe('');
    const started = new Date(line.world.now).toISOString();
    line.act('r2', 'Prod-one-box', 'Deploy', 'Build');
    const baking = line.act('r2', 'Prod-one-box', 'Bake', 'Invoke', { status: 'InProgress' });
    line.world.now = Date.parse(started) + 30_000;
    expect(await line.look('r2', 'Prod-one-box', started)).toMatchObject({
      verdict: 'watching',
      reason: expect.stringContaining('still firing: orders-errors-eu-west-2'),
    });
    line.world.alarms[ONE_BOX] = { state: 'OK' };
    line.later();
    expect(await line.look('r2', 'Prod-one-box', started)).toMatchObject({ verdict: 'healthy' });
    baking.status = 'Succeeded';
    expect(await line.gate('r2')).toBe('');
  });

  it('that did not help is taken back when its bake is over, and does not go on to the next wave', async () => {
    const line = await burning();
    line.approve('r2');
    expect(await line.enter('r2')).toBe('');
    line.act('r2', 'Prod-one-box', 'Deploy', 'Build');
    line.act('r2', 'Prod-one-box', 'Bake', 'Invoke', { status: 'InProgress' });
    const long = new Date(line.world.now - 60_000).toISOString();
    expect(await line.look('r2', 'Prod-one-box', long)).toMatchObject({ verdict: 'failed' });
    expect(await line.gate('r2')).toMatch(/already firing: orders-errors-eu-west-2/);
  });

  it('excuses the alarms that fired when the gate opened, and none that begins to fire after', async () => {
    const line = await burning();
    line.world.alarms[ONE_BOX] = { state: 'OK' };
    line.approve('r2');
    expect(await line.enter('r2')).toBe('');
    line.world.alarms[ONE_BOX] = { state: 'ALARM' };
    expect(await line.wave('r2', 'Prod-one-box')).toMatch(/^failed: Rollback alarm: orders-errors-eu-west-2/);
  });

  it('brings back an alarm that is gone, and one for a wave that has none', async () => {
    const line = await burning();
    delete line.world.alarms[ONE_BOX];
    line.approve('r2');
    expect(await line.enter('r2')).toBe('');
    const bare = await releasedByHand();
    await bare.verify('r2', { message: FIX });
    bare.approve('r2');
    expect(await bare.enter('r2')).toBe('');
  });

  it('is stopped by a stopped line like everything else', async () => {
    const line = await burning();
    line.approve('r2');
    await line.person(OLGA, { do: 'freeze', reason: 'Wait.' });
    expect(await line.enter('r2')).toMatch(/^wait: olga@example\.com stopped the line/);
  });
});

describe('a first release', () => {
  it('passes though the alarms that the policy names come only with it', async () => {
    const line = new Line();
    line.world.alarms = {};
    await line.verify('r2');
    line.approve('r2');
    expect(await line.enter('r2')).toBe('');
  });

  it('passes where nothing names an alarm; its bakes tell them, and the next release needs them', async () => {
    const line = withoutAlarms();
    await line.verify('r1');
    line.approve('r1');
    expect(await line.enter('r1')).toBe('');
    expect(await line.wave('r1', 'Prod-one-box', [alarmArn('errors', 'eu-west-2')])).toMatch(/^healthy/);
    expect(await line.wave('r1', 'Prod-rest', [alarmArn('errors', 'eu-west-1')])).toMatch(/^healthy/);
    expect(await line.close('r1')).toBe('');
    await line.verify('r2');
    line.approve('r2');
    expect(await line.enter('r2')).toBe('');
    line.world.alarms[ONE_BOX] = { state: 'ALARM' };
    expect(await line.gate('r2')).toMatch(/already firing/);
  });

  /** A first release went wrong; with nothing to go back to, what it deployed stays there and its alarm fires on. */
  const failed = async (line: Line, alarms: string[] = []) => {
    await line.verify('r1');
    line.approve('r1');
    expect(await line.enter('r1')).toBe('');
    line.world.alarms[ONE_BOX] = { state: 'ALARM' };
    expect(await line.wave('r1', 'Prod-one-box', alarms)).toMatch(/^failed: Rollback alarm/);
    line.executions.r1!.status = 'Failed';
    await record(line.runtime, { do: 'seal', execution: 'r1', failure: 'x' });
    expect(line.item('APPLICATION#orders|RELEASED')).toBeUndefined();
    await line.verify('r2');
    line.approve('r2');
    return line;
  };
  const TOLD = [alarmArn('errors', 'eu-west-2')];

  it.each<[string, () => Line, string[]]>([
    ['the policy names', () => new Line(), []],
    ['its bake was told of', withoutAlarms, TOLD],
  ])('that failed is followed by one that begins while the alarms fire that %s', async (_, make, alarms) => {
    const line = await failed(make(), alarms);
    expect(await line.enter('r2')).toBe('');
    const told =
      /nothing was ever released that prod could go back to.*orders-errors-eu-west-2.*silent when its bakes end/;
    expect(line.record('r2').history.findLast((one) => one.kind === 'gated')!.text).toMatch(told);
    expect(line.notices('orders-2/gated')[0].text).toMatch(told);
    expect(line.notices('orders-2/verified')[0].text).toContain('Alarms that fire already do not hold it up');
    expect(line.record('r2').firing).toEqual(TOLD);
    const started = new Date(line.world.now).toISOString();
    line.act('r2', 'Prod-one-box', 'Deploy', 'Build');
    const baking = line.act('r2', 'Prod-one-box', 'Bake', 'Invoke', { status: 'InProgress' });
    line.world.now = Date.parse(started) + 30_000;
    expect(await line.look('r2', 'Prod-one-box', started, alarms)).toMatchObject({
      verdict: 'watching',
      reason: expect.stringContaining('still firing: orders-errors-eu-west-2'),
    });
    line.world.alarms[ONE_BOX] = { state: 'OK' };
    line.later();
    expect(await line.look('r2', 'Prod-one-box', started, alarms)).toMatchObject({ verdict: 'healthy' });
    baking.status = 'Succeeded';
    expect(await line.gate('r2')).toBe('');
  });

  it('that did not silence them either fails when its bake is over, and goes to no other wave', async () => {
    const line = await failed(new Line());
    expect(await line.enter('r2')).toBe('');
    expect(await line.wave('r2', 'Prod-one-box')).toMatch(/^failed: Rollback alarm: orders-errors-eu-west-2/);
    expect(await line.gate('r2')).toMatch(/already firing: orders-errors-eu-west-2.*until something was released/);
  });

  it('is excused the alarms that fired when it began, and none that begins to fire after', async () => {
    const line = await failed(new Line());
    line.world.alarms[ONE_BOX] = { state: 'OK' };
    expect(await line.enter('r2')).toBe('');
    line.world.alarms[ONE_BOX] = { state: 'ALARM' };
    line.act('r2', 'Prod-one-box', 'Deploy', 'Build');
    line.act('r2', 'Prod-one-box', 'Bake', 'Invoke', { status: 'InProgress' });
    const now = new Date(line.world.now).toISOString();
    expect(await line.look('r2', 'Prod-one-box', now)).toMatchObject({ verdict: 'failed' });
  });

  it('that succeeded ends this: an ordinary release after it is refused while an alarm fires', async () => {
    const line = await failed(new Line());
    line.world.alarms[ONE_BOX] = { state: 'OK' };
    expect(await line.enter('r2')).toBe('');
    for (const stage of ['Prod-one-box', 'Prod-rest']) expect(await line.wave('r2', stage)).toMatch(/^healthy/);
    expect(await line.close('r2')).toBe('');
    line.world.alarms[ONE_BOX] = { state: 'ALARM' };
    await line.verify('r3');
    line.approve('r3');
    expect(await line.enter('r3')).toMatch(
      /already firing: orders-errors-eu-west-2.*Mend prod first, or release a fix/,
    );
    expect(line.record('r3').firing).toEqual([]);
  });

  it('is not held up by an alarm that a bake was told of where the wave no longer is', async () => {
    const elsewhere = alarmArn('errors', 'eu-west-2').replace('eu-west-2', 'us-east-1');
    const line = await failed(withoutAlarms(), [...TOLD, elsewhere]);
    expect(await line.enter('r2')).toBe('');
    expect(line.record('r2').firing).toEqual(TOLD);
  });

  it('and a release that renamed its alarms and was taken back does not leave names that nobody has', async () => {
    const line = withoutAlarms();
    await line.verify('r1');
    line.approve('r1');
    expect(await line.enter('r1')).toBe('');
    for (const [stage, region] of [
      ['Prod-one-box', 'eu-west-2'],
      ['Prod-rest', 'eu-west-1'],
    ] as const)
      expect(await line.wave('r1', stage, [alarmArn('errors', region)])).toMatch(/^healthy/);
    expect(await line.close('r1')).toBe('');
    await line.verify('bad');
    line.approve('bad');
    expect(await line.enter('bad')).toBe('');
    line.world.alarms['orders-renamed-eu-west-2'] = { state: 'ALARM' };
    expect(await line.wave('bad', 'Prod-one-box', [alarmArn('renamed', 'eu-west-2')])).toMatch(/^failed/);
    delete line.world.alarms['orders-renamed-eu-west-2'];
    line.executions.bad!.status = 'Failed';
    await record(line.runtime, { do: 'seal', execution: 'bad', failure: 'x' });
    await line.verify('r2');
    line.approve('r2');
    expect(await line.enter('r2')).toBe('');
  });
});
