import { parseSnapshot } from '../../../../lib/world/snapshot/read';
import { lookInto } from '../../../../lib/prover/checker/place';
import { waysOut } from '../../../../lib/prover/checker/theorems/reach';
import { trusting } from '../../../../lib/prover/checker/theorems/trusting';
import { DEV, PROD, allow, role, roleArn, service, snapshot, trust } from '../_org';

const MEANT: Readonly<Record<string, unknown>> = {
  'by-name': trust({ AWS: roleArn(DEV, 'path/app') }),
  'by-session': trust({ AWS: `arn:aws:sts::${DEV}:assumed-role/app/me` }),
  'by-account': trust({ AWS: DEV }),
  'by-root': trust({ AWS: `arn:aws:iam::${DEV}:root` }),
  'by-anybody': trust('*'),
  'by-one-of-two': trust({ AWS: [roleArn(DEV, 'other'), roleArn(DEV, 'app')] }),
};

const OTHERS: Readonly<Record<string, unknown>> = {
  'other-name': trust({ AWS: roleArn(DEV, 'other') }),
  'name-that-begins-so': trust({ AWS: roleArn(DEV, 'app-2') }),
  'only-a-service': service('lambda'),
};

function place() {
  const all = Object.entries({ ...MEANT, ...OTHERS }) as [string, Record<string, unknown>][];
  const roles = all.map(([name, one]) => role(PROD, name, [one]));
  const app = role(DEV, 'app', [service('lambda')], [allow('sts:AssumeRole')]);
  return lookInto(parseSnapshot(JSON.stringify(snapshot({ dev: { roles: [app] }, prod: { roles } })), 'snapshot.json'));
}

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

test('roles that name others alone are not looked at', () => {
  const found = place();
  const app = found.principals.get(roleArn(DEV, 'app'))!;
  expect(trusting(found, app).map(({ arn }) => nameOf(arn))).toEqual(Object.keys(MEANT));
});

test('all that trust a role are ways out of it', () => {
  const found = place();
  const app = found.principals.get(roleArn(DEV, 'app'))!;
  expect(waysOut(found, app).map(nameOf)).toEqual(Object.keys(MEANT));
});
