import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderHere } from '../../constructs/platform/render-here';
import { Kept } from '../../lib/kept';
import type { PlainStack } from '../../lib/world/machinery/stacks';
import type { Renderer, RenderRequest } from '../../lib/world/machinery/renderer';

/**
 * Makes machinery again in this process, the same machinery once a run of the tests: for suites that are about something
 * else than the making. Renderings stand in the run's own folder, so that no other code made them.
 */
export function renderOnce(): Renderer {
  const kept = new Kept(join(tmpdir(), 'rendered'), 'of this run');
  return Object.assign((request: RenderRequest): void => renderHere(request), {
    kept: {
      get: (request: unknown) => kept.get<PlainStack[]>('rendered', request),
      put: (request: unknown, made: readonly PlainStack[]) => kept.put('rendered', request, made),
    },
  });
}
