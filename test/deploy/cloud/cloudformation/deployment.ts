/* eslint-disable @typescript-eslint/no-explicit-any -- templates come as any JSON */
import { randomUUID } from 'node:crypto';
import { Refusal } from '../refusal';
import { holds, resolve, type Scope } from './intrinsics';
import { type Maker, madeUpName } from './make';
import { checkThrottling, waves } from './order';
import type { Deployer, Intent, Stack, Standing } from './stack';

/** Exports of an account and region, by name. */
export type Exports = (name: string) => string;

/** One way of a stack from what it is to what its template says, and back again where that fails. */
export class Deployment {
  /** What each resource was before, in the order in which it was touched. */
  private readonly touched: { id: string; before: Standing | undefined }[] = [];
  private readonly scope: Scope;

  public constructor(
    private readonly stack: Stack,
    private readonly intent: Intent,
    private readonly maker: Maker,
    private readonly by: Deployer,
    exports: Exports,
  ) {
    this.scope = scopeOf(stack, intent, exports);
  }

  /** Makes everything; what went wrong comes as a reason, and everything is as before. */
  public async run(): Promise<string | undefined> {
    const first = this.stack.resources.size === 0 && this.stack.status === 'REVIEW_IN_PROGRESS';
    this.note(this.stack.name, first ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS', 'AWS::CloudFormation::Stack');
    try {
      const resources = this.wantedResources();
      for (const wave of waves(resources)) await this.runWave(wave, resources);
      await this.removeOthers(resources);
      this.finish(first ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE');
      return undefined;
    } catch (error) {
      await this.goBack(first);
      return this.stack.reason ?? (error as Error).message;
    }
  }

  private wantedResources(): Record<string, any> {
    const all = Object.entries(this.intent.template.Resources as Record<string, any>);
    return Object.fromEntries(all.filter(([, { Condition }]) => holds(Condition && { Condition }, this.scope)));
  }

  private async runWave(wave: readonly string[], resources: Record<string, any>): Promise<void> {
    const fresh = wave.filter((id) => !this.stack.resources.has(id));
    try {
      checkThrottling(fresh, resources);
    } catch (error) {
      this.fail(fresh[0]!, String(resources[fresh[0]!].Type), error as Error);
    }
    for (const id of wave) await this.runOne(id, resources[id]);
  }

  private async runOne(id: string, resource: any): Promise<void> {
    const before = this.stack.resources.get(id);
    try {
      const wanted = this.wanted(id, resource);
      const standing = await this.put(wanted, String(resource.DeletionPolicy ?? 'Delete'), before);
      if (standing === before) return;
      this.touched.push({ id, before });
      this.stack.resources.set(id, standing!);
      this.note(id, before ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE', wanted.type, standing!.values.ref);
    } catch (error) {
      this.fail(id, String(resource.Type), error as Error, before ? 'UPDATE_FAILED' : 'CREATE_FAILED');
    }
  }

  private wanted(logicalId: string, resource: any) {
    const { name, longest } = this.maker.kind(resource.Type as string);
    const properties = resolve(resource.Properties ?? {}, this.scope) as Record<string, any>;
    const given = name === undefined ? undefined : (properties[name] as string | undefined);
    const made = madeUpName(this.stack, logicalId, longest);
    const type = String(resource.Type);
    return {
      logicalId,
      type,
      properties,
      at: this.stack.at,
      name: given ?? (type === 'AWS::S3::Bucket' ? made.toLowerCase() : properties.FifoQueue ? `${made}.fifo` : made),
    };
  }

  private async put(wanted: Standing['wanted'], deletion: string, before: Standing | undefined) {
    const { principal } = this.by;
    if (!before) return this.maker.create(wanted, deletion, this.stack.id, principal);
    if (before.wanted.name !== wanted.name || before.wanted.type !== wanted.type) {
      const made = await this.maker.create(wanted, deletion, `${this.stack.id} anew`, principal);
      if (before.deletion !== 'Retain') await this.maker.remove(before, principal);
      return made;
    }
    const same = JSON.stringify(before.wanted.properties) === JSON.stringify(wanted.properties);
    return same ? before : this.maker.update(wanted, before, deletion, principal);
  }

  private async removeOthers(resources: Record<string, any>): Promise<void> {
    for (const [id, standing] of [...this.stack.resources].reverse()) {
      if (id in resources) continue;
      if (keeps(standing)) this.note(id, 'DELETE_SKIPPED', standing.wanted.type);
      else await this.maker.remove(standing, this.by.principal);
      this.stack.resources.delete(id);
    }
  }

  private finish(status: string): void {
    const declared = Object.entries((this.intent.template.Outputs ?? {}) as Record<string, any>);
    this.stack.outputs = Object.fromEntries(
      declared
        .filter(([, { Condition }]) => holds(Condition && { Condition }, this.scope))
        .map(([key, { Value, Export }]) => {
          const exported = Export && (resolve(Export.Name, this.scope) as string);
          return [key, { value: String(resolve(Value, this.scope)), exported }];
        }),
    );
    this.stack.intent = this.intent;
    this.stack.reason = undefined;
    this.stack.status = status;
    this.note(this.stack.name, status, 'AWS::CloudFormation::Stack');
  }

  private fail(id: string, type: string, error: Error, status = 'CREATE_FAILED'): never {
    this.stack.reason ??= `The following resource(s) failed: [${id}]. ${error.message}`;
    this.note(id, status, type, undefined, `Resource handler returned message: "${error.message}" (${error.name})`);
    throw error;
  }

  /** Undoes what was done, in reverse order. What a first creation retains stays, and nobody owns it any more. */
  private async goBack(first: boolean): Promise<void> {
    const prefix = first ? 'ROLLBACK' : 'UPDATE_ROLLBACK';
    this.note(this.stack.name, `${prefix}_IN_PROGRESS`, 'AWS::CloudFormation::Stack', undefined, this.stack.reason);
    try {
      for (const { id, before } of [...this.touched].reverse()) await this.undo(id, before);
      this.stack.status = `${prefix}_COMPLETE`;
    } catch (error) {
      this.stack.status = `${prefix}_FAILED`;
      this.stack.reason = `${this.stack.reason}. Going back: ${(error as Error).message}`;
    }
    this.note(this.stack.name, this.stack.status, 'AWS::CloudFormation::Stack', undefined, this.stack.reason);
  }

  private async undo(id: string, before: Standing | undefined): Promise<void> {
    const now = this.stack.resources.get(id)!;
    if (before) {
      this.stack.resources.set(id, await this.maker.update(before.wanted, now, before.deletion, this.by.principal));
      return;
    }
    if (now.deletion === 'Retain') this.note(id, 'DELETE_SKIPPED', now.wanted.type, now.values.ref);
    else await this.maker.remove(now, this.by.principal);
    this.stack.resources.delete(id);
  }

  private note(logicalId: string, status: string, type: string, physicalId = this.stack.id, reason?: string): void {
    const event = { id: randomUUID(), logicalId, physicalId, type, status, reason, at: new Date() };
    this.stack.events.unshift(event);
  }
}

function keeps({ deletion }: Standing): boolean {
  return deletion === 'Retain' || deletion === 'RetainExceptOnCreate';
}

function scopeOf(stack: Stack, { template, parameters }: Intent, exports: Exports): Scope {
  const { account, region } = stack.at;
  const pseudo = {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': stack.id,
    'AWS::NotificationARNs': [],
  };
  const resource = (id: string, attribute?: string): unknown => {
    const standing = stack.resources.get(id);
    if (!standing)
      throw new Refusal('ValidationError', `Template format error: Unresolved resource dependencies [${id}]`);
    if (!attribute) return standing.values.ref;
    if (attribute in standing.values.attributes) return standing.values.attributes[attribute];
    throw new Refusal(
      'ValidationError',
      `Requested attribute ${attribute} does not exist in ${id} (${standing.wanted.type}).`,
    );
  };
  return { template, parameters, pseudo, resource, imported: exports };
}
