import { maintenanceRole } from '../../../lib/guardrail';
import { certify, checkedActions } from '../../../lib/prover/certificate/certify';
import { checkCertificate } from '../../../lib/prover/checker/check';
import { explore } from '../../../lib/prover/closure/explore';
import { prove } from '../../../lib/prover/prove';
import { parseSnapshot } from '../../../lib/world/snapshot/read';
import type { Json } from './_org';
import { DEV, MGMT, PROD, allow, answerTo, role, roleArn, service, snapshot, trust, user } from './_org';
import { THEOREMS, attached, exceptionsOf, planOf } from './_trusted';

const NAME = 'OrganizationAccountAccessRole';
const maintaining = [maintenanceRole(NAME, MGMT)];
const plan = (trustedRoles = maintaining) => planOf(trustedRoles);
const exceptions = exceptionsOf(maintaining);

/** The role as Organizations makes it: it may do anything, and trusts whoever acts in management. */
const lent = (trusts = [trust({ AWS: `arn:aws:iam::${MGMT}:root` })]) => role(PROD, NAME, trusts, [allow('*')]);

/** Roles of the bootstrap, which it maintains. */
const BOOTSTRAP = 'arn:aws:iam::*:role/guarded/pipeline/cdk-guarded-*';

interface Change {
  readonly role?: ReturnType<typeof lent>;
  readonly users?: ReturnType<typeof user>[];
  readonly exceptions?: readonly unknown[];
  readonly policies?: ReturnType<typeof plan>;
}

function world({ role: own = lent(), users = [], policies = plan(), ...more }: Change = {}): Json {
  const about = { exceptions: more.exceptions ?? exceptions };
  return snapshot({ prod: { roles: [own] }, dev: { users }, mgmt: {} }, about, attached(policies));
}

const verdicts = (input: Json) => THEOREMS.map((id) => answerTo(input, id).verdict);

describe('the role by which management maintains accounts behind the fence', () => {
  it('leaves the theorems as they are; certificate and checker know it by each of its exceptions', () => {
    expect(verdicts(world())).toEqual(THEOREMS.map(() => 'proved'));
    const found = parseSnapshot(JSON.stringify(world()), 'snapshot.json');
    const result = prove(found);
    const told = result.exceptions.map(({ statement }) => statement).filter((one) => one.includes(NAME));
    expect(told).toHaveLength(2 * maintaining[0]!.allow.length);
    expect(told[0]).toMatch(/baseline, bootstraps, monitors\. It is assumed from account 100000000000: whoever/);
    expect(checkCertificate(certify(explore(found), result), found, checkedActions()).problems).toEqual([]);
  });

  it('is none where the control policies spare it and nobody says so', () => {
    const refuted = THEOREMS.filter((id) => answerTo(world({ exceptions: [] }), id).verdict === 'refuted');
    expect(refuted).toEqual(expect.arrayContaining(['ceiling-holds-for-any-role', 'only-the-pipeline-deploys']));
  });

  it.each([
    ['s3:PutObject', '*'],
    ['iam:PutRolePolicy', 'arn:*:iam::*:role/guarded/workload/*'],
    ['cloudformation:UpdateStack', 'arn:*:cloudformation:*:*:stack/*/*'],
  ])('does no more than they say: refuted where the policies spare it for %s on %s', (action, resource) => {
    const wider = maintaining.map((one) => ({
      ...one,
      allow: [...one.allow, { actions: [action], resources: [resource] }],
    }));
    expect(answerTo(world({ policies: plan(wider) }), 'ceiling-holds-for-any-role').verdict).toBe('refuted');
  });

  it('is acted as by nobody of another account, whatever its trust says', () => {
    const ann = user(DEV, 'ann', [allow('sts:AssumeRole')]);
    const careless = lent([trust({ AWS: `arn:aws:iam::${DEV}:root` })]);
    const fromDev = (policies = plan()) => world({ role: careless, users: [ann], policies });
    expect(answerTo(fromDev()).verdict).toBe('proved');
    const open = plan().filter(({ type }) => type !== 'RESOURCE_CONTROL_POLICY');
    expect(answerTo(fromDev(open)).verdict).toBe('refuted');
    expect(answerTo(fromDev(open), 'guardrails-are-immutable')).toMatchObject({
      verdict: 'refuted',
      counterexamples: [{ steps: [{ to: roleArn(PROD, NAME) }] }],
    });
  });

  it('takes no boundary off the bootstrap for anybody else: the protection holds against every other role', () => {
    const rewrites = [allow('iam:DeleteRolePermissionsBoundary', BOOTSTRAP)];
    const other = role(PROD, 'guarded/workload/other', [service('lambda')], rewrites);
    const proved = (policies: ReturnType<typeof plan>) =>
      answerTo(world({ role: other, policies }), 'guardrails-are-immutable').verdict;
    expect(proved(plan())).toBe('proved');
    expect(proved(plan().filter(({ name }) => name !== 'guarded-protection'))).toBe('refuted');
  });
});
