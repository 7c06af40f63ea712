/** What a workload throws is told with the line of platform.yaml that names it. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { platformProps } from '../../bin/app/platform-props';
import { addWorkloads } from '../../bin/app/workloads';
import { readPlatform } from '../../lib/config';

const shipped = readFileSync(join(__dirname, '../../platform.yaml'), 'utf8');

/** What is told of a workload with this code. */
async function told(code: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'workload-'));
  writeFileSync(join(folder, 'workload.cjs'), code);
  writeFileSync(join(folder, 'platform.yaml'), shipped.replace('./examples/orders', './workload.cjs'));
  const file = readPlatform(join(folder, 'platform.yaml'));
  return addWorkloads(new App(), file, platformProps(file)).then(
    () => 'nothing',
    (error: Error) => error.message,
  );
}

const LINE = /line \d+, column \d+ \(applications\[0\]\.workload\): the workload \.\/workload\.cjs threw: /;

test('what a construct refuses is told as it is', async () => {
  const message = await told("exports.addWorkload = () => { throw new Error('no such table'); };");
  expect(message).toMatch(new RegExp(`${LINE.source}no such table$`));
});

test('a mistake in code keeps its stack', async () => {
  const message = await told('exports.addWorkload = (stage) => stage.nothing.at;');
  expect(message).toMatch(new RegExp(`${LINE.source}TypeError: .*\\n\\s+at .*workload\\.cjs:1`));
});

test('a module that cannot be loaded is told as well', async () => {
  expect(await told("throw new Error('no licence');")).toMatch(new RegExp(`${LINE.source}no licence$`));
});

test('a snapshot that is not there is told with its line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'snapshot-'));
  const named = shipped.replace('# snapshot: ./platform.snapshot.json', 'snapshot: ./missing.json');
  writeFileSync(join(folder, 'platform.yaml'), named);
  const file = readPlatform(join(folder, 'platform.yaml'));
  expect(() => platformProps(file)).toThrow(
    /line \d+, column \d+ \(snapshot\): there is no file .*missing\.json; collect/,
  );
});
