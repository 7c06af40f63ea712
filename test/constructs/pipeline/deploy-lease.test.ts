import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT, assembly, deploy } from './deploy-stand-in';

const LEASE_ROLE = `arn:aws:iam::${ACCOUNT}:role/guarded/sandbox/orders-sandbox-lease-exec`;
const OWN = '/guarded/workload/lease-orders.search/';

/** An assembly of one stack of a name, with resources in its template. */
function leaseAssembly(stackName: string, Resources: object = {}, file = 'orders.template.json'): string {
  const root = assembly();
  const stage = join(root, 'assembly-prod');
  const manifest = join(stage, 'manifest.json');
  const { artifacts } = JSON.parse(readFileSync(manifest, 'utf8')) as { artifacts: { Orders: { properties: object } } };
  Object.assign(artifacts.Orders.properties, { stackName });
  writeFileSync(manifest, JSON.stringify({ artifacts }));
  const path = join(stage, file);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, JSON.stringify({ Resources }));
  return root;
}

const run = (root: string) => deploy(root, { told: { LEASE: 'search', LEASE_ROLE, ROLLBACK_ALARMS: 'none' } });
const STACK = 'orders-lease-search-eu-west-2-orders';
const role = (Path: unknown) => ({ Type: 'AWS::IAM::Role', Properties: { Path } });

it('deploys what is the lease’s own, tagged, through the role of leases', () => {
  const own = { Role: role(OWN), Queue: { Type: 'AWS::SQS::Queue' } };
  const { status, cdk, stderr } = run(leaseAssembly(STACK, own));
  expect([status, stderr]).toEqual([0, '']);
  expect(cdk).toHaveLength(1);
  expect(cdk[0]!.join(' ')).toContain(`--tags guarded:lease=orders.search --role-arn ${LEASE_ROLE}`);
});

it.each<[string, string, RegExp]>([
  ['a stack of another lease', leaseAssembly('orders-lease-export-eu-west-2-orders'), /stack orders-lease-export/],
  ['a stack of a lease that begins like it', leaseAssembly('orders-lease-search-2-eu-west-2-x'), /search-2/],
  ['a stack of dev', leaseAssembly('orders-dev-eu-west-2-orders'), /stack orders-dev/],
  [
    'a role in another lease’s path',
    leaseAssembly(STACK, { R: role('/guarded/workload/lease-export/') }),
    /R: Path is/,
  ],
  ['a role in dev’s path', leaseAssembly(STACK, { R: role('/guarded/workload/') }), /R: Path is/],
  ['a role without a path', leaseAssembly(STACK, { R: role(undefined) }), /R: Path is undefined/],
  ['a role whose path shows when it is deployed', leaseAssembly(STACK, { R: role({ Ref: 'P' }) }), /R: Path is/],
  [
    'a role that a transform makes elsewhere',
    leaseAssembly(STACK, { F: { Type: 'AWS::Serverless::Function', Properties: {} } }),
    /F: RolePath is undefined/,
  ],
  [
    'the tag of another lease',
    leaseAssembly(STACK, {
      R: { ...role(OWN), Properties: { Path: OWN, Tags: [{ Key: 'guarded:lease', Value: 'export' }] } },
    }),
    /names the tag guarded:lease/,
  ],
  [
    'a role of a nested stack in another lease’s path',
    leaseAssembly(STACK, { R: role('/guarded/workload/lease-export/') }, 'asset.1/nested.json'),
    /nested.json R: Path is/,
  ],
  [
    'a role in another lease’s path in a template beside the stage',
    leaseAssembly(STACK, { R: role('/guarded/workload/lease-export/') }, '../asset.2.json'),
    /asset.2.json R: Path is/,
  ],
])('deploys nothing where there is %s', (_, root, message) => {
  const { status, cdk, stderr } = run(root);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^Not of the lease search: /);
  expect(stderr).toMatch(message);
  expect(cdk).toEqual([]);
});
