import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failures } from '../../bin/app/failures';

function assembly(report?: unknown): string {
  const dir = mkdtempSync(join(tmpdir(), 'failures-'));
  if (report !== undefined) writeFileSync(join(dir, 'validation-report.json'), JSON.stringify(report));
  return dir;
}

const violation = {
  ruleName: 'environments-are-isolated',
  description: 'nothing outside prod is trusted by prod: refuted',
  suggestedFix: 'developer → role → dynamodb:PutItem',
  violatingConstructs: [{ constructPath: 'orders-prod-eu-west-2/orders/Role/Resource' }],
};

describe('what the checks of a synthesis found', () => {
  it('is told with its place, in stages too, which the CDK command line leaves out', () => {
    const found = failures(
      assembly({ pluginReports: [{ pluginName: 'Proof', conclusion: 'failure', violations: [violation] }] }),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/refuted\n {2}at orders-prod-eu-west-2\/orders\/Role\/Resource\ndeveloper → role/);
  });

  it('is a failure even where a check names nothing', () => {
    expect(failures(assembly({ pluginReports: [{ pluginName: 'Proof', conclusion: 'failure' }] }))).toEqual([
      'Proof failed',
    ]);
  });

  it.each([undefined, {}, { pluginReports: [{ conclusion: 'success', violations: [] }] }])(
    'is nothing in %j',
    (report) => {
      expect(failures(assembly(report))).toEqual([]);
    },
  );
});
