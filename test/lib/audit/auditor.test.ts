import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readPack, verifyPack, type Evidence } from '../../../lib/audit';
import { MANIFEST, PACK_FILES } from '../../../lib/audit/pack/files';
import { readable } from '../../../lib/change/tell';
import { COMMIT, NIGHT, STRANGER } from './auditors-case';
import { handedOver } from './handed-over';
import { strayNumbers } from './numbers';

jest.setTimeout(240_000);

describe('an auditor with the pack alone', () => {
  let folder: string;
  let evidence: Evidence;
  let page: string;

  beforeAll(() => {
    folder = handedOver();
    evidence = readPack(folder);
    page = readFileSync(join(folder, 'report.html'), 'utf8');
  });

  test('has nine files, which say that everything is proved', () => {
    expect(readdirSync(folder).sort()).toEqual([...PACK_FILES, MANIFEST].sort());
    expect(evidence.verdict).toBe('proved');
  });

  test('follows a change from its commit to its outcome', () => {
    const change = evidence.changes.find((one) => one.record?.revision === COMMIT)!;
    expect(change).toMatchObject({ id: 'orders-2', execution: 'e-2', objections: [] });
    expect(change.record).toMatchObject({
      title: 'Take orders by telephone',
      authors: ['Alice <alice@example.com>'],
      tests: [{ stage: 'Test', passed: true }],
      approvals: [{ action: 'ReleaseManager' }, { action: 'BusinessOwner' }],
      waves: [{ state: 'healthy' }, { state: 'healthy' }, { state: 'healthy' }],
    });
    expect(change.deployments.map(({ account, region, stack }) => [account, region, stack])).toEqual([
      ['555555555555', 'eu-west-2', 'orders-one-box-eu-west-2-orders'],
      ['666666666666', 'eu-west-2', 'orders-prod-eu-west-2-orders'],
      ['666666666666', 'eu-west-1', 'orders-prod-eu-west-1-orders'],
    ]);
    expect(change.record!.outcome).toMatch(/succeeded/);
    for (const text of ['Take orders by telephone', COMMIT, 'rita@example.com', 'All waves are healthy.'])
      expect(page).toContain(text);
  });

  test('finds the exceptions: a deployment at night that no change was at, and a write by a stranger', () => {
    const found = evidence.changesWithoutExecution.map(({ kind, first, by, why }) => [kind, first, by, why]);
    expect(found).toEqual([
      [
        'not sanctioned',
        NIGHT,
        expect.stringContaining('guarded-deploy'),
        expect.stringContaining('no recorded change'),
      ],
      ['not sanctioned', '2026-11-25T02:20:00Z', STRANGER, expect.stringContaining('no machine of the account')],
    ]);
    for (const text of [readable(NIGHT), STRANGER]) expect(page).toContain(text);
    const failed = evidence.controls.filter(({ verdict }) => verdict === 'fail').map(({ claim }) => claim);
    expect(failed.length).toBeGreaterThan(0);
  });

  test('finds no number on the page that the evidence does not say or come to', () => {
    expect(strayNumbers(page, evidence)).toEqual([]);
    const other = page.replace(`${evidence.controls.length} controls`, '98765 controls');
    expect(strayNumbers(other, evidence)).toEqual(['98765']);
  });

  test('sees stage by stage which alarms take a deployment back', () => {
    const stages = evidence.pipelines.find(({ name }) => name === 'orders')!.stages;
    const armed = stages.filter(({ alarms = [] }) => alarms.length > 0).map(({ name }) => name);
    expect(armed).toEqual(expect.arrayContaining(['Prod-one-box', 'Prod-first-region', 'Prod-the-rest']));
    const known = evidence.alarms.map(({ name }) => name);
    for (const alarm of stages.flatMap(({ alarms = [] }) => alarms)) expect(known).toContain(alarm);
    expect(page).toContain('Taken back by alarms');
  });

  test("reads what stayed of environments of somebody's own", () => {
    expect(evidence.leases).toMatchObject([{ name: 'search', owner: 'alice@example.com', state: 'deleted' }]);
    expect(page).toContain('alice@example.com');
  });

  test('verifies everything again', () => {
    expect(verifyPack(folder)).toEqual({ valid: true, problems: [], signedBy: [] });
  });
});
