import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SKIP_IN_ROLLBACK_METADATA } from '../../../lib/names';
import { ACCOUNT, assembly, deploy } from './deploy-stand-in';

const EXECUTION = `arn:aws:iam::${ACCOUNT}:role/guarded/pipeline/cdk-guarded-cfn-exec-role-${ACCOUNT}-eu-west-2`;
const DEPLOYER = `arn:aws:iam::${ACCOUNT}:role/guarded/pipeline/cdk-guarded-deploy-role-${ACCOUNT}-eu-west-2`;

/** The calls that change something, in order. */
function changes({ calls }: ReturnType<typeof deploy>): string[] {
  const words = calls.map(([program = '', ...rest]) => [program.split('/').at(-1), ...rest].join(' '));
  return words.filter((call) => /^cdk|cloudformation (update-termination|delete-stack|continue|wait)/.test(call));
}

/** An assembly whose stack leaves something out of a rollback. */
function skipping(ids: unknown): string {
  const root = assembly();
  const file = join(root, 'assembly-prod', 'orders.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8')) as { Metadata: Record<string, unknown> };
  template.Metadata[SKIP_IN_ROLLBACK_METADATA] = ids;
  writeFileSync(file, JSON.stringify(template));
  return root;
}

const on = (call: string) => `aws cloudformation ${call}`;
const LIFT = on(
  'update-termination-protection --no-enable-termination-protection --stack-name orders --region eu-west-2',
);
const DELETE = on(`delete-stack --stack-name orders --role-arn ${EXECUTION} --region eu-west-2`);
const CONTINUE = on(`continue-update-rollback --stack-name orders --role-arn ${EXECUTION} --region eu-west-2`);

describe('before it deploys, the script', () => {
  it.each(['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED', 'DELETE_FAILED'])(
    'takes away what a first creation left as %s, protection and all, through the one role of CloudFormation',
    (status) => {
      const answer = deploy(assembly(), { left: { orders: status } });
      expect([answer.status, answer.stderr]).toEqual([0, '']);
      expect(changes(answer).slice(0, 2)).toEqual([LIFT, DELETE]);
      expect(changes(answer)[2]).toContain('wait stack-delete-complete --stack-name orders');
      expect(changes(answer)[3]).toContain('cdk deploy');
      expect(answer.exports).toContain('FIRST_DEPLOYMENT=true');
      expect(answer.calls.filter((call) => call.includes('assume-role')).flat()).toContain(DEPLOYER);
    },
  );

  it('deploys nothing where it cannot be taken away, and says what helps', () => {
    const answer = deploy(assembly(), { left: { orders: 'DELETE_FAILED' }, failing: ['stack-delete-complete'] });
    expect([answer.status, answer.cdk]).toEqual([1, []]);
    expect(answer.stderr).toMatch(
      /orders was never created whole, and cannot be deleted.*release a change whose stack/,
    );
  });

  it('goes on with a rollback that failed', () => {
    const answer = deploy(assembly(), { deployed: true, left: { orders: 'UPDATE_ROLLBACK_FAILED' } });
    expect(changes(answer)[0]).toBe(CONTINUE);
    expect(changes(answer)[1]).toContain('wait stack-rollback-complete --stack-name orders');
    expect(changes(answer)[2]).toContain('cdk deploy');
  });

  it('leaves out of it what the approved change names', () => {
    const answer = deploy(skipping(['Table', 'Queue']), { left: { orders: 'UPDATE_ROLLBACK_FAILED' } });
    expect(changes(answer)[0]).toContain('--resources-to-skip Table Queue --role-arn');
  });

  it('deploys nothing where the rollback fails again, and says what helps', () => {
    const world = { left: { orders: 'UPDATE_ROLLBACK_FAILED' }, failing: ['stack-rollback-complete'] };
    const answer = deploy(assembly(), world);
    expect([answer.status, answer.cdk]).toEqual([1, []]);
    expect(answer.stderr).toContain(SKIP_IN_ROLLBACK_METADATA);
  });

  it.each([['no list'], [['--role-arn']]])('refuses to leave out %j', (ids) => {
    const answer = deploy(skipping(ids), { left: { orders: 'UPDATE_ROLLBACK_FAILED' } });
    expect([answer.status, changes(answer)]).toEqual([1, []]);
  });

  it('leaves stacks alone that it does not deploy, and those in any other state', () => {
    expect(changes(deploy(assembly(), { left: { parcels: 'ROLLBACK_COMPLETE' } }))).toHaveLength(1);
    expect(changes(deploy(assembly(), { deployed: true }))).toHaveLength(1);
  });
});
