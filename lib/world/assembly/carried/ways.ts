import type { Kind } from '../../meaning/meaning';
import type { WayIn } from '../../model';
import type { Item } from '../stacks';
import type { Finding } from './finding';
import type { Leaf } from './leaves';

const RUNS = [
  'change what stands there',
  'the resource takes it when it starts next',
  'it runs, or serves, as prod’s own',
];

/** The steps of those who come in by a property of a kind; content of any kind is a way like any other content. */
const STEPS: Partial<Record<Kind, readonly string[]>> = {
  principals: ['call the service as themselves: no role of prod, and none of its trusts, is in the way'],
  network: ['reach the network at the other end', 'cross by this path', 'call whatever listens there, without IAM'],
  callee: ['change what answers', 'the resource asks it', 'its answer decides'],
  policy: [],
  role: [],
};

/**
 * Completes what was found in a property by the way it opens: the steps that the property's kind gives, and at their end
 * what the reviewed table says that people do by the type.
 */
export function withWay(finding: Finding, leaf: Leaf, people?: string): Finding {
  const property = finding.property ?? leaf.path;
  if (finding.who === undefined) return { ...finding, property };
  const steps = leaf.kind === undefined ? [`${leaf.path} lets what it names act on this resource`] : STEPS[leaf.kind];
  return { ...finding, property, way: finding.way ?? [...(steps ?? RUNS), ...(people === undefined ? [] : [people])] };
}

/** What is told of a finding beside why and where: who comes in and how as the finding has it, and what to change. */
export function wayIn({ who, way, property }: Finding, { where }: Item): WayIn {
  return {
    ...(who === undefined ? {} : { who }),
    ...(way === undefined || way.length === 0 ? {} : { way }),
    change: property === undefined ? where : `${where}, ${property}`,
  };
}
