import { accessMatrix } from '../../../lib/audit/evidence/access';
import { proveChecked } from '../../../lib/prover';
import { parseSnapshot } from '../../../lib/world/snapshot/read';
import { DEV, PROD, allow, doc, role, roleArn, snapshot, trust } from '../prover/_org';

const QUEUE = `arn:aws:sqs:eu-west-2:${PROD}:orders`;

/** What the matrix says of a role of dev that may send to a queue of prod, as far as the queue's policy goes. */
function levelOf(queuePolicy: Record<string, unknown>): string {
  const worker = role(DEV, 'worker', [trust({ Service: 'lambda.amazonaws.com' })], [allow('sqs:SendMessage', QUEUE)]);
  const resources = [{ arn: QUEUE, type: 'AWS::SQS::Queue', policy: queuePolicy }];
  const text = JSON.stringify(snapshot({ dev: { roles: [worker] }, prod: { resources } }));
  const world = parseSnapshot(text, 'snapshot.json');
  const { access } = accessMatrix(world, proveChecked(world).certificate);
  return access.find(({ principal }) => principal === roleArn(DEV, 'worker'))!.level;
}

const admits = (account: string) =>
  doc({ ...allow('sqs:SendMessage', QUEUE), Principal: { AWS: roleArn(account, 'worker') } });

test('a write on what lies in another account counts where the policy there admits the principal', () => {
  expect(levelOf(admits(DEV))).toBe('writes');
});

test('a write on what lies in another account is none where the policy there admits somebody else alone', () => {
  expect(levelOf(admits(PROD))).not.toBe('writes');
});
