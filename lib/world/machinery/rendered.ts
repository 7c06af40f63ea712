import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssemblyFiles } from '../assembly/files';
import type { Renderer, RenderRequest } from './renderer';
import { plainStacks, type PlainStack } from './stacks';
import { digestOf } from './statement';

/** Machinery as the package makes it. */
export type Rendered = ReadonlyMap<string, PlainStack>;

/** What a renderer made, by what it was asked: many proofs in one process cost one rendering. */
const made = new WeakMap<Renderer, Map<string, Rendered>>();

/** Makes machinery again and reads it. @throws where the renderer does. */
export function rendered(request: Omit<RenderRequest, 'outdir'>, renderer: Renderer): Rendered {
  const known = made.get(renderer) ?? new Map<string, Rendered>();
  made.set(renderer, known);
  const digest = digestOf([request.kind, request.statement]);
  const found = known.get(digest) ?? keptOr(request, renderer);
  known.set(digest, found);
  return found;
}

/** A request is the same where it states the same and the files that it may name hold the same. */
function keptOr(request: Omit<RenderRequest, 'outdir'>, renderer: Renderer): Rendered {
  const asked = [request.kind, request.statement, Object.keys(request.files).sort()];
  const kept = renderer.kept?.get(asked);
  if (kept) return new Map(kept.map((stack) => [stack.id, stack]));
  const made = render(request, renderer);
  renderer.kept?.put(asked, [...made.values()]);
  return made;
}

function render(request: Omit<RenderRequest, 'outdir'>, renderer: Renderer): Rendered {
  const folder = mkdtempSync(join(tmpdir(), 'guarded-machinery-'));
  try {
    const outdir = join(folder, 'cdk.out');
    renderer({ ...request, outdir });
    return plainStacks(new AssemblyFiles(outdir));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
