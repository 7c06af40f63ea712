import type { IConstruct } from 'constructs';
import { renderApart, RENDERS } from '../../lib/world/machinery/renderer';
import type { MachineryKind, Renderer } from '../../lib/world/machinery/renderer';

type Renders = Partial<Record<MachineryKind, Renderer>>;

/** Makes machinery again with the constructs that made it in this very process; without them, another one does. */
export function rendererIn(root: IConstruct): Renderer {
  const found = root.node.findAll().map((construct) => (construct as { [RENDERS]?: Renders })[RENDERS] ?? {});
  const own: Renders = Object.assign({}, ...found) as Renders;
  return (request) => (own[request.kind] ?? renderApart)(request);
}
