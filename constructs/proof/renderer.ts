import type { IConstruct } from 'constructs';
import { keptOn } from '../../lib/kept';
import { renderApart, RENDERS } from '../../lib/world/machinery/renderer';
import type { KeptRenderings, MachineryKind, Renderer } from '../../lib/world/machinery/renderer';

type Renders = Partial<Record<MachineryKind, Renderer>>;

/** Makes machinery again with the constructs that made it in this very process; without them, another one does. */
export function rendererIn(root: IConstruct): Renderer {
  const found = root.node.findAll().map((construct) => (construct as { [RENDERS]?: Renders })[RENDERS] ?? {});
  const own: Renders = Object.assign({}, ...found) as Renders;
  const render: Renderer = (request) => (own[request.kind] ?? renderApart)(request);
  return Object.assign(render, { kept: renderingsOn(root) });
}

/** Making machinery again takes as long as making it; the same request gives the same. */
function renderingsOn(root: IConstruct): KeptRenderings | undefined {
  const kept = keptOn(root);
  return (
    kept && {
      get: (request) => kept.get('machinery', request),
      put: (request, made) => kept.put('machinery', request, made),
    }
  );
}
