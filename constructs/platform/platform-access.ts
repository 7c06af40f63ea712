import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { PersonaAccess } from '../access/persona-access';
import { AssignmentsStack } from './access-stacks';

/** Assignments in one stack, which CloudFormation lets hold 500 resources. */
const ROOM = 300;

/**
 * People of a platform: the permission sets stand in the stack around it, and of the assignments as many as a stack holds
 * beside others. The rest stand in stacks of their own, which come after it.
 */
export class PlatformAccess extends PersonaAccess {
  protected override _placeOf(assignment: number): Construct {
    const page = Math.floor(assignment / ROOM);
    if (page === 0) return this;
    const stack = Stack.of(this);
    const id = `${stack.node.id}-assignments-${page}`;
    const around = stack.node.scope!;
    const beside = (around.node.tryFindChild(id) as Stack | undefined) ?? new AssignmentsStack(around, id, stack, page);
    return (beside.node.tryFindChild(this.node.id) as Construct | undefined) ?? new Construct(beside, this.node.id);
  }
}
