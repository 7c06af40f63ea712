import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EMULATOR } from './deploy';
import { RECORDS } from './emulated-pipeline';

/** So many executions of an application, one in ten of them told twice, through the bundle in a process of its own. */
export async function sealAtOnce(application: string, count: number, pipelineUrl: string): Promise<void> {
  const ids = Array.from({ length: count }, (_, index) => `${application}-${index}`);
  const policy = {
    window: { timeZone: 'UTC', open: [{ days: ['Mon'], from: '00:00', to: '24:00' }] },
    approvals: ['ReleaseManager'],
    waves: [
      { stage: 'Prod', bakeMinutes: 1, targets: [{ account: '333333333333', region: 'eu-west-2', readerRole: 'x' }] },
    ],
  };
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: EMULATOR,
    AWS_ENDPOINT_URL_CODEPIPELINE: pipelineUrl,
    APPLICATION: application,
    PIPELINE: application,
    CHANGE_TABLE: 'orders-changes',
    CHANGE_BUCKET: RECORDS,
    CHANGE_POLICY: JSON.stringify(policy),
    LOAD_BUNDLE: join(__dirname, '..', '..', 'dist', 'runtime', 'change', 'index.js'),
    LOAD_EXECUTIONS: JSON.stringify([...ids, ...ids.filter((_, index) => index % 10 === 0)]),
  };
  await promisify(execFile)(process.execPath, [join(__dirname, 'load-worker.js')], { env });
}
