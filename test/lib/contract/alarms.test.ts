import { type WatchedAlarm, readExpression, simulate, timesOf } from '../../../lib/contract/alarms';

const metric = (id: string, name: string, namespace = 'AWS/ApiGateway', statistic = 'Sum') => ({
  ...{ id, name, namespace, statistic },
  period: 60,
});
const rate = (expression: string, threshold: number, comparison = 'GreaterThanOrEqualToThreshold'): WatchedAlarm => ({
  metrics: [metric('errors', '5xx'), metric('requests', 'Count')],
  expressions: { e: expression },
  ...{ compared: 'e', comparison, threshold },
});
const on = (name: string, threshold: number, comparison: string, namespace?: string, statistic?: string) => ({
  metrics: [metric('m', name, namespace, statistic)],
  expressions: {},
  ...{ compared: 'm', comparison, threshold },
});
const SHARE = 'IF(requests > 0, 100 * FILL(errors, 0) / requests, 0)';
const [ABOVE, BELOW] = ['GreaterThanOrEqualToThreshold', 'LessThanThreshold'];

test.each<[string, number | undefined]>([
  ['1 + 2 * 3 ^ 2 / 2', 10],
  ['-a + 10', 6],
  ['IF(a > 3 AND b == 0, 1, 2)', 1],
  ['IF(a > 3 && none, 1, 2)', undefined],
  ['FILL(none, 7) + MAX([a, b])', 11],
  ['SUM(METRICS()) - AVG([a, b])', 2],
  ['SUM(METRICS("a"))', 4],
  ['MIN([a, none])', 4],
  ['a / b', undefined],
  ['ABS(b - a)', 4],
])('%s is worth %s', (text, worth) => {
  const points: Record<string, number | undefined> = { a: 4, b: 0 };
  expect(readExpression(text)((id) => points[id], ['a', 'b'])).toBe(worth);
});

test.each([
  "SEARCH('{AWS/Lambda}', 'Sum', 60)",
  'RATE(a)',
  'ANOMALY_DETECTION_BAND(a)',
  'a +',
  '(a',
  'a ? b',
  '[a, b]',
])('%s is understood by nobody', (text) => {
  expect(() => readExpression(text)(() => 1, ['a'])).toThrow();
});

test.each<[string, WatchedAlarm]>([
  ['a share of failed requests', rate(SHARE, 1)],
  ['any failure', rate('errors', 1)],
  ['availability', rate('100 * (1 - FILL(errors, 0) / requests)', 99, BELOW)],
  ['a backlog', on('ApproximateAgeOfOldestMessage', 300, ABOVE, 'AWS/SQS', 'Maximum')],
  ['latency', on('Latency', 500, ABOVE, 'AWS/ApiGateway', 'p99')],
  ['no traffic', on('Invocations', 1, BELOW, 'AWS/Lambda')],
  ['a canary', on('SuccessPercent', 90, BELOW, 'CloudWatchSynthetics', 'Average')],
  ['too few hosts', on('HealthyHostCount', 1, BELOW, 'AWS/ApplicationELB', 'Minimum')],
])('an alarm on %s fires for a bad release and for no good one', (_, alarm) => {
  expect(simulate(alarm)).toEqual([]);
});

test.each<[string, WatchedAlarm, RegExp]>([
  ['an expression that is always zero', rate('0 * requests', 1), /no bad release makes it fire .* worth 0 then/],
  ['a constant', rate('5', 10), /no bad release/],
  ['a division by nothing', rate('errors / (requests - requests)', 1), /worth nothing then/],
  ['a share above a hundred percent', rate(SHARE, 101), /no bad release .* worth 0 to 100 then/],
  ['a comparison turned around', rate(SHARE, 1, BELOW), /fires while all is well/],
  ['a count below zero', on('Errors', 0, BELOW, 'AWS/Lambda'), /no bad release/],
  ['a count from zero', on('Errors', 0, ABOVE, 'AWS/Lambda'), /fires while all is well/],
  [
    'an average of errors above one',
    on('Errors', 2, ABOVE, 'AWS/Lambda', 'Average'),
    /no bad release .* worth 0.01 to 1/,
  ],
  ['no number', on('Errors', Number.NaN, ABOVE, 'AWS/Lambda'), /its threshold is NaN/],
])('an alarm on %s is of no use', (_, alarm, why) => {
  const found = simulate(alarm);
  expect(found.map((one) => one.why).join()).toMatch(why);
  expect(found.some((one) => one.unknown)).toBe(false);
});

test.each<[string, WatchedAlarm, RegExp]>([
  ['a misspelled namespace', on('Errors', 1, ABOVE, 'AWS/Lamda'), /nobody knows the namespace AWS\/Lamda/],
  ['a misspelled metric', on('Error', 1, ABOVE, 'AWS/Lambda'), /AWS\/Lambda has no metric Error that is known/],
  ['a search', rate("SUM(SEARCH('x', 'Sum', 60))", 1), /the function SEARCH/],
  ['a metric that is not there', rate('other', 1), /other, which is no metric of the alarm/],
  ['a band', rate(SHARE, 1, 'GreaterThanUpperThreshold'), /nobody knows when/],
])('what an alarm on %s does, nobody knows', (_, alarm, why) => {
  expect(simulate(alarm)).toEqual([{ why: expect.stringMatching(why), unknown: true }]);
});

test.each<[string, WatchedAlarm]>([
  ['the least of what requests are worth', on('5xx', 1, ABOVE, 'AWS/ApiGateway', 'Minimum')],
  ['the lowest percentile', on('Errors', 1, ABOVE, 'AWS/Lambda', 'p0')],
])('an alarm on %s fires for an outage alone, which nobody counts on', (_, alarm) => {
  expect(simulate(alarm)).toEqual([
    { why: expect.stringMatching(/only a release whose every request fails/) as string, unknown: true },
  ]);
});

test.each<[string, WatchedAlarm]>([
  ['half of the requests', on('Errors', 1, ABOVE, 'AWS/Lambda', 'p50')],
  ['any request', on('Errors', 1, ABOVE, 'AWS/Lambda', 'Maximum')],
])('an alarm that fires where %s fail needs no outage', (_, alarm) => {
  expect(simulate(alarm)).toEqual([]);
});

test('a metric of a namespace that the stack emits may be worth anything', () => {
  const own = on('failed', 1, ABOVE, 'Orders');
  expect(simulate(own)[0]?.unknown).toBe(true);
  expect(simulate(own, ['Orders'])).toEqual([]);
});

test('data that comes elsewhere, or once a day, is not there to be looked at', () => {
  expect(timesOf([metric('m', '5xxErrorRate', 'AWS/CloudFront')], 'eu-west-2')).toEqual([
    expect.stringContaining('has its data in us-east-1'),
  ]);
  expect(timesOf([metric('m', '5xxErrorRate', 'AWS/CloudFront')], 'us-east-1')).toEqual([]);
  expect(timesOf([metric('m', 'NumberOfObjects', 'AWS/S3')], 'eu-west-2')).toEqual([
    expect.stringContaining('comes every 86400 s'),
  ]);
});
