import { knownRoles } from '../../../lib/contract/trusted-roles';
import { certify, checkedActions } from '../../../lib/prover/certificate/certify';
import { checkCertificate } from '../../../lib/prover/checker/check';
import { checkCeiling } from '../../../lib/prover/checker/check-ceiling';
import type { Certificate } from '../../../lib/prover/checker/input';
import { lookInto } from '../../../lib/prover/checker/place';
import { Tally } from '../../../lib/prover/checker/tally';
import { explore } from '../../../lib/prover/closure/explore';
import { prove } from '../../../lib/prover/prove';
import { parseSnapshot } from '../../../lib/world/snapshot/read';
import type { Content, Json } from './_org';
import { DEV, MGMT, PROD, TOOLING, allow, answerTo, role, roleArn, service, snapshot, trust, user } from './_org';
import { THEOREMS, attached, exceptionsOf, planOf } from './_trusted';

const trustedRoles = knownRoles('ControlTower', MGMT);
const NAME = 'AWSControlTowerExecution';
const plan = (roles = trustedRoles) => planOf(roles);
const exceptions = exceptionsOf(trustedRoles);

/** Control Tower's role as it makes it, in prod: it may do anything, and trusts whoever acts in management. */
const execution = (trusts = [trust({ AWS: `arn:aws:iam::${MGMT}:root` })]) => role(PROD, NAME, trusts, [allow('*')]);
const stackSets = role(
  MGMT,
  'service-role/AWSControlTowerStackSetRole',
  [service('cloudformation')],
  [allow('sts:AssumeRole', 'arn:aws:iam::*:role/AWSControlTowerExecution')],
);

interface Change {
  readonly prod?: Content;
  readonly dev?: Content;
  readonly mgmt?: Content;
  readonly exceptions?: readonly unknown[];
  readonly policies?: ReturnType<typeof plan>;
}

function world({ prod, dev, mgmt, policies = plan(), ...more }: Change = {}): Json {
  return snapshot(
    { prod: prod ?? { roles: [execution()] }, dev, mgmt: mgmt ?? { roles: [stackSets] } },
    { exceptions: more.exceptions ?? exceptions },
    attached(policies),
  );
}

const verdicts = (input: Json) => THEOREMS.map((id) => answerTo(input, id).verdict);
const PROVED = THEOREMS.map(() => 'proved');

describe('a role of a service that the organization trusts', () => {
  it('may stand behind the fence with every right: the theorems hold, and each exception is in the certificate', () => {
    expect(verdicts(world())).toEqual(PROVED);
    const result = prove(parseSnapshot(JSON.stringify(world()), 'snapshot.json'));
    expect(result.exceptions.map(({ statement }) => statement)).toContainEqual(
      expect.stringMatching(
        /^controltower\.amazonaws\.com acts as the role AWSControlTowerExecution: .*from account 100000000000: whoever/,
      ),
    );
  });

  it('is told as more than a way to read for whoever acts in management', () => {
    const notes = (input: Json) => prove(parseSnapshot(JSON.stringify(input), 'snapshot.json')).assumptions;
    const told = (input: Json) => notes(input).find(({ id }) => id === 'management-reads')?.statement;
    expect(told(world())).toMatch(
      /may read as .*AWSControlTowerExecution, do what service-role-.* sanction for a service/,
    );
    expect(told(world({ exceptions: [], policies: plan([]) }))).toMatch(/may read as \S+AWSControlTowerExecution, and/);
  });

  it('is none where the control policies spare it and nobody says so', () => {
    expect(answerTo(world({ exceptions: [] }), 'ceiling-holds-for-any-role').verdict).toBe('refuted');
    expect(answerTo(world({ exceptions: [] }), 'only-the-pipeline-deploys').verdict).toBe('refuted');
  });

  it('only reads where nothing spares it', () => {
    expect(verdicts(world({ exceptions: [], policies: plan([]) }))).toEqual(PROVED);
  });

  it('is nobody else by its name: one in an account that no exception names', () => {
    const elsewhere = exceptions.filter(({ principals }) => principals[0]!.includes(TOOLING));
    expect(answerTo(world({ exceptions: elsewhere }), 'ceiling-holds-for-any-role').verdict).toBe('refuted');
  });

  it('does no more than the exceptions say: a control policy that spares it for one action more', () => {
    const wider = trustedRoles.map((one) =>
      one.role === NAME ? { ...one, allow: [...one.allow, { actions: ['s3:PutObject'], resources: ['*'] }] } : one,
    );
    expect(answerTo(world({ policies: plan(wider) }), 'ceiling-holds-for-any-role').verdict).toBe('refuted');
  });
});

describe('people act as no trusted role', () => {
  const ann = user(DEV, 'ann', [allow('sts:AssumeRole')]);
  const careless = execution([trust({ AWS: `arn:aws:iam::${DEV}:root` })]);
  const fromDev = (policies = plan()) => world({ prod: { roles: [careless] }, dev: { users: [ann] }, policies });
  const withoutRcp = plan().filter(({ type }) => type !== 'RESOURCE_CONTROL_POLICY');

  it('the resource control policy keeps those of dev out, whatever its trust says', () => {
    expect(answerTo(fromDev()).verdict).toBe('proved');
    expect(answerTo(fromDev(withoutRcp))).toMatchObject({
      verdict: 'refuted',
      counterexamples: [{ steps: [{ to: roleArn(PROD, NAME) }] }],
    });
  });

  it('what is sanctioned for the service is not for a person of management who may assume it', () => {
    const eve = user(MGMT, 'eve', [allow('sts:AssumeRole')]);
    const input = world({ mgmt: { roles: [stackSets], users: [eve] } });
    expect(answerTo(input).verdict).toBe('refuted');
    // The same for the words of people: without `service` the exception would let eve through.
    const blind = exceptions.map(({ service: _, ...one }) => one);
    const others = { ...input, exceptions: blind };
    expect(answerTo(others).verdict).toBe('proved');
  });
});

describe('the checker', () => {
  const read = (input: Json) => parseSnapshot(JSON.stringify(input), 'snapshot.json');
  const looked = (certificate: Certificate, about: Json): Tally => {
    const tally = new Tally();
    checkCeiling(lookInto(read(about)), certificate.ceiling, checkedActions(), tally);
    return tally;
  };

  it('looks the ceilings of the trusted roles up, and refuses them where no exception says so', () => {
    const found = read(world());
    const certificate = certify(explore(found), prove(found));
    expect(checkCertificate(certificate, found, checkedActions()).problems).toEqual([]);
    expect(looked(certificate, world()).problems).toEqual([]);
    expect(looked(certificate, world()).decidedClaims).toBe(0);
    expect(looked(certificate, world({ exceptions: [] })).problems.join()).toMatch(/does not keep/);
    const elsewhere = exceptions.filter(({ principals }) => principals[0]!.includes(TOOLING));
    expect(looked(certificate, world({ exceptions: elsewhere })).problems.join()).toMatch(/from every role of 333/);
  });
});
