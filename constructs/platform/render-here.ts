import type { MachineryKind, RenderRequest, Renderer } from '../../lib/world/machinery/renderer';
import { renderPipelines } from '../pipeline/change-pipeline';
import { renderPlatform } from './guarded-platform';

const RENDERERS: Partial<Record<MachineryKind, Renderer>> = { platform: renderPlatform, pipelines: renderPipelines };

/** Makes any machinery again in this process. @throws where nothing makes that kind, or the constructs refuse it. */
export function renderHere(request: RenderRequest): void {
  const renderer = RENDERERS[request.kind];
  if (!renderer) throw new Error(`nothing makes ${String(request.kind)} again`);
  renderer(request);
}
