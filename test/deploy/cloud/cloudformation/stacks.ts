import { randomUUID } from 'node:crypto';
import { MOST } from '../quotas';
import { Refusal } from '../refusal';
import { Deployment } from './deployment';
import type { Place } from './kinds/kind';
import type { Maker } from './make';
import type { ChangeSet, Deployer, Intent, Stack } from './stack';

/** Most bytes of a template in a request, and in a bucket. */
export const TEMPLATE_BYTES = { body: 51_200, url: 1_048_576 } as const;

/** The stacks of all accounts and regions. */
export class Stacks {
  private readonly all: Stack[] = [];

  public constructor(private readonly maker: Maker) {}

  public in({ account, region }: Place): readonly Stack[] {
    return this.all.filter(({ at }) => at.account === account && at.region === region);
  }

  /** A stack that is there, by its name or id. */
  public find(at: Place, name: string): Stack | undefined {
    return this.in(at).find(
      (stack) => stack.id === name || (stack.name === name && stack.status !== 'DELETE_COMPLETE'),
    );
  }

  public get(at: Place, name: string): Stack {
    const found = this.find(at, name);
    if (found) return found;
    throw new Refusal('ValidationError', `Stack with id ${name} does not exist`);
  }

  /** A change set for a stack that may not be there yet. */
  public propose(at: Place, name: string, kind: string, intent: Intent, changeSet: string): ChangeSet {
    const found = this.find(at, name);
    const stack = found ?? (kind === 'CREATE' ? this.open(at, name) : this.get(at, name));
    if (kind === 'CREATE' && found && found.status !== 'REVIEW_IN_PROGRESS')
      throw new Refusal(
        'ValidationError',
        `Stack [${name}] already exists and cannot be created again with the changeSet [${changeSet}].`,
      );
    this.checkUpdatable(stack);
    if (JSON.stringify(intent.template).length > TEMPLATE_BYTES.url)
      throw new Refusal('ValidationError', 'Template size is too large');
    const resources = Object.keys((intent.template.Resources ?? {}) as object).length;
    if (resources > MOST.resources)
      throw new Refusal(
        'ValidationError',
        `Template format error: Number of resources, ${resources}, is greater than maximum allowed, ${MOST.resources}`,
      );
    const same =
      stack.intent &&
      JSON.stringify([stack.intent.template, stack.intent.parameters]) ===
        JSON.stringify([intent.template, intent.parameters]);
    const { region, account } = at;
    const made: ChangeSet = {
      id: `arn:aws:cloudformation:${region}:${account}:changeSet/${changeSet}/${randomUUID()}`,
      name: changeSet,
      intent,
      ...(same
        ? { status: 'FAILED', reason: "The submitted information didn't contain changes.", execution: 'UNAVAILABLE' }
        : { status: 'CREATE_COMPLETE', execution: 'AVAILABLE' }),
    };
    stack.changeSets.set(changeSet, made);
    return made;
  }

  private open(at: Place, name: string): Stack {
    if (this.in(at).filter(({ status }) => status !== 'DELETE_COMPLETE').length >= MOST.stacks)
      throw new Refusal('LimitExceededException', `Limit on the number of stacks has been exceeded: ${MOST.stacks}`);
    const id = `arn:aws:cloudformation:${at.region}:${at.account}:stack/${name}/${randomUUID()}`;
    const stack: Stack = {
      ...{ id, name, at, status: 'REVIEW_IN_PROGRESS', protected: false, outputs: {}, events: [], created: new Date() },
      ...{ resources: new Map(), changeSets: new Map() },
    };
    this.all.push(stack);
    return stack;
  }

  private checkUpdatable({ id, status }: Stack): void {
    const updatable = ['REVIEW_IN_PROGRESS', 'CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'];
    if (updatable.includes(status)) return;
    throw new Refusal('ValidationError', `Stack:${id} is in ${status} state and can not be updated.`);
  }

  /** Executes a change set; when it comes back, the stack stands or is as before. */
  public async execute(stack: Stack, changeSet: ChangeSet, by: Deployer): Promise<void> {
    if (changeSet.execution !== 'AVAILABLE')
      throw new Refusal(
        'InvalidChangeSetStatus',
        `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${changeSet.status}]`,
      );
    changeSet.execution = 'EXECUTE_COMPLETE';
    stack.reason = undefined;
    await new Deployment(stack, changeSet.intent, this.maker, by, (name) => this.exported(stack.at, name)).run();
    stack.changeSets.clear();
  }

  private exported(at: Place, name: string): string {
    for (const { outputs, status } of this.in(at))
      if (status !== 'DELETE_COMPLETE')
        for (const { exported, value } of Object.values(outputs)) if (exported === name) return value;
    throw new Refusal('ValidationError', `No export named ${name} found.`);
  }

  /** Deletes a stack; retained resources stay, and keep their names. */
  public async remove(stack: Stack, by: Deployer): Promise<void> {
    if (stack.protected)
      throw new Refusal(
        'ValidationError',
        `Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`,
      );
    for (const [id, standing] of [...stack.resources].reverse()) {
      if (!standing.deletion.startsWith('Retain')) await this.maker.remove(standing, by.principal);
      stack.resources.delete(id);
    }
    stack.status = 'DELETE_COMPLETE';
  }

  public every(): readonly Stack[] {
    return this.all;
  }
}
