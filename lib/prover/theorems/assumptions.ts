import type { Note } from '../result';
import { serviceOf } from '../../world/people-services';
import type { World } from '../../world/model';

const ALWAYS: readonly Note[] = [
  {
    id: 'root-users',
    statement: 'nobody uses the root user of a member account: its credentials are removed or locked away',
  },
  {
    id: 'identity-provider',
    statement:
      "the identity provider lets each person use only the roles assigned to it, and sends no session tags of a person's choice",
  },
  {
    id: 'complete-input',
    statement: 'the input lists every principal, policy and resource that runs as a role or carries a policy',
  },
  {
    id: 'other-logins',
    statement:
      'nobody signs in to what runs in an account with keys or passwords that IAM does not know (SSH, databases, clusters)',
  },
  {
    id: 'aws',
    statement:
      'AWS evaluates policies as documented, and its own accounts, images, layers and documents hold what AWS put there',
  },
  {
    id: 'catalogue',
    statement: 'actions are classed as the pinned catalogue and the reviewed table of corrections have them',
  },
];

function machineSubjects(world: World): boolean {
  const federated = (one: World['accounts'][number]['principals'][number]) =>
    !one.person &&
    one.trust?.policy.statements.some((each) => each.principals?.entries.some((entry) => entry.type === 'Federated'));
  return world.accounts.some((account) => account.principals.some(federated));
}

/** Roles that one certificate's subject may assume: who holds its key, nobody here can see. */
function certificateMachines(world: World): boolean {
  const held = world.accounts.flatMap((account) =>
    account.principals.flatMap((one) => one.trust?.policy.statements ?? []),
  );
  return held.some((one) =>
    one.principals?.entries.some(({ type, value }) => type === 'Service' && serviceOf(value) === 'rolesanywhere'),
  );
}

/** Where service control policies are in force, a root or unit without one allows nothing; AWS keeps one everywhere. */
function closedLevels(world: World): Note[] {
  const policies = world.policies.filter((one) => one.type === 'SERVICE_CONTROL_POLICY');
  const targets = new Set(policies.flatMap((one) => one.targets));
  const members = world.accounts.filter((one) => one.id !== world.managementAccountId);
  const closed = [...new Set(members.flatMap((one) => one.ous))].filter((level) => !targets.has(level));
  if (policies.length === 0 || closed.length === 0) return [];
  const statement = `no service control policy is listed at ${closed.join(', ')}, so nothing is allowed below`;
  return [{ id: 'closed-levels', statement }];
}

/** What every statement about people rests on. */
export function standingAssumptions(world: World): Note[] {
  const management = world.accounts.find((account) => account.id === world.managementAccountId);
  const notes = [...ALWAYS];
  if (!management?.principals.some((one) => one.person))
    notes.push({
      id: 'management-account',
      statement: 'nobody who may not change prod acts in the management account; the input shows no people there',
    });
  if (machineSubjects(world))
    notes.push({
      id: 'federated-machines',
      statement:
        'the deployment environments and service accounts that machines prove by web identity are protected from people',
    });
  if (certificateMachines(world))
    notes.push({
      id: 'certificate-machines',
      statement: 'machines alone hold the keys of the certificates that IAM Roles Anywhere names subject by subject',
    });
  return [...notes, ...closedLevels(world)];
}
