import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { namedObjectives, parsePlatform } from '../../../lib/config';

const shipped = readFileSync(join(__dirname, '../../../platform.yaml'), 'utf8');

/** What platform.yaml names for orders, by place, where the list stands in it. */
function named(list: string): string[] {
  const text = shipped.replace(/^ {6}# serviceLevelObjectives:.*\n/m, `      serviceLevelObjectives: ${list}\n`);
  const [orders] = parsePlatform(text, 'platform.yaml').config.applications;
  return namedObjectives(orders).map(
    ({ environment, region, names }) => `${environment} ${region}: ${names.join(', ')}`,
  );
}

test('a name stands for an objective in every prod account and region', () => {
  expect(named('[orders-availability]')).toEqual([
    'one-box eu-west-2: orders-availability',
    'prod eu-west-2: orders-availability',
    'prod eu-west-1: orders-availability',
  ]);
});

test('braces are those of each place', () => {
  expect(named("['orders-{environment}-{region}-availability']")).toEqual([
    'one-box eu-west-2: orders-one-box-eu-west-2-availability',
    'prod eu-west-2: orders-prod-eu-west-2-availability',
    'prod eu-west-1: orders-prod-eu-west-1-availability',
  ]);
});

test('an ARN names one in its own place alone, beside a name for all', () => {
  expect(named("['all', 'arn:aws:application-signals:eu-west-1:666666666666:slo/ireland']")).toEqual([
    'one-box eu-west-2: all',
    'prod eu-west-2: all',
    'prod eu-west-1: all, ireland',
  ]);
});

test('chat is refused where the service is not, and told whose partition it is', () => {
  const china = shipped
    .replaceAll('eu-west-2', 'cn-north-1')
    .replaceAll('eu-west-1', 'cn-northwest-1')
    .replaceAll('arn:aws:', 'arn:aws-cn:')
    .replace(/^ {4}# chat:.*\n.*\n/m, '    chat: { slack: [{ workspace: T0123ABCD, channel: C0123ABCD }] }\n');
  expect(() => parsePlatform(china, 'platform.yaml')).toThrow(
    /line \d+, column \d+ \(applications\[0\]\.chat\): there is no Amazon Q .* in the partition aws-cn of organization\.region cn-north-1; leave chat out/,
  );
});
