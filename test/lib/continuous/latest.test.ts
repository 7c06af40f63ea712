import { ageOf, parseLatest } from '../../../lib/continuous';

const LATEST = {
  version: 1,
  key: 'proof/snapshots/2026-11-27T03:17:00Z.json.gz',
  versionId: 'L4kqtJlcpXroDTDmpUMLUo',
  sha256: 'a'.repeat(64),
  collected: '2026-11-27T03:17:00.000Z',
};

describe('which snapshot is the newest', () => {
  test('is read as the job left it', () => {
    expect(parseLatest(JSON.stringify(LATEST))).toEqual(LATEST);
  });

  test.each([
    ['no JSON', '<Error/>'],
    ['no object', 'null'],
    ['another version', JSON.stringify({ ...LATEST, version: 2 })],
    ['a key elsewhere in the store', JSON.stringify({ ...LATEST, key: 'AWSLogs/snapshots/a.json.gz' })],
    ['a version that is none', JSON.stringify({ ...LATEST, versionId: '' })],
    ['a key that is an option of the command line', JSON.stringify({ ...LATEST, key: '--endpoint-url' })],
    ['a digest that is cut', JSON.stringify({ ...LATEST, sha256: 'abc' })],
    ['a time without a zone', JSON.stringify({ ...LATEST, collected: '2026-11-27T03:17:00' })],
    ['no time', JSON.stringify({ ...LATEST, collected: undefined })],
  ])('is nobody knows which with %s', (_, text) => {
    expect(() => parseLatest(text)).toThrow('not of the form that is known');
  });
});

describe('how old a snapshot is', () => {
  const at = (text: string) => new Date(text);

  test.each([
    ['2026-11-27T03:40:00Z', 'less than an hour old', false],
    ['2026-11-27T04:17:00Z', '1 hour old', false],
    ['2026-11-28T03:17:00Z', '24 hours old', false],
    ['2026-11-29T03:17:00Z', '2 days old', false],
    ['2026-11-29T03:17:01Z', '2 days old', true],
    ['2026-12-27T03:17:00Z', '30 days old', true],
  ])('at %s it is %s', (now, told, tooOld) => {
    expect(ageOf(LATEST.collected, at(now), 48)).toMatchObject({ told, tooOld });
  });

  test('one from the future is believed by a minute, as clocks differ, and no more', () => {
    expect(ageOf(LATEST.collected, at('2026-11-27T03:16:10Z'), 48).tooOld).toBe(false);
    expect(ageOf(LATEST.collected, at('2026-11-27T03:15:00Z'), 48)).toMatchObject({
      tooOld: true,
      told: 'of 2026-11-27T03:17:00.000Z, which has not come yet',
    });
  });

  test.each([Number.NaN, Number('forty-eight')])('without a limit that is a number everything is too old', (limit) => {
    expect(ageOf(LATEST.collected, at('2026-11-27T03:40:00Z'), limit).tooOld).toBe(true);
  });

  test('a time that is none is too old', () => {
    expect(ageOf('soon', at('2026-11-27T03:40:00Z'), 48).tooOld).toBe(true);
  });
});
