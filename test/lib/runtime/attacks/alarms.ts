import { session } from '../../../_helpers/fake-aws/world';
import { Line } from './line';

export const DORA = session('ReleaseManager', 'dora@example.com');

/** A line whose policy names no alarms: its deployments tell them. */
export const withoutAlarms = () =>
  new Line({ waves: [waveOf('Prod-one-box', 'eu-west-2'), waveOf('Prod-rest', 'eu-west-1')] });

function waveOf(stage: string, region: string) {
  const target = { account: '333333333333', region, readerRole: `arn:aws:iam::333333333333:role/reader-${region}` };
  return { stage, bakeMinutes: 1, patienceMinutes: 1, targets: [target] };
}

/** A first release whose deployments told nobody of alarms; a person let it go on. */
export async function releasedByHand(): Promise<Line> {
  const line = withoutAlarms();
  await line.verify('r1');
  line.approve('r1');
  expect(await line.enter('r1')).toBe('');
  for (const stage of ['Prod-one-box', 'Prod-rest']) {
    line.act('r1', stage, 'Deploy', 'Build');
    const action = line.act('r1', stage, 'Bake', 'Invoke', { status: 'InProgress' });
    const started = new Date(line.world.now - 60_000).toISOString();
    expect(await line.look('r1', stage, started, ['none'])).toMatchObject({ verdict: 'inconclusive' });
    expect(await line.person(DORA, { do: 'continue', number: 1, reason: 'Looked.' })).toMatchObject({ status: 200 });
    expect(await line.look('r1', stage, started, ['none'])).toMatchObject({ verdict: 'healthy' });
    action.status = 'Succeeded';
  }
  expect(await line.close('r1')).toBe('');
  return line;
}
