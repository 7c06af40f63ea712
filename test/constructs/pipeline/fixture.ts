import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PipelineSource } from '../../../constructs/pipeline';
import type { ChangePipelineProps } from '../../../constructs/pipeline';

export const TOOLING = { account: '111111111111', region: 'eu-west-2' };

/** Somewhere to put files that a test makes. */
export function folder(): string {
  return mkdtempSync(join(tmpdir(), 'guarded-test-'));
}

function snapshot(): string {
  const file = join(folder(), 'platform.json');
  writeFileSync(file, '{}');
  return file;
}

/** Properties of a pipeline of `orders`, with some of them changed. */
export function pipelineProps(changes: Partial<ChangePipelineProps> = {}): ChangePipelineProps {
  return {
    application: 'orders',
    source: PipelineSource.codeConnections({
      connectionArn: `arn:aws:codeconnections:eu-west-2:${TOOLING.account}:connection/11111111-2222-3333-4444-555555555555`,
      repository: 'example/orders',
    }),
    window: {
      timeZone: 'Europe/London',
      open: [{ days: ['Mon', 'Tue', 'Wed', 'Thu'], opens: '09:00', closes: '16:00' }],
      calendars: ['company-freeze'],
    },
    environments: [
      { name: 'dev', targets: [{ account: '222222222222', region: 'eu-west-2', assembly: 'assembly-dev' }] },
      {
        name: 'test',
        targets: [{ account: '222222222223', region: 'eu-west-2', assembly: 'assembly-test' }],
        integrationTests: ['npm run integration'],
      },
    ],
    waves: [
      { name: 'one-box', targets: [{ account: '333333333333', region: 'eu-west-2', assembly: 'assembly-prod' }] },
      {
        name: 'rest',
        targets: [
          { account: '333333333333', region: 'eu-west-2', assembly: 'assembly-prod', stacks: ['*Rest'] },
          { account: '333333333333', region: 'eu-west-1', assembly: 'assembly-prod-ireland' },
        ],
      },
    ],
    approvers: [{ persona: 'ReleaseManager' }, { persona: 'BusinessOwner' }],
    availabilityObjective: 99.98,
    platformSnapshot: snapshot(),
    ...changes,
  };
}
