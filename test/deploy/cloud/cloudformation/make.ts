import { createHash } from 'node:crypto';
import type { Cloud } from '../cloud';
import { EFFECTS } from '../effects';
import type { Principal } from '../principals';
import { checkQuota } from '../quotas';
import { notPlayed, Refusal } from '../refusal';
import type { Kind, Values, Wanted } from './kinds/kind';
import type { Standing } from './stack';

/** What makes a resource for real. */
export interface Workshop {
  readonly make: (wanted: Wanted, values: Values, attributes: readonly string[]) => Promise<Values>;
  readonly change: (wanted: Wanted, values: Values, attributes: readonly string[]) => Promise<Values>;
  readonly remove: (wanted: Wanted, values: Values) => Promise<void>;
}

/** Makes, changes and deletes single resources, each by calls that its maker must be allowed. */
export class Maker {
  public constructor(
    private readonly cloud: Cloud,
    private readonly kinds: Readonly<Record<string, Kind>>,
    private readonly workshop: Workshop,
  ) {}

  public kind(type: string): Kind {
    const found = this.kinds[type];
    if (!found) throw notPlayed(`resources of type ${type}`);
    return found;
  }

  public async create(wanted: Wanted, deletion: string, stack: string, by: Principal): Promise<Standing> {
    const kind = this.kind(wanted.type);
    for (const deed of kind.create(wanted)) this.cloud.authorize(by, { ...within(wanted), ...deed });
    if (this.cloud.faults.has(`${wanted.type} ${wanted.at.account}`))
      throw new Refusal('InternalFailure', `${wanted.type} ${wanted.name} did not stabilize.`);
    checkQuota(this.cloud, wanted);
    this.cloud.take(kind.unique?.(wanted), wanted.type, wanted.name, `${stack} ${wanted.logicalId}`);
    try {
      const named = kind.values(wanted);
      EFFECTS[wanted.type]?.put({ cloud: this.cloud, wanted, values: named, by });
      const attributes = kind.emulated?.(wanted);
      const values = attributes ? await this.workshop.make(wanted, named, attributes) : named;
      this.cloud.note(wanted);
      return { wanted, values, deletion };
    } catch (error) {
      this.free(wanted);
      throw error;
    }
  }

  public async update(wanted: Wanted, before: Standing, deletion: string, by: Principal): Promise<Standing> {
    const kind = this.kind(wanted.type);
    for (const deed of kind.update(wanted, before.wanted)) this.cloud.authorize(by, { ...within(wanted), ...deed });
    const named = kind.values(wanted);
    EFFECTS[wanted.type]?.remove?.({ cloud: this.cloud, wanted: before.wanted, values: before.values });
    EFFECTS[wanted.type]?.put({ cloud: this.cloud, wanted, values: named, by });
    const attributes = kind.emulated?.(wanted);
    const values = attributes ? await this.workshop.change(wanted, named, attributes) : named;
    this.cloud.note(wanted);
    return { wanted, values, deletion };
  }

  public async remove({ wanted, values }: Standing, by: Principal): Promise<void> {
    const kind = this.kind(wanted.type);
    for (const deed of kind.remove(wanted)) this.cloud.authorize(by, { ...within(wanted), ...deed });
    EFFECTS[wanted.type]?.remove?.({ cloud: this.cloud, wanted, values });
    if (kind.emulated?.(wanted)) await this.workshop.remove(wanted, values);
    this.cloud.forget(wanted);
    this.free(wanted);
  }

  private free(wanted: Wanted): void {
    const unique = this.kind(wanted.type).unique?.(wanted);
    if (unique !== undefined) this.cloud.taken.delete(unique);
  }
}

/** Every resource of a stack belongs to the stack's account. */
function within({ at }: Wanted) {
  return { owner: at.account, context: { 'aws:RequestedRegion': [at.region] } };
}

/** A name that CloudFormation makes up: stack, logical id and a suffix, as short as the type takes; no two stacks share one. */
export function madeUpName(
  { id, name: stack }: { readonly id: string; readonly name: string },
  logicalId: string,
  longest = 255,
): string {
  const suffix = createHash('sha256').update(`${id} ${logicalId}`).digest('hex').slice(0, 12);
  const room = longest - suffix.length - 2;
  const own = logicalId.slice(0, Math.max(room - stack.length, Math.floor(room / 2)));
  return [stack.slice(0, room - own.length), own, suffix].join('-');
}
