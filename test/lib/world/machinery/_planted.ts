import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { platformProps } from '../../../../bin/app/platform-props';
import { GuardedPlatform, type GuardedPlatformProps } from '../../../../constructs/platform';
import { renderHere } from '../../../../constructs/platform/render-here';
import { readPlatform } from '../../../../lib/config';
import { AssemblyFiles } from '../../../../lib/world/assembly/files';
import { readManifest } from '../../../../lib/world/assembly/manifest';
import { Unknowns } from '../../../../lib/world/assembly/report';
import { buildStacks } from '../../../../lib/world/assembly/stacks';
import { reconstruct } from '../../../../lib/world/machinery/reconstruct';
import type { Renderer } from '../../../../lib/world/machinery/renderer';
import { readAssembly } from '../../../../lib/world/assembly';
import type { Unknown, World } from '../../../../lib/world/model';
import { onceARun } from '../../../_helpers/once-a-run';
import { renderOnce } from '../../../_helpers/render-once';

const root = join(__dirname, '../../../..');
const once = renderOnce();

/** A JSON object; planting goes by paths. */
export type Json = Record<string, unknown>;

/** A platform, the shipped one unless another is named, workloads apart; made once a run, and read alone. */
export function synthesizePlatform(name = 'platform-alone', propsOf: () => GuardedPlatformProps = shipped): string {
  return onceARun(name, (outdir) => {
    const app = new App({ outdir, autoSynth: false });
    new GuardedPlatform(app, 'platform', propsOf());
    app.synth();
  });
}

const shipped = (): GuardedPlatformProps => platformProps(readPlatform(join(root, 'platform.yaml')));

/** What stands at a path: `Properties.Stages[4].Actions`. */
export function at(object: unknown, path: string): unknown {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '');
  return keys.reduce<unknown>((value, key) => (value as Json | undefined)?.[key], object);
}

/** Puts a value at a path; undefined takes away what is there. */
export function put(object: unknown, path: string, value: unknown): void {
  const cut = path.lastIndexOf('.');
  const [parent, key] = [cut < 0 ? object : at(object, path.slice(0, cut)), path.slice(cut + 1)];
  if (value === undefined) delete (parent as Json)[key];
  else (parent as Json)[key] = value;
}

/** Appends to the list at a path. */
export function push(object: unknown, path: string, value: unknown): void {
  (at(object, path) as unknown[]).push(value);
}

/** A copy of an assembly that somebody changes. */
export class Copy {
  private readonly files = new Map<string, Json>();

  public constructor(public readonly folder: string) {}

  /** A JSON file of it, to be changed in place. */
  public json(pattern: RegExp): Json {
    const name = readdirSync(this.folder).find((each) => pattern.test(each))!;
    const known = this.files.get(name) ?? (JSON.parse(readFileSync(join(this.folder, name), 'utf8')) as Json);
    this.files.set(name, known);
    return known;
  }

  /** The template of a stack of the platform: `pipeline-orders`. */
  public template(stack: string): Json {
    return this.json(new RegExp(`^platform${stack.replace(/-/g, '')}[0-9A-F]{8}\\.template\\.json$`));
  }

  /** The entry of a stack in the manifest. */
  public artifact(stack: string): Json {
    return this.artifacts[this.artifactId(stack)] as Json;
  }

  /** The key of a stack in the manifest. */
  public artifactId(stack: string): string {
    const pattern = new RegExp(`^platform${stack.replace(/-/g, '')}[0-9A-F]{8}$`);
    return Object.keys(this.artifacts).find((id) => pattern.test(id))!;
  }

  /** The entries of the manifest. */
  public get artifacts(): Json {
    return this.json(/^manifest\.json$/).artifacts as Json;
  }

  /** A resource of a stack by its type and something that stands in its logical id or in it. */
  public one(stack: string, type: string, part = ''): Json {
    const all = Object.entries(this.template(stack).Resources as Record<string, Json>);
    return all.find(([id, each]) => each.Type === type && `${id} ${JSON.stringify(each)}`.includes(part))![1];
  }

  /** Adds a resource to a stack. */
  public add(stack: string, id: string, resource: Json): void {
    put(this.template(stack).Resources, id, resource);
  }

  public save(): void {
    for (const [name, value] of this.files) writeFileSync(join(this.folder, name), JSON.stringify(value));
  }
}

/** What is told of a copy of an assembly after somebody changed it. */
export function told(assembly: string, plant: (copy: Copy) => void, renderer: Renderer = once): Unknown[] {
  return changed(assembly, plant, (folder) => toldOf(folder, renderer));
}

/** The world of a copy of an assembly after somebody changed it. */
export function worldOf(assembly: string, plant: (copy: Copy) => void): World {
  return changed(assembly, plant, (folder) => readAssembly(folder, undefined, once));
}

function changed<T>(assembly: string, plant: (copy: Copy) => void, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'planted-'));
  try {
    cpSync(assembly, folder, { recursive: true });
    const copy = new Copy(folder);
    plant(copy);
    copy.save();
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What is told of an assembly. */
export function toldOf(folder: string, renderer: Renderer = renderHere): Unknown[] {
  const files = new AssemblyFiles(folder);
  const stacks = buildStacks(readManifest(files).stacks, files, new Unknowns());
  const unknowns = new Unknowns();
  reconstruct({ files, stacks, renderer, unknowns });
  return [...unknowns.all];
}
