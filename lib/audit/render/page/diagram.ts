import { Graph, layout } from '@dagrejs/dagre';
import { anchor, markup, type Markup } from '../../../page/markup';

/** A box of a diagram. */
export interface Box {
  readonly id: string;
  readonly label: string;
  /** What it is, which gives it its colour. */
  readonly kind: string;
}

/** A diagram of boxes and arrows. */
export interface Drawing {
  readonly title: string;
  readonly boxes: readonly Box[];
  readonly arrows: readonly (readonly [string, string])[];
}

/** Characters of a label; the whole of it is told on pointing at it. */
const LONGEST = 44;
const CHARACTER = 7.4;
const HEIGHT = 34;

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Lays the boxes out from top to bottom, which fits a phone and paper, and draws them as SVG. */
export function diagram({ title, boxes, arrows }: Drawing): Markup {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 24, ranksep: 20, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, label } of boxes) graph.setNode(id, { width: widthOf(label), height: HEIGHT });
  for (const [from, to] of arrows) graph.setEdge(from, to);
  layout(graph);
  const tip = anchor('tip', title);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return markup`<div class="scroll" role="region" aria-label="${title}" tabindex="0"><svg role="img" aria-label="${title}" width="${Math.ceil(width)}" height="${Math.ceil(height)}" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}">
<defs><marker id="${tip}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
${arrows.map(([from, to]) => arrow(pointsOf(graph, from, to), tip))}
${boxes.map((box) => drawn(box, graph.node(box.id) as Placed))}</svg></div>`;
}

function widthOf(label: string): number {
  return short(label).length * CHARACTER + 22;
}

function short(label: string): string {
  return label.length > LONGEST ? `${label.slice(0, LONGEST - 1)}…` : label;
}

function pointsOf(graph: Graph, from: string, to: string): readonly { x: number; y: number }[] {
  return (graph.edge(from, to) as { points?: { x: number; y: number }[] } | undefined)?.points ?? [];
}

function arrow(points: readonly { x: number; y: number }[], tip: string): Markup {
  const path = points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('');
  return markup`<path d="${path}" marker-end="url(#${tip})"/>`;
}

function drawn({ label, kind }: Box, { x, y, width, height }: Placed): Markup {
  const [left, top] = [round(x - width / 2), round(y - height / 2)];
  return markup`<g class="${kind}"><title>${label}</title><rect x="${left}" y="${top}" width="${round(width)}" height="${height}" rx="7"/><text x="${round(x)}" y="${round(y + 4.5)}" text-anchor="middle">${short(label)}</text></g>
`;
}

/** Whole tenths: the same text on every machine. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
