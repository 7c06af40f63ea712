/**
 * The guards around roles of services that are trusted, and around the role that maintains accounts: each taken out alone, in a
 * world where trust policies are careless. Without any one of them a theorem falls.
 */
import { knownRoles } from '../../lib/contract/trusted-roles';
import { maintenanceRole } from '../../lib/guardrail';
import type { PolicyStatement } from '../../lib/guardrail';
import { proveOnly } from '../../lib/prover/prove';
import type { World } from '../../lib/world/model';
import { parseSnapshot } from '../../lib/world/snapshot/read';
import { mutantsOf, together } from '../mutants/mutants';
import { DEV, MGMT, PROD, allow, role, snapshot, trust, user } from '../lib/prover/_org';
import { THEOREMS, attached, exceptionsOf, planOf } from '../lib/prover/_trusted';

const NAME = 'OrganizationAccountAccessRole';
const trusted = [...knownRoles('ControlTower', MGMT), ...knownRoles('Backup', MGMT), maintenanceRole(NAME, MGMT)];

const plan = planOf(trusted);

/** Somebody in dev may assume roles; those of prod let all of dev in. */
const ann = user(DEV, 'ann', [allow('sts:AssumeRole')]);
const careless = [trust({ AWS: `arn:aws:iam::${DEV}:root` })];
const roles = [...trusted.map(({ role: name }) => role(PROD, name, careless, [allow('*')]))];
const exceptions = exceptionsOf(trusted);
const world = parseSnapshot(
  JSON.stringify(snapshot({ prod: { roles }, dev: { users: [ann] }, mgmt: {} }, { exceptions }, attached(plan))),
  'snapshot.json',
);

/** Guards that are there because of these roles. */
const OURS =
  /^(deny control guarded-(machine-roles TrustedRolesForServices|prod-sanctioned\S* Only(There|They)|prod-ceiling)|rcp guarded-machine-roles|scp guarded-prod-)/;
const mutants = mutantsOf(world).filter(({ name }) => OURS.test(name));

const verdictsIn = (of: World) => THEOREMS.map((id) => proveOnly(of, id).verdict);

it('are proved as they stand', () => {
  expect(verdictsIn(world)).toEqual(THEOREMS.map(() => 'proved'));
  expect(mutants.length).toBeGreaterThan(30);
});

/** The statement of prod's control policies that a mutant takes out, by its Sid. */
function statementOf(name: string): PolicyStatement | undefined {
  const own = plan.filter((one) => name.includes(` ${one.name} `)).flatMap(({ document }) => document.Statement);
  return own.find(({ Sid }) => name.endsWith(` ${Sid}`));
}

/** Reviewed: why one may go alone. The fence's own names are closed to everybody else by the protection as well. */
function mayGo({ NotResource = [], Resource = [], Action = [] }: PolicyStatement): 'empty' | 'held' | undefined {
  if (NotResource.includes('*')) return 'empty';
  // These act on nothing but what they name.
  if (NotResource.length > 0 && /^(dynamodb:CreateBackup|elasticfilesystem:Backup)$/.test(Action[0] ?? ''))
    return 'empty';
  return Resource.length > 0 &&
    Resource.every((one) => /guarded-(bootstrap|baseline)\*|guarded\/|cdk-(guarded|bootstrap)/.test(one))
    ? 'held'
    : undefined;
}

const PROTECTION = mutantsOf(world).filter(({ name }) => name === 'scp guarded-protection');
const found = mutants.map((mutant) => ({ mutant, why: mayGo(statementOf(mutant.name) ?? ({} as PolicyStatement)) }));
const alone = found.filter(({ why }) => why === undefined);

it.each(alone.map(({ mutant }) => [mutant.name, mutant] as const))('fall without %s', (_name, mutant) => {
  expect(verdictsIn(mutant.apply(world))).toContain('refuted');
});

it.each(found.filter(({ why }) => why === 'held').map(({ mutant }) => [mutant.name, mutant] as const))(
  'stand without %s by the protection of the guardrails, and fall without both',
  (_name, mutant) => {
    expect(verdictsIn(mutant.apply(world))).not.toContain('refuted');
    expect(verdictsIn(together([mutant, ...PROTECTION])(world))).toContain('refuted');
  },
);

it('stand without what denies nothing', () => {
  const empty = found.filter(({ why }) => why === 'empty');
  expect(empty).toHaveLength(4);
  expect(verdictsIn(together(empty.map(({ mutant }) => mutant))(world))).not.toContain('refuted');
});
