import { ROLLBACK_ALARMS_METADATA, alarmArn, readRollbackAlarms, rollbackAlarmName } from '../../../lib/rollback';

const right = { version: 1, bakeMinutes: 15, alarms: [{ name: 'orders-rollback-errors', logicalId: 'Errors' }] };
const template = (value: unknown): unknown => ({ Metadata: { [ROLLBACK_ALARMS_METADATA]: value } });
const alarms = (count: number): unknown[] =>
  Array.from({ length: count }, (_, i) => ({ name: `a${i}`, logicalId: 'A' }));

describe('rollback alarms of a template', () => {
  it('are read as written', () => expect(readRollbackAlarms(template(right))).toEqual(right));

  it.each([[{}], [{ Metadata: {} }], [null], [undefined], ['text']])('are absent from %j', (value) => {
    expect(readRollbackAlarms(value)).toBeUndefined();
  });

  it.each([
    null,
    'yes',
    { ...right, version: 2 },
    { ...right, bakeMinutes: 0 },
    { ...right, bakeMinutes: 181 },
    { ...right, bakeMinutes: '15' },
    { ...right, bakeMinutes: { Ref: 'Bake' } },
    { ...right, alarms: [] },
    { ...right, alarms: alarms(6) },
    { ...right, alarms: [{ name: { Ref: 'A' }, logicalId: 'A' }] },
    { ...right, alarms: [{ name: 'a' }] },
    { ...right, alarms: [null] },
  ])('are refused as %j, not read as fewer', (value) => {
    expect(() => readRollbackAlarms(template(value))).toThrow(/right would be/);
  });

  it('have names and ARNs that are known beforehand', () => {
    const name = rollbackAlarmName('orders', 'errors');
    expect(name).toBe('orders-rollback-errors');
    expect(alarmArn('aws-cn', 'cn-north-1', '333333333333', name)).toBe(
      'arn:aws-cn:cloudwatch:cn-north-1:333333333333:alarm:orders-rollback-errors',
    );
  });
});
