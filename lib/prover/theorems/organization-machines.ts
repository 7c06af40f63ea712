import { PIPELINE_PATH } from '../../names';
import type { Closure, Node } from '../closure/closure';
import { organizationMachines } from '../closure/organization-machines';
import type { OrganizationMachine } from '../closure/organization-machines';
import type { Counterexample, Note } from '../result';
import { sanctioned } from './sanctioned';

/** The platform's own deployment acts under the pipeline's path, and who may assume its roles is judged apart. */
function ofThePlatform({ role }: OrganizationMachine): boolean {
  return role.arn.includes(`:role${PIPELINE_PATH}`);
}

type Power = OrganizationMachine['powers'][number];

/** A power that no exception sanctions, as the request that uses it. */
function unsanctioned(closure: Closure, { role }: OrganizationMachine, { granted }: Power): Counterexample | undefined {
  const besides = sanctioned(closure, role.arn);
  const node: Node = { id: role.arn, actor: { principal: role, powers: {} } };
  const { action, resource } = granted;
  const question = { actor: node.actor, actions: [action], resource: [resource], owner: role.account, besides };
  const answer = closure.ask(question);
  if (answer.verdict !== 'sat') return undefined;
  const request = { principal: role.arn, action, resource: answer.request.resource, context: answer.request.context };
  return { human: role.arn, steps: [], request, where: [...granted.where, ...(role.trust ? [role.trust.where] : [])] };
}

/** Machines of delegated administrators outside the guarded accounts whose powers reach prod past the pipeline. */
export function organizationMachineFindings(closure: Closure, sought: (power: Power) => boolean): Counterexample[] {
  return closure
    .once(organizationMachines)
    .filter((machine) => !machine.inManagement && !ofThePlatform(machine))
    .flatMap((machine) => {
      const found = machine.powers.filter(sought).map((power) => unsanctioned(closure, machine, power));
      return found.find((one) => one !== undefined) ?? [];
    });
}

/**
 * In the management account there are always some, since AWS and Control Tower work by them, and no control policy binds
 * them: the proof names them, and rests on what they run.
 */
export function managementMachineNote(closure: Closure): Note[] {
  const machines = closure
    .once(organizationMachines)
    .filter((machine) => machine.inManagement && !ofThePlatform(machine));
  if (machines.length === 0) return [];
  const told = machines.map(({ role, powers }) => `${role.arn} (${powers[0].granted.action})`);
  const statement = `the machines of the management account with powers over the whole organization do only what the platform wants: ${told.join(', ')}`;
  return [{ id: 'management-machines', statement }];
}
